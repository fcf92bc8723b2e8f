import { expect, test } from 'vitest';
import { axisMarks, roundUp, within } from '../src/display/drawing';
import type { PlanAlternative, PriceList } from '../src/engine/engine';
import { itemOfPlan, knobsOf, pointsTo, readQuantity, sliderEnd } from '../src/pages/plan/knobs';

test('an axis ends at a round number', () => {
  expect([0, 1, 3, 7, 46, 100, 101, 82_474].map(roundUp)).toEqual([
    1, 1, 5, 10, 50, 100, 200, 100_000,
  ]);
});

test('an axis has each mark once, however short', () => {
  expect([1, 2, 10, 500].map(axisMarks)).toEqual([
    ['0', '1'],
    ['0', '1', '2'],
    ['0', '5', '10'],
    ['0', '250', '500'],
  ]);
});

test('what is beyond an axis stands at its end', () => {
  expect([within('400', 50), within('12.5', 50)]).toEqual([50, 12.5]);
});

test('a slider leaves room to grow', () => {
  expect(['0', '5', '23', '41237'].map(sliderEnd)).toEqual([10, 10, 50, 100_000]);
});

test('points are whole, from nothing to the end, each once', () => {
  expect(pointsTo(100, 5)).toEqual(['0', '25', '50', '75', '100']);
  expect(pointsTo(2, 9)).toEqual(['0', '1', '2']);
});

test('a typed quantity is read, or refused, never guessed', () => {
  expect(['40', '４０', '1,234.5', ' 12,345,678 ', '0.125'].map(readQuantity)).toEqual([
    '40',
    '40',
    '1234.5',
    '12345678',
    '0.125',
  ]);
  for (const typed of ['', '-1', '1,5', '1.234.567', '12,34', '1e3', '.5', '1234567890123456']) {
    expect(readQuantity(typed), typed).toBeUndefined();
  }
});

test('what can be moved is what plans count, as the present plan has it', () => {
  const month = { unit: 'month', count: 1 } as const;
  const name = { en: 'N' };
  const price = (code: string, rest: object): object => ({ code, interval: month, ...rest });
  const perUnit = { model: 'per_unit', unit_price: '1' };
  const seats = price('seats', { product: 'seat', quantity: '5', charge: perUnit });
  const calls = price('calls', { product: 'call', usage: 'calls', charge: perUnit });
  const fee = price('fee', { product: 'seat', charge: { model: 'flat', amount: '9' } });
  const list = {
    meters: [{ code: 'calls', name, unit: { en: 'call' }, aggregation: 'sum' }],
    products: [
      { code: 'seat', name, unit: { en: 'seat' }, taxes: [] },
      { code: 'call', name, taxes: [] },
    ],
    plans: [
      { code: 'small', name, version: 1, prices: [fee, seats] },
      { code: 'large', name, version: 1, prices: [seats, calls] },
    ],
  } as unknown as PriceList;
  const line = (item: string, quantity: string): object => ({
    derivation: { parts: [{ item, quantity }] },
  });
  const today = [
    { plan: 'small', current: false, lines: [line('seats', '5')] },
    { plan: 'large', current: true, lines: [line('seats', '12'), line('calls', '70')] },
  ] as unknown as PlanAlternative[];
  expect(
    knobsOf(list, today).map(({ kind, code, today: at, max }) => [kind, code, at, max]),
  ).toEqual([
    ['quantity', 'seats', '12', 50],
    ['usage', 'calls', '70', 200],
  ]);
  // What only another plan charges stands at what that plan counts.
  const small = today.map((plan) => ({ ...plan, current: plan.plan === 'small' }));
  expect(knobsOf(list, small).map(({ today: at }) => at)).toEqual(['5', '70']);
  expect(itemOfPlan(list, 'large', 'calls')).toEqual({
    name,
    unit: { en: 'call' },
    usage: 'calls',
  });
  expect(itemOfPlan(list, 'small', 'calls')).toBeUndefined();
  const none = [{ plan: 'small', current: true, lines: [] }] as unknown as PlanAlternative[];
  expect(knobsOf(list, none).map(({ today: at }) => at)).toEqual(['5', '0']);
});
