import { describe, expect, test } from 'vitest';
import { type DocumentContext, explainTotal } from '../src/derivation/totals';
import type { Bill } from '../src/engine/engine';
import { type DocumentTotals, totalRows, totalsOfBill } from '../src/totals/rows';
import { said, telling } from './telling';

const text = (en: string, ja: string) => ({ en, ja });

/**
 * A bill with everything: 900.00 of lines, of which one is a credit; 10 % less, of which 5.00 go back;
 * a charge of 20.00 and an allowance of 10.00; 5 % and, on it, 10 %; 30.00 paid before, two wallets,
 * a balance, and the payable amount to a multiple of 0.05.
 */
const bill = {
  currency: 'CHF',
  tax_behavior: 'exclusive',
  lines: [],
  adjustments: [
    {
      code: 'freight',
      name: text('Freight', '送料'),
      kind: 'charge',
      amount: '20.00',
      net: '20.00',
      tax: '3.10',
      gross: '23.10',
      taxes: ['low', 'on'],
    },
    {
      code: 'loyalty',
      name: text('Loyalty', '特別値引'),
      kind: 'allowance',
      amount: '10.00',
      net: '-10.00',
      tax: '-1.55',
      gross: '-11.55',
      taxes: ['low', 'on'],
    },
  ],
  discounts: [
    {
      coupon: 'tenth',
      name: text('A tenth', '一割引'),
      percent: '10',
      base: '1000.00',
      amount: '100.00',
    },
  ],
  taxes: [
    {
      rate: 'low',
      name: text('Low', '軽減'),
      category: 'S',
      percent: '5',
      base: '815.00',
      amount: '40.75',
    },
    {
      rate: 'on',
      name: text('On top', '付加'),
      category: 'B',
      percent: '10',
      base: '815.00',
      on_taxes: '40.75',
      amount: '85.58',
    },
  ],
  wallets: [
    {
      wallet: 'gift',
      name: text('Gift', '贈呈分'),
      kind: 'promotional',
      before: '50.00',
      drawn: '50.00',
      after: '0.00',
      cost: '0.00',
    },
    {
      wallet: 'old',
      name: text('Old', '旧残高'),
      kind: 'prepaid',
      before: '40.00',
      drawn: '0.00',
      after: '40.00',
      cost: '0.00',
      expired: true,
    },
    {
      wallet: 'none',
      name: text('Empty', '空'),
      kind: 'prepaid',
      before: '0.00',
      drawn: '0.00',
      after: '0.00',
      cost: '0.00',
      low: true,
    },
  ],
  totals: {
    lines: '900.00',
    discounts: '95.00',
    returned_discounts: '-5.00',
    charges: '20.00',
    allowances: '10.00',
    net: '815.00',
    tax: '126.33',
    gross: '941.33',
    withheld: '85.58',
    prepaid: '30.00',
    wallets: '50.00',
    balance: '12.00',
    rounding: '-0.05',
    due: '763.70',
    credit: '0.00',
  },
} as unknown as Bill;

const totals = totalsOfBill(bill);
const context: DocumentContext = {
  rounding: { lines: 'half_even', tax: 'half_away_from_zero' },
  lines: [
    { name: 'Seats', amount: '1000.00' },
    { name: 'Storage', amount: '-100.00' },
  ],
  returned: [{ name: 'Storage', amount: '5.00' }],
  paidByWallets: [{ name: 'Seats', amount: '50.00' }],
  balance: '12',
  payableRounding: { multiple: '0.05' },
  coupons: [
    { code: 'tenth', name: text('A tenth', '一割引'), percent: '10', minimum_spend: '500' },
  ],
};

const shown = (of: DocumentTotals, language: 'en' | 'ja' = 'en'): string =>
  totalRows(of, telling(language, of.currency))
    .map(({ kind, label, amount, hint }) =>
      [kind, label, amount, ...(hint === undefined ? [] : [`(${hint})`])].join(' '),
    )
    .join('\n');

