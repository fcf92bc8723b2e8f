import { expect, test } from 'vitest';
import { date, dayOf, period } from '../src/display/date';

const december = { start: '2026-11-30T15:00:00Z', end: '2026-12-31T15:00:00Z' };

test('days are those of the contract’s zone', () => {
  expect(dayOf('2026-11-30T15:00:00Z', 'Asia/Tokyo', 'en')).toBe('Dec 1, 2026');
  expect(dayOf('2026-11-30T15:00:00Z', 'UTC', 'en')).toBe('Nov 30, 2026');
  expect(date('2026-12-01', 'ja')).toBe('2026年12月1日');
});

test('a period is shown with its last day', () => {
  expect(period(december, 'Asia/Tokyo', 'en')).toMatch(/^Dec 1\s–\s31, 2026$/);
  expect(period(december, 'Asia/Tokyo', 'ja')).toBe('2026年12月1日～2026年12月31日');
});

test('what is no date is shown as it is', () => {
  expect(date('soon', 'en')).toBe('soon');
  expect(dayOf('soon', 'UTC', 'en')).toBe('soon');
});
