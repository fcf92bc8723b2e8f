import { expect, test } from 'vitest';
import { quantityWords, withPercent } from '../src/display/quantity';

test.each([
  ['23', 'seat', 'en', '23 seats'],
  ['1', 'seat', 'en', '1 seat'],
  ['0', 'minute', 'en', '0 minutes'],
  ['1200', 'calls', 'en', '1,200 calls'],
  ['2', 'query', 'en', '2 queries'],
  ['2', 'day', 'en', '2 days'],
  ['2', 'box', 'en', '2 boxes'],
  ['350', 'kWh', 'en', '350 kWh'],
  ['37.5', 'GiB-month', 'en', '37.5 GiB-month'],
  ['4', '10A', 'en', '4 × 10A'],
  ['4', '10A', 'ja', '4 × 10A'],
  ['23', '席', 'ja', '23 席'],
  ['3', '', 'ja', '3'],
])('%s of “%s” in %s is %s', (quantity, unit, language, words) => {
  expect(quantityWords(quantity, unit, language)).toBe(words);
});

test('a rate is said once', () => {
  expect(withPercent('Sales tax', '10')).toBe('Sales tax 10%');
  expect(withPercent('消費税 10%', '10')).toBe('消費税 10%');
});
