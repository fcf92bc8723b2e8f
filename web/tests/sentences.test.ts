import { expect, test } from 'vitest';
import { lineSentences } from '../src/derivation/sentences';
import type { LineDerivation, Part, Step } from '../src/engine/engine';
import { said, telling } from './telling';

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

/** A line of one part, which is rounded to a whole amount. */
function lineOf(part: Partial<Part>, steps: Step[], exact: string): LineDerivation {
  const base = { item: 'energy', quantity: '150', billable: '150', steps, exact };
  return {
    parts: [{ ...base, ...part }],
    exact,
    rounding: 'half_away_from_zero',
    amount: exact,
  };
}

const both = (derivation: LineDerivation): string =>
  [telling('en', 'USD'), telling('ja', 'USD')]
    .map((one) => said(lineSentences(one, derivation)))
    .join('\n\n');

const units = (quantity: string, amount: string): Step => ({
  rule: 'units',
  quantity,
  unit_price: '0.50',
  amount,
});

test('free units of a coupon are told beside those of the price', () => {
  const some = { included: '100', free_units: '40', billable: '50' };
  const all = { included: '40', free_units: '40.0', billable: '110' };
  expect(both(lineOf(some, [units('50', '25.00')], '25.00'))).toMatchInlineSnapshot(`
    "Usage: 150 kWh
    100 are free of charge, 40 of them by coupon, so 50 are charged
    50 × $0.50 = $25.00
    Exact already; nothing was rounded
    Amount of the line = $25.00

    使用量：150 kWh
    100 までは無料（うちクーポンの分 40）のため、課金対象は 50
    50 × $0.50 = $25.00
    端数なし（処理不要）
    明細の金額 = $25.00"
  `);
  expect(both(lineOf(all, [units('110', '55.00')], '55.00'))).toMatchInlineSnapshot(`
    "Usage: 150 kWh
    A coupon makes 40 free of charge, so 110 are charged
    110 × $0.50 = $55.00
    Exact already; nothing was rounded
    Amount of the line = $55.00

    使用量：150 kWh
    クーポンにより 40 まで無料のため、課金対象は 110
    110 × $0.50 = $55.00
    端数なし（処理不要）
    明細の金額 = $55.00"
  `);
});

test('a percentage is told with its fixed fees and the events that a limit touched', () => {
  const steps: Step[] = [
    {
      rule: 'percentage',
      quantity: '12000',
      rate_percent: '1.2',
      events: '3',
      fixed: '0.10',
      amount: '144.3',
    },
    { rule: 'percentage', quantity: '100', rate_percent: '1.2', events: '1', amount: '1.2' },
    { rule: 'event_limit', limit: 'minimum', events: '2', each: '0.50', amount: '1' },
    { rule: 'event_limit', limit: 'maximum', events: '1', each: '5', amount: '5' },
  ];
  expect(both(lineOf({}, steps, '151.50'))).toMatchInlineSnapshot(`
    "Usage: 150 kWh
    1.2% of $12,000.00, plus 3 × $0.10 for the events = $144.30
    1.2% of $100.00 = $1.20
    Events raised to the least that one costs: 2 × $0.50 = $1.00
    Events cut to the most that one costs: 1 × $5.00 = $5.00
    Sum, exact = $151.50
    Exact already; nothing was rounded
    Amount of the line = $151.50

    使用量：150 kWh
    $12,000.00 の 1.2%、件数分 3 × $0.10 を加算 = $144.30
    $100.00 の 1.2% = $1.20
    1件の最低額に引き上げ：2 × $0.50 = $1.00
    1件の上限額に引き下げ：1 × $5.00 = $5.00
    端数処理前の合計 = $151.50
    端数なし（処理不要）
    明細の金額 = $151.50"
  `);
});

test('a dynamic price is told with its records and multiplier', () => {
  const steps: Step[] = [
    { rule: 'dynamic', records: '3', prices: '1.234', multiplier: '1.5', amount: '1.851' },
    { rule: 'dynamic', records: '1', prices: '2', amount: '2' },
  ];
  expect(both(lineOf({}, steps, '3.851'))).toMatchInlineSnapshot(`
    "Usage: 150 kWh
    3 usage records cost $1.234 together, × 1.5 = $1.851
    1 usage record costs $2.00 = $2.00
    Sum, exact = $3.851
    Exact already; nothing was rounded
    Amount of the line = $3.851

    使用量：150 kWh
    使用記録 3 件の価格の合計 $1.234 × 1.5 = $1.851
    使用記録 1 件の価格の合計 $2.00 = $2.00
    端数処理前の合計 = $3.851
    端数なし（処理不要）
    明細の金額 = $3.851"
  `);
});

test('the cells of a matrix are told by their values', () => {
  const steps: Step[] = [
    {
      rule: 'cell',
      when: { region: 'eu', size: 'large' },
      quantity: '100',
      unit_price: '0.02',
      amount: '2',
    },
    { rule: 'cell', quantity: '50', unit_price: '0.03', amount: '1.5' },
  ];
  expect(both(lineOf({}, steps, '3.50'))).toMatchInlineSnapshot(`
    "Usage: 150 kWh
    eu · large: 100 × $0.02 = $2.00
    Everything else: 50 × $0.03 = $1.50
    Sum, exact = $3.50
    Exact already; nothing was rounded
    Amount of the line = $3.50

    使用量：150 kWh
    eu · large：100 × $0.02 = $2.00
    その他：50 × $0.03 = $1.50
    端数処理前の合計 = $3.50
    端数なし（処理不要）
    明細の金額 = $3.50"
  `);
});