/** Minor units, for the tests alone: the app never computes. */
const minor = (amount: string): bigint => BigInt(amount.replace('.', ''));

/** Checks that the parts above a sum, with the sum before them, come to it. */
function expectToAddUp(of: DocumentTotals): void {
  let sum = 0n;
  for (const { kind, amount, label } of totalRows(of, telling('en', of.currency))) {
    if (kind === 'part') sum += minor(amount);
    if (kind === 'sum') expect(`${label} ${minor(amount)}`).toBe(`${label} ${sum}`);
  }
}

test('every row of a bill is shown, and what is above adds up to what is below', () => {
  expectToAddUp(totals);
  expect(shown(totals)).toMatchInlineSnapshot(`
    "part Items 900.00
    part A tenth -100.00
    part Discounts taken back with credits 5.00
    part Freight 20.00 (charge on the whole document)
    part Loyalty -10.00 (allowance on the whole document)
    sum Net 815.00
    part Low 5% 40.75
    part On top 10% 85.58
    sum Total 941.33
    part Tax that the buyer pays to the state -85.58
    part Paid before -30.00
    part Gift -50.00 (held CHF 50.00, CHF 0.00 left)
    part Old 0.00 (CHF 40.00, expired)
    part From the customer’s balance -12.00
    part Rounding of the payable amount -0.05
    sum Amount due 763.70"
  `);
  expect(shown(totals, 'ja')).toMatchInlineSnapshot(`
    "part 明細の計 900.00
    part 一割引 -100.00
    part 戻し割引 5.00
    part 送料 20.00 (書類全体の加算)
    part 特別値引 -10.00 (書類全体の減額)
    sum 税抜額 815.00
    part 軽減 5% 40.75
    part 付加 10% 85.58
    sum 合計 941.33
    part 買手が納める税額 -85.58
    part 既払額 -30.00
    part 贈呈分 -50.00 (充当前 CHF 50.00、充当後 CHF 0.00)
    part 旧残高 0.00 (CHF 40.00（期限切れ）)
    part 顧客残高から充当 -12.00
    part 支払額の端数調整 -0.05
    sum お支払額 763.70"
  `);
});

test('with prices that contain tax, net and tax are contained in the total', () => {
  const inclusive: DocumentTotals = {
    ...totals,
    behavior: 'inclusive',
    gross: '815.00',
    net: '688.67',
    payment: { wallets: [], balance: '15.00', credit: '0.00', due: '800.00' },
  };
  expectToAddUp(inclusive);
  expect(shown(inclusive)).toMatchInlineSnapshot(`
    "part Items, tax included 900.00
    part A tenth -100.00
    part Discounts taken back with credits 5.00
    part Freight 20.00 (charge on the whole document)
    part Loyalty -10.00 (allowance on the whole document)
    sum Total 815.00
    note incl. Low 5% 40.75
    note incl. On top 10% 85.58
    note Net 688.67
    part From the customer’s balance -15.00
    sum Amount due 800.00"
  `);
});

test('what is below zero is carried to the balance, and nothing is due', () => {
  const credit: DocumentTotals = {
    currency: 'CHF',
    behavior: 'exclusive',
    lines: '-100.00',
    discounts: [],
    trueUps: [],
    adjustments: [],
    net: '-100.00',
    taxes: [],
    gross: '-100.00',
    payment: { wallets: [], credit: '100.00', due: '0.00' },
  };
  expectToAddUp(credit);
  expect(shown(credit)).toMatchInlineSnapshot(`
    "part Items -100.00
    sum Net -100.00
    sum Total -100.00
    part Credit to the customer’s balance 100.00
    sum Amount due 0.00"
  `);
  const told = explainTotal(telling('en', 'CHF'), credit, { of: 'credit' }, context);
  expect(said(told?.sentences ?? [])).toMatchInlineSnapshot(`
    "Items = −CHF 100.00
    Net = −CHF 100.00
    Total = −CHF 100.00
    What is below zero is not paid out; it goes to the customer’s balance
    Credit to the customer’s balance = CHF 100.00"
  `);
});

