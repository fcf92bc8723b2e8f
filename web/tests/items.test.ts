import { expect, test } from 'vitest';
import { itemsOfContract } from '../src/derivation/items';
import type { Contract, Event, Item } from '../src/engine/engine';

const item = (key: string, en: string): Item =>
  ({ key, name: { en }, taxes: [], charge: { model: 'flat', amount: '1' } }) as unknown as Item;

const contractOf = (events: Event[]): Contract => ({ events }) as unknown as Contract;

const created: Event = {
  type: 'created',
  at: '2026-12-01T00:00:00Z',
  items: [item('seats', 'Seats'), item('base', 'Base')],
  coupons: [],
};

test('an item is named as it was at the time', () => {
  const find = itemsOfContract(
    contractOf([
      created,
      { type: 'item_changed', at: '2026-12-16T00:00:00Z', item: item('seats', 'Seats, new price') },
      { type: 'item_added', at: '2026-12-10T00:00:00Z', item: item('extra', 'Extra') },
      {
        type: 'plan_changed',
        at: '2027-01-01T00:00:00Z',
        plan: { price_list: 'list', code: 'pro', version: 1 },
        items: [item('seats', 'Seats of Pro'), item('support', 'Support')],
      },
    ]),
  );
  const name = (key: string, at?: string): string | undefined => find(key, at)?.name['en'];
  expect(name('seats', '2026-12-01T00:00:00Z')).toBe('Seats');
  expect(name('seats', '2026-12-15T23:59:59Z')).toBe('Seats');
  expect(name('seats', '2026-12-16T00:00:00Z')).toBe('Seats, new price');
  expect(name('seats', '2027-01-01T00:00:00Z')).toBe('Seats of Pro');
  expect(name('seats')).toBe('Seats of Pro');
  expect(name('extra', '2026-12-20T00:00:00Z')).toBe('Extra');
  expect(name('support', '2027-01-01T00:00:00Z')).toBe('Support');
  expect(name('base', '2027-02-01T00:00:00Z')).toBe('Base');
  expect(name('unknown')).toBeUndefined();
});

test('an item that is billed before its first event has its first name', () => {
  const find = itemsOfContract(contractOf([created]));
  expect(find('seats', '2026-11-01T00:00:00Z')?.name).toEqual({ en: 'Seats' });
});

test('an event that was taken back names nothing', () => {
  const find = itemsOfContract(
    contractOf([
      created,
      {
        type: 'item_changed',
        at: '2026-12-16T00:00:00Z',
        id: 'later',
        item: item('seats', 'Never'),
      },
      { type: 'unscheduled', at: '2026-12-05T00:00:00Z', event: 'later' },
    ]),
  );
  expect(find('seats', '2027-01-01T00:00:00Z')?.name).toEqual({ en: 'Seats' });
});
