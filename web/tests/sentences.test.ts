import { expect, test } from 'vitest';
import {
  asText,
  discountSentences,
  grossSentences,
  lineSentences,
  type Sentence,
  type Telling,
  taxSentences,
} from '../src/derivation/sentences';
import type { LineDerivation } from '../src/engine/engine';
import { en } from '../src/language/en';
import { ja } from '../src/language/ja';

function telling(language: 'en' | 'ja', currency: string): Telling {
  return {
    messages: { en, ja }[language],
    language,
    currency,
    item: (key) => ({ name: `name of ${key}`, unit: 'kWh', metered: key === 'energy' }),
  };
}

const said = (sentences: readonly Sentence[]): string => asText('', sentences).trim();

// 従量電灯B: 320 kWh at 29.80 up to 120, 36.40 up to 300, 40.49 above, and a base charge, cut to the yen.
const electricity: LineDerivation = {
  parts: [
    {
      item: 'base',
      quantity: '1',
      billable: '1',
      steps: [{ rule: 'flat', amount: '935.25' }],
      exact: '935.25',
    },
    {
      item: 'energy',
      quantity: '320',
      billable: '320',
      steps: [
        {
          rule: 'tier',
          tier: 1,
          above: '0',
          up_to: '120',
          quantity: '120',
          unit_price: '29.80',
          amount: '3576',
        },
        {
          rule: 'tier',
          tier: 2,
          above: '120',
          up_to: '300',
          quantity: '180',
          unit_price: '36.40',
          amount: '6552',
        },
        {
          rule: 'tier',
          tier: 3,
          above: '300',
          quantity: '20',
          unit_price: '40.49',
          amount: '809.8',
        },
      ],
      exact: '10937.8',
    },
  ],
  exact: '11873.05',
  rounding: 'down',
  amount: '11873',
};

test('tiers that share a line are told tier by tier, and rounded once', () => {
  expect(said(lineSentences(telling('en', 'JPY'), electricity))).toMatchInlineSnapshot(`
    "name of base
    Flat amount = ¥935.25
    name of energy
    Usage: 320 kWh
    Tier 1, up to 120: 120 × ¥29.80 = ¥3,576
    Tier 2, above 120 up to 300: 180 × ¥36.40 = ¥6,552
    Tier 3, above 300: 20 × ¥40.49 = ¥809.8
    Exact amount = ¥10,937.8
    Sum, exact = ¥11,873.05
    Rounded once: down, towards zero = ¥11,873
    Amount of the line = ¥11,873"
  `);
  expect(said(lineSentences(telling('ja', 'JPY'), electricity))).toMatchInlineSnapshot(`
    "name of base
    定額 = ¥935.25
    name of energy
    使用量：320 kWh
    第1段階（120 まで）：120 × ¥29.80 = ¥3,576
    第2段階（120 を超え 300 まで）：180 × ¥36.40 = ¥6,552
    第3段階（300 を超える分）：20 × ¥40.49 = ¥809.8
    端数処理前の金額 = ¥10,937.8
    端数処理前の合計 = ¥11,873.05
    端数処理（1回のみ）：切捨て = ¥11,873
    明細の金額 = ¥11,873"
  `);
});

test('free units, a fraction and what was billed before have their sentences', () => {
  const derivation: LineDerivation = {
    parts: [
      {
        item: 'energy',
        quantity: '15',
        included: '5',
        billable: '10',
        steps: [{ rule: 'units', quantity: '10', unit_price: '12', amount: '120' }],
        fraction: { numerator: 16, denominator: 31 },
        exact: '1920/31',
      },
    ],
    exact: '1920/31',
    rounding: 'half_away_from_zero',
    amount: '61.94',
    already_billed: '60.00',
  };
  const shares = { amount: '1.94', discount: '0.00', net: '1.94', tax: '0.19', gross: '2.13' };
  expect(said(lineSentences(telling('en', 'USD'), derivation, shares))).toMatchInlineSnapshot(`
    "Usage: 15 kWh
    5 are free of charge in each period, so 10 are charged
    10 × $12.00 = $120.00
    For 16/31 of the period = $1,920/31
    Rounded once: halves away from zero = $61.94
    Billed before = −$60.00
    Amount of the line = $1.94
    Its share of the discounts = $0.00
    Net = $1.94
    Its share of the tax = $0.19
    With tax = $2.13"
  `);
});