test('what a commitment adds to a quote is a row of its own', () => {
  const trueUp = { minimum: '1000', spent: '800.00', spent_before: '0.00', change: '200.00' };
  const quote: DocumentTotals = {
    currency: 'CHF',
    behavior: 'exclusive',
    lines: '800.00',
    discounts: [],
    trueUps: [{ commitment: 'least', name: text('Minimum', '最低額'), true_up: trueUp }],
    adjustments: [],
    net: '1000.00',
    taxes: [],
    gross: '1000.00',
  };
  expectToAddUp(quote);
  expect(shown(quote)).toMatchInlineSnapshot(`
    "part Items 800.00
    part Minimum 200.00 (commitment)
    sum Net 1000.00
    sum Total 1000.00"
  `);
  const asked = { of: 'true_up', index: 0 } as const;
  const told = explainTotal(telling('ja', 'CHF'), quote, asked, context);
  expect(said(told?.sentences ?? [])).toMatchInlineSnapshot(`
    "約束の対象となる今回の利用額（割引後） = CHF 800.00
    約束した期間の最低額は CHF 1,000.00
    約束した額との差 = CHF 200.00
    最低額 = CHF 200.00"
  `);
});

describe('every row says why', () => {
  const why = (language: 'en' | 'ja', of: DocumentTotals = totals): string =>
    totalRows(of, telling(language, 'CHF'))
      .map(({ total }) => explainTotal(telling(language, 'CHF'), of, total, context))
      .map((told) => `# ${told?.label} ${told?.amount}\n${said(told?.sentences ?? [])}`)
      .join('\n\n');

  test('in English', () =>
    expect(why('en')).toMatchInlineSnapshot(`
      "# Items 900.00
      Every item is rounded once; then they are added up
      Seats = CHF 1,000.00
      Storage = −CHF 100.00
      Items = CHF 900.00

      # A tenth -100.00
      The coupon holds where its items come to at least CHF 500.00
      10% of CHF 1,000.00
      Rounded once: halves to the even neighbour = −CHF 100.00
      Spread over the lines so that the parts add up to the whole
      A tenth = −CHF 100.00

      # Discounts taken back with credits 5.00
      Discounts of earlier bills go back with what is credited
      Storage = CHF 5.00
      Discounts taken back with credits = CHF 5.00

      # Freight 20.00
      Agreed for the whole document; no coupon reduces it
      Net = CHF 20.00
      Its share of the tax = CHF 3.10
      With tax = CHF 23.10
      Freight = CHF 20.00

      # Loyalty -10.00
      Taken off the whole document, after the coupons
      Net = −CHF 10.00
      Its share of the tax = −CHF 1.55
      With tax = −CHF 11.55
      Loyalty = −CHF 10.00

      # Net 815.00
      Items = CHF 900.00
      A tenth = −CHF 100.00
      Discounts taken back with credits = CHF 5.00
      Freight = CHF 20.00
      Loyalty = −CHF 10.00
      Net = CHF 815.00

      # Low 5% 40.75
      5% of the net amount of CHF 815.00
      Rounded once for the whole rate: halves away from zero = CHF 40.75
      Spread over the lines so that the parts add up to the whole
      Low 5% = CHF 40.75

      # On top 10% 85.58
      10% of the net amount of CHF 815.00 and of the CHF 40.75 of taxes before it
      Rounded once for the whole rate: halves away from zero = CHF 85.58
      Spread over the lines so that the parts add up to the whole
      On top 10% = CHF 85.58

      # Total 941.33
      Items = CHF 900.00
      A tenth = −CHF 100.00
      Discounts taken back with credits = CHF 5.00
      Freight = CHF 20.00
      Loyalty = −CHF 10.00
      Net = CHF 815.00
      Low 5% = CHF 40.75
      On top 10% = CHF 85.58
      Total = CHF 941.33

      # Tax that the buyer pays to the state -85.58
      Split payment: this tax is shown, and the buyer pays it to the state, not to the seller
      On top 10% = −CHF 85.58
      Tax that the buyer pays to the state = −CHF 85.58

      # Paid before -30.00
      Received on this document before, such as a deposit; it is taken off before wallets
      Paid before = −CHF 30.00

      # Gift -50.00
      Credits that the seller granted
      Held before = CHF 50.00
      It pays item by item, tax included, and never more than is left to pay
      Holds afterwards = CHF 0.00
      What it paid, item by item
      Seats = CHF 50.00
      Gift = −CHF 50.00

      # Old 0.00
      Credits that were bought beforehand
      Held before = CHF 40.00
      It has expired; nothing is paid from it
      Holds afterwards = CHF 40.00
      Old = CHF 0.00

      # From the customer’s balance -12.00
      The customer’s balance before = CHF 12.00
      It pays what wallets leave, and never more than that
      From the customer’s balance = −CHF 12.00

      # Rounding of the payable amount -0.05
      What is to be paid is rounded to a multiple of CHF 0.05: halves away from zero
      Rounding of the payable amount = −CHF 0.05

      # Amount due 763.70
      Items = CHF 900.00
      A tenth = −CHF 100.00
      Discounts taken back with credits = CHF 5.00
      Freight = CHF 20.00
      Loyalty = −CHF 10.00
      Net = CHF 815.00
      Low 5% = CHF 40.75
      On top 10% = CHF 85.58
      Total = CHF 941.33
      Tax that the buyer pays to the state = −CHF 85.58
      Paid before = −CHF 30.00
      Gift = −CHF 50.00
      Old = CHF 0.00
      From the customer’s balance = −CHF 12.00
      Rounding of the payable amount = −CHF 0.05
      Amount due = CHF 763.70"
    `));
  test('in Japanese', () =>
    expect(why('ja')).toMatchInlineSnapshot(`
      "# 明細の計 900.00
      各明細を1回だけ端数処理し、合計
      Seats = CHF 1,000.00
      Storage = −CHF 100.00
      明細の計 = CHF 900.00

      # 一割引 -100.00
      対象の明細の計が CHF 500.00 以上のときに適用
      CHF 1,000.00 の 10%
      端数処理（1回のみ）：偶数への丸め（銀行丸め） = −CHF 100.00
      各明細の分を足すと全体に一致するように配分
      一割引 = −CHF 100.00

      # 戻し割引 5.00
      以前の請求書で引いた割引のうち、減額に伴って戻す分
      Storage = CHF 5.00
      戻し割引 = CHF 5.00

      # 送料 20.00
      書類全体について合意した加算（クーポンの対象外）
      税抜額 = CHF 20.00
      消費税等のうちこの加減額の分 = CHF 3.10
      税込額 = CHF 23.10
      送料 = CHF 20.00

      # 特別値引 -10.00
      書類全体からの減額（クーポンの適用後）
      税抜額 = −CHF 10.00
      消費税等のうちこの加減額の分 = −CHF 1.55
      税込額 = −CHF 11.55
      特別値引 = −CHF 10.00

      # 税抜額 815.00
      明細の計 = CHF 900.00
      一割引 = −CHF 100.00
      戻し割引 = CHF 5.00
      送料 = CHF 20.00
      特別値引 = −CHF 10.00
      税抜額 = CHF 815.00

      # 軽減 5% 40.75
      税抜額 CHF 815.00 の 5%
      税率ごとに1回だけ端数処理：四捨五入 = CHF 40.75
      各明細の分を足すと全体に一致するように配分
      軽減 5% = CHF 40.75

      # 付加 10% 85.58
      税抜額 CHF 815.00 と先の税額 CHF 40.75 との合計の 10%
      税率ごとに1回だけ端数処理：四捨五入 = CHF 85.58
      各明細の分を足すと全体に一致するように配分
      付加 10% = CHF 85.58

      # 合計 941.33
      明細の計 = CHF 900.00
      一割引 = −CHF 100.00
      戻し割引 = CHF 5.00
      送料 = CHF 20.00
      特別値引 = −CHF 10.00
      税抜額 = CHF 815.00
      軽減 5% = CHF 40.75
      付加 10% = CHF 85.58
      合計 = CHF 941.33

      # 買手が納める税額 -85.58
      記載のみの税額。販売者にではなく、買手が国に納めます
      付加 10% = −CHF 85.58
      買手が納める税額 = −CHF 85.58

      # 既払額 -30.00
      この書類について受領済みの額（手付金など）。前払残高より先に差し引きます
      既払額 = −CHF 30.00

      # 贈呈分 -50.00
      販売者が付与した残高
      充当前の残高 = CHF 50.00
      明細の順に税込額へ充当し、支払う額を超えることはありません
      充当後の残高 = CHF 0.00
      充当した額（明細ごと）
      Seats = CHF 50.00
      贈呈分 = −CHF 50.00

      # 旧残高 0.00
      事前に購入した残高
      充当前の残高 = CHF 40.00
      期限切れのため、充当できません
      充当後の残高 = CHF 40.00
      旧残高 = CHF 0.00

      # 顧客残高から充当 -12.00
      充当前の顧客残高 = CHF 12.00
      前払残高の充当後に残る額へ、その額を上限に充当
      顧客残高から充当 = −CHF 12.00

      # 支払額の端数調整 -0.05
      支払う額を CHF 0.05 の倍数に端数処理：四捨五入
      支払額の端数調整 = −CHF 0.05

      # お支払額 763.70
      明細の計 = CHF 900.00
      一割引 = −CHF 100.00
      戻し割引 = CHF 5.00
      送料 = CHF 20.00
      特別値引 = −CHF 10.00
      税抜額 = CHF 815.00
      軽減 5% = CHF 40.75
      付加 10% = CHF 85.58
      合計 = CHF 941.33
      買手が納める税額 = −CHF 85.58
      既払額 = −CHF 30.00
      贈呈分 = −CHF 50.00
      旧残高 = CHF 0.00
      顧客残高から充当 = −CHF 12.00
      支払額の端数調整 = −CHF 0.05
      お支払額 = CHF 763.70"
    `));

  test('taxes that prices contain', () => {
    const inclusive: DocumentTotals = { ...totals, behavior: 'inclusive' };
    const tax = (language: 'en' | 'ja', index: number): string | undefined =>
      explainTotal(telling(language, 'CHF'), inclusive, { of: 'tax', index }, context)?.sentences[0]
        ?.text;
    expect([tax('en', 0), tax('en', 1), tax('ja', 0), tax('ja', 1)]).toMatchInlineSnapshot(`
      [
        "Contained in the prices at 5%, beside CHF 815.00 without tax",
        "Contained in the prices at 10%, beside CHF 815.00 without tax and CHF 40.75 of taxes before it",
        "税率 5% で価格に含まれる税額（税抜額 CHF 815.00）",
        "税率 10% で価格に含まれる税額（税抜額 CHF 815.00、先の税額 CHF 40.75）",
      ]
    `);
    const net = explainTotal(telling('en', 'CHF'), inclusive, { of: 'net' }, context);
    expect(said(net?.sentences ?? [])).toMatchInlineSnapshot(`
      "Total = CHF 941.33
      Low 5% = −CHF 40.75
      On top 10% = −CHF 85.58
      Net = CHF 815.00"
    `);
  });

  test('a coupon that took nothing says so', () => {
    const [discount] = totals.discounts;
    if (discount === undefined) throw new Error('the bill has a discount');
    const nothing: DocumentTotals = { ...totals, discounts: [{ ...discount, amount: '0.00' }] };
    const asked = { of: 'discount', index: 0 } as const;
    const told = explainTotal(telling('en', 'CHF'), nothing, asked, context);
    expect(said(told?.sentences ?? [])).toMatchInlineSnapshot(`
      "The coupon holds where its items come to at least CHF 500.00
      Nothing is taken off CHF 1,000.00 on this document
      A tenth = CHF 0.00"
    `);
  });

  test('two wallets that paid are told together', () => {
    const wallets = (totals.payment?.wallets ?? []).map((wallet) => ({ ...wallet, drawn: '5.00' }));
    const payment = { ...totals.payment, wallets, credit: '0.00', due: '763.70' };
    const asked = { of: 'wallet', index: 0 } as const;
    const told = (language: 'en' | 'ja', of: DocumentTotals): (string | undefined)[] =>
      (explainTotal(telling(language, 'CHF'), of, asked, context)?.sentences ?? [])
        .filter(({ kind }) => kind === 'heading')
        .map(({ text }) => text);
    const both = { ...totals, payment };
    expect([told('en', totals), told('en', both)]).toEqual([
      ['What it paid, item by item'],
      ['What all wallets together paid, item by item'],
    ]);
    expect([told('ja', totals), told('ja', both)]).toEqual([
      ['充当した額（明細ごと）'],
      ['すべての前払残高から充当した額（明細ごと）'],
    ]);
  });

  test('a coupon tells its terms', () => {
    const coupon = {
      code: 'tenth',
      name: text('Off', '割引'),
      products: ['seats'],
      periods: 3,
      maximum_discount: '100',
    };
    const asked = { of: 'discount', index: 0 } as const;
    const terms = (language: 'en' | 'ja', amount?: string): string => {
      const discounts = totals.discounts.map(({ percent, ...rest }) =>
        amount === undefined && percent !== undefined ? { ...rest, percent } : rest,
      );
      const told = explainTotal(telling(language, 'CHF'), { ...totals, discounts }, asked, {
        ...context,
        coupons: [amount === undefined ? coupon : { ...coupon, amount }],
        couponMode: 'stacked',
      });
      return said(told?.sentences ?? []);
    };
    expect(terms('en')).toMatchInlineSnapshot(`
      "The coupon is for some of the items
      The coupon is for the first 3 periods of an item
      The coupon takes at most CHF 100.00 on a document
      10% of CHF 1,000.00
      Never more than what the coupons before it have left
      Rounded once: halves to the even neighbour = −CHF 100.00
      Spread over the lines so that the parts add up to the whole
      A tenth = −CHF 100.00"
    `);
    expect(terms('ja')).toMatchInlineSnapshot(`
      "クーポンは一部の明細だけが対象
      クーポンは各明細の最初の3期だけが対象
      クーポンの割引は1つの書類につき CHF 100.00 まで
      CHF 1,000.00 の 10%
      先のクーポンの適用後に残る額を超えない
      端数処理（1回のみ）：偶数への丸め（銀行丸め） = −CHF 100.00
      各明細の分を足すと全体に一致するように配分
      一割引 = −CHF 100.00"
    `);
    expect(terms('en', '150')).toMatchInlineSnapshot(`
      "The coupon is for some of the items
      The coupon is for the first 3 periods of an item
      The coupon takes CHF 150.00, and never more than is left
      The coupon takes at most CHF 100.00 on a document
      A fixed reduction of the items, at most CHF 1,000.00 = −CHF 100.00
      Spread over the lines so that the parts add up to the whole
      A tenth = −CHF 100.00"
    `);
    expect(terms('ja', '150')).toMatchInlineSnapshot(`
      "クーポンは一部の明細だけが対象
      クーポンは各明細の最初の3期だけが対象
      クーポンの額は CHF 150.00（残る額を超えない）
      クーポンの割引は1つの書類につき CHF 100.00 まで
      定額の割引（対象額 CHF 1,000.00 を上限とする） = −CHF 100.00
      各明細の分を足すと全体に一致するように配分
      一割引 = −CHF 100.00"
    `);
  });

  test('a total that a document does not have has no answer', () => {
    const asked = { of: 'wallet', index: 7 } as const;
    expect(explainTotal(telling('en', 'CHF'), totals, asked, context)).toBeUndefined();
  });
});
