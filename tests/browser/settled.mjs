// An invoice on which everything happens, from its lines to what is due, as it would be stored.
import { billOnCommandLine } from './system.mjs';

const text = (en, ja) => ({ en, ja });
const monthly = { unit: 'month', count: 1 };

const seats = {
  key: 'seats',
  name: text('Seats', '利用席'),
  unit: text('seat', '席'),
  taxes: ['local', 'vat'],
  charge: { model: 'per_unit', unit_price: '12.00' },
  quantity: '20',
  interval: monthly,
  timing: 'in_arrears',
};

const calls = {
  key: 'calls',
  name: text('API calls', 'API呼出し'),
  unit: text('call', '回'),
  taxes: ['local', 'vat'],
  charge: { model: 'per_unit', unit_price: '0.02' },
  usage: 'calls',
  included: '1000',
  interval: monthly,
  timing: 'in_arrears',
};

const CONTRACT = {
  version: 'seikyu.contract.v1',
  currency: 'CHF',
  zone: 'Europe/Zurich',
  rounding: { lines: 'half_away_from_zero', tax: 'half_away_from_zero' },
  coupon_mode: 'sequential',
  tax: {
    behavior: 'exclusive',
    rates: [
      { code: 'local', category: 'S', percent: '2', name: text('Local tax', '地方税') },
      {
        code: 'vat',
        category: 'S',
        percent: '8.1',
        name: text('VAT', '付加価値税'),
        compound: true,
      },
      { code: 'split', category: 'B', percent: '22', name: text('Split VAT', '分割払の税') },
    ],
  },
  meters: [
    {
      code: 'calls',
      name: text('API calls', 'API呼出し'),
      unit: text('call', '回'),
      aggregation: 'sum',
    },
  ],
  commitments: [
    {
      code: 'at-least',
      name: text('Monthly minimum', '月間の最低利用額'),
      minimum: '500',
      lines: ['seats', 'calls'],
      interval: monthly,
      taxes: ['local', 'vat'],
    },
  ],
  events: [
    {
      type: 'created',
      at: '2026-10-31T23:00:00Z',
      items: [
        seats,
        calls,
        {
          key: 'storage',
          name: text('Storage', 'ストレージ'),
          taxes: ['local', 'vat'],
          charge: { model: 'flat', amount: '60.00' },
          quantity: '1',
          interval: monthly,
          timing: 'in_advance',
        },
      ],
      coupons: [
        { code: 'tenth', name: text('Partner discount', '取引先割引'), percent: '10' },
        {
          code: 'free-calls',
          name: text('Free calls', '無料の呼出し'),
          free_units: '500',
          meters: ['calls'],
        },
      ],
    },
    {
      type: 'item_changed',
      at: '2026-11-15T23:00:00Z',
      item: {
        ...seats,
        name: text('Seats, new price', '利用席（新価格）'),
        charge: { model: 'per_unit', unit_price: '13.50' },
      },
    },
    {
      type: 'item_changed',
      at: '2026-11-15T23:00:00Z',
      item: { ...calls, charge: { model: 'per_unit', unit_price: '0.025' } },
    },
    {
      type: 'item_added',
      at: '2026-11-19T23:00:00Z',
      item: {
        key: 'training',
        name: text('Training', '研修'),
        taxes: ['split'],
        charge: { model: 'flat', amount: '150.00' },
        quantity: '1',
        timing: 'in_advance',
      },
    },
    { type: 'item_removed', at: '2026-11-20T23:00:00Z', key: 'storage' },
  ],
};

const REQUEST = {
  version: 'seikyu.bill-request.v1',
  contract: CONTRACT,
  usage: [
    { meter: 'calls', at: '2026-11-05T12:00:00Z', quantity: '2200' },
    { meter: 'calls', at: '2026-11-22T12:00:00Z', quantity: '3100' },
  ],
  billed: [
    {
      line: 'storage',
      period: { start: '2026-10-31T23:00:00Z', end: '2026-11-30T23:00:00Z' },
      amount: '60.00',
      discount: '6.00',
      taxes: ['local', 'vat'],
    },
  ],
  adjustments: [
    {
      code: 'shipping',
      name: text('Shipping of hardware', '機器の送料'),
      kind: 'charge',
      amount: '18.00',
      taxes: ['local', 'vat'],
    },
    {
      code: 'loyalty',
      name: text('Loyalty allowance', '長期契約の値引'),
      kind: 'allowance',
      amount: '25.00',
      taxes: ['local', 'vat'],
    },
  ],
  wallets: [
    {
      code: 'gift',
      name: text('Welcome credits', '入会特典の残高'),
      kind: 'promotional',
      balance: '40.00',
    },
    {
      code: 'bought',
      name: text('Prepaid credits', '前払残高'),
      kind: 'prepaid',
      balance: '150.00',
      priority: 1,
      cost: '150.00',
      low_below: '100',
      top_up: { below: '100', to: '150' },
    },
    {
      code: 'old',
      name: text('Credits of last year', '昨年の残高'),
      kind: 'promotional',
      balance: '20.00',
      expires_at: '2026-10-01T00:00:00Z',
    },
  ],
  balance: '12.37',
  prepaid: '100.00',
  payable_rounding: { multiple: '0.05' },
  through: '2026-11-30T23:00:00Z',
};

/** The text of an invoice as the API gives it, with the bill that the engine makes of its input. */
export function settledInvoice() {
  const bill = billOnCommandLine(JSON.stringify(REQUEST));
  const document = {
    version: 'seikyu.invoice.v1',
    id: 'in_settled',
    number: 'CH-2026-000042',
    issued_at: '2026-12-01T08:00:00Z',
    due_on: '2026-12-31',
    seller: { id: 'se_1', name: 'Alpenblick AG', address: 'Seestrasse 1\n8002 Zürich' },
    customer: { name: 'みらい商事 K.K.' },
    input: REQUEST,
  };
  return `${JSON.stringify(document).slice(0, -1)},"bill":${bill}}`;
}