test('an amount that needs no rounding says so', () => {
  const derivation: LineDerivation = {
    parts: [
      {
        item: 'seats',
        quantity: '10',
        billable: '10',
        steps: [{ rule: 'units', quantity: '10', unit_price: '12', amount: '120' }],
        exact: '120',
      },
    ],
    exact: '120',
    rounding: 'half_away_from_zero',
    amount: '120.00',
  };
  expect(said(lineSentences(telling('en', 'USD'), derivation))).toMatchInlineSnapshot(`
    "Quantity: 10 kWh
    10 × $12.00 = $120.00
    Exact already; nothing was rounded
    Amount of the line = $120.00"
  `);
});

const name = { en: 'Launch offer', ja: '発売記念割引' };
const rate = { en: 'Sales tax', ja: '消費税' };

test('discounts and taxes are told with what they are taken from', () => {
  const percent = { coupon: 'launch', name, percent: '20', base: '657.00', amount: '131.40' };
  const amount = { coupon: 'ten', name, base: '525.60', amount: '10.00' };
  const tax = {
    rate: 's',
    name: rate,
    category: 'S' as const,
    percent: '10',
    base: '515.60',
    amount: '51.56',
  };
  const usd = telling('en', 'USD');
  expect(said(discountSentences(usd, percent, 'half_even'))).toMatchInlineSnapshot(`
    "20% of $657.00
    Rounded once: halves to the even neighbour = −$131.40
    Spread over the lines so that the parts add up to the whole
    Discounts = −$131.40"
  `);
  expect(said(discountSentences(usd, amount, 'half_even'))).toMatchInlineSnapshot(`
    "A fixed reduction of the items, at most $525.60 = −$10.00
    Spread over the lines so that the parts add up to the whole
    Discounts = −$10.00"
  `);
  expect(said(taxSentences(usd, tax, 'exclusive', 'down'))).toMatchInlineSnapshot(`
    "10% of the net amount of $515.60
    Rounded once for the whole rate: down, towards zero = $51.56
    Spread over the lines so that the parts add up to the whole
    Tax = $51.56"
  `);
  expect(said(taxSentences(usd, tax, 'inclusive', 'down'))).toMatchInlineSnapshot(`
    "Contained in the prices at 10%, beside $515.60 without tax
    Rounded once for the whole rate: down, towards zero = $51.56
    Spread over the lines so that the parts add up to the whole
    Tax = $51.56"
  `);
});

test('the total follows the order in which it is computed', () => {
  const view = {
    lines: '657.00',
    discounts: [{ coupon: 'launch', name, percent: '20', base: '657.00', amount: '131.40' }],
    discount: '131.40',
    net: '525.60',
    taxes: [
      {
        rate: 's',
        name: rate,
        category: 'S' as const,
        percent: '10',
        base: '525.60',
        amount: '52.56',
      },
    ],
    tax: '52.56',
    gross: '578.16',
  };
  const words = (text: Record<string, string>): string => text['en'] ?? '';
  const usd = telling('en', 'USD');
  expect(said(grossSentences(usd, view, 'exclusive', words))).toMatchInlineSnapshot(`
    "Items = $657.00
    Launch offer = −$131.40
    Net (Items less discounts) = $525.60
    Sales tax 10% = $52.56
    Total (Net plus tax) = $578.16"
  `);
  expect(said(grossSentences(usd, view, 'inclusive', words))).toMatchInlineSnapshot(`
    "Items, tax included = $657.00
    Launch offer = −$131.40
    incl. Sales tax 10% = $52.56
    Net (Total less the tax it contains) = $525.60
    Total (Items less discounts; the prices contain the tax) = $578.16"
  `);
});