test('usage before a change of price is told step by step, and taken off', () => {
  const earlier = {
    quantity: '90',
    billable: '90',
    steps: [units('90', '45.00')],
    exact: '45.00',
  };
  const free = { ...earlier, billable: '80', steps: [units('80', '40.00')], exact: '40.00' };
  const derivation = lineOf({ earlier }, [units('150', '75.00')], '30.00');
  const told = said(
    lineSentences(
      telling('en', 'USD'),
      lineOf({ earlier: free }, [units('150', '75.00')], '35.00'),
    ),
  );
  expect(told).toContain('Of the 90 before the change, 80 are charged\n80 × $0.50 = $40.00');
  expect(both(derivation)).toMatchInlineSnapshot(`
    "Usage: 150 kWh
    150 × $0.50 = $75.00
    Of this, 90 kWh were used before the change and are charged at the earlier price; here they would cost
    90 × $0.50 = $45.00
    Taken off for usage before the change = −$45.00
    Exact amount = $30.00
    Exact already; nothing was rounded
    Amount of the line = $30.00

    使用量：150 kWh
    150 × $0.50 = $75.00
    このうち 90 kWh は変更前の使用量で、変更前の価格で請求。この価格で計算した場合：
    90 × $0.50 = $45.00
    変更前の使用量の分を控除 = −$45.00
    端数処理前の金額 = $30.00
    端数なし（処理不要）
    明細の金額 = $30.00"
  `);
});

test('parts of a period are told with their days, each under the name of its time', () => {
  const first = { start: '2026-11-30T15:00:00Z', end: '2026-12-16T15:00:00Z' };
  const second = { start: '2026-12-16T15:00:00Z', end: '2026-12-31T15:00:00Z' };
  const part = (period: Part['period'], numerator: number): Part => ({
    item: 'energy',
    quantity: '1',
    billable: '1',
    steps: [{ rule: 'flat', amount: '31' }],
    fraction: { numerator, denominator: 31 },
    exact: `${numerator}`,
    ...(period === undefined ? {} : { period }),
  });
  const derivation: LineDerivation = {
    parts: [part(first, 16), part(second, 15)],
    exact: '31',
    rounding: 'down',
    amount: '31.00',
  };
  expect(both(derivation)).toMatchInlineSnapshot(`
    "name of energy · Dec 1 – 16, 2026
    Flat amount = $31.00
    For 16/31 of the period = $16.00
    name of energy · Dec 17 – 31, 2026
    Flat amount = $31.00
    For 15/31 of the period = $15.00
    Sum, exact = $31.00
    Exact already; nothing was rounded
    Amount of the line = $31.00

    name of energy · 2026年12月1日～2026年12月16日
    定額 = $31.00
    期間の 16/31 分 = $16.00
    name of energy · 2026年12月17日～2026年12月31日
    定額 = $31.00
    期間の 15/31 分 = $15.00
    端数処理前の合計 = $31.00
    端数なし（処理不要）
    明細の金額 = $31.00"
  `);
});

test('a true-up is told with what was spent and agreed', () => {
  const line = (trueUp: LineDerivation['true_up']): LineDerivation => ({
    parts: [],
    ...(trueUp === undefined ? {} : { true_up: trueUp }),
    exact: trueUp?.change ?? '0',
    rounding: 'half_away_from_zero',
    amount: trueUp?.change ?? '0',
  });
  const missing = { minimum: '1000', spent: '500.00', spent_before: '300.00', change: '200.00' };
  const beyond = {
    minimum: '1000',
    maximum: '1200',
    overage_percent: '80',
    fraction: { numerator: 16, denominator: 31 },
    spent: '800.00',
    spent_before: '0.00',
    change: '-180.65',
  };
  expect(both(line(missing))).toMatchInlineSnapshot(`
    "Spent towards the commitment, after discounts = $500.00
    Spent on earlier bills = $300.00
    At least $1,000.00 was agreed for the period
    Difference to what was agreed = $200.00
    Exact already; nothing was rounded
    Amount of the line = $200.00

    約束の対象となる今回の利用額（割引後） = $500.00
    請求済みの利用額 = $300.00
    約束した期間の最低額は $1,000.00
    約束した額との差 = $200.00
    端数なし（処理不要）
    明細の金額 = $200.00"
  `);
  expect(both(line(beyond))).toMatchInlineSnapshot(`
    "Spent towards the commitment, after discounts = $800.00
    At least $1,000.00 × 16/31 was agreed for the period
    What goes beyond the minimum costs 80% of its amount
    At most $1,200.00 × 16/31 was agreed for the period
    Difference to what was agreed = −$180.65
    Exact already; nothing was rounded
    Amount of the line = −$180.65

    約束の対象となる今回の利用額（割引後） = $800.00
    約束した期間の最低額は $1,000.00 × 16/31
    最低額を超える分は、その額の 80% で請求
    約束した期間の上限額は $1,200.00 × 16/31
    約束した額との差 = −$180.65
    端数なし（処理不要）
    明細の金額 = −$180.65"
  `);
});

test('a line says what wallets paid of it', () => {
  const derivation = lineOf({}, [units('150', '75.00')], '75.00');
  const shares = {
    amount: '75.00',
    discount: '0.00',
    net: '75.00',
    tax: '7.50',
    gross: '82.50',
    paid_by_wallets: '50.00',
  };
  const last = (language: 'en' | 'ja'): string =>
    said(lineSentences(telling(language, 'USD'), derivation, shares).slice(-2));
  expect(last('en')).toMatchInlineSnapshot(`
    "With tax = $82.50
    Of it paid by wallets = −$50.00"
  `);
  expect(last('ja')).toMatchInlineSnapshot(`
    "税込額 = $82.50
    うち前払残高から充当 = −$50.00"
  `);
});
