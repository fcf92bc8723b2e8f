// The work that every way of computing is given: a quote of graduated lines with a coupon and tax.

const TIERS = [
  { up_to: '10', unit_price: '1.2345', flat: '1.00' },
  { up_to: '100', unit_price: '0.9876' },
  { up_to: '1000', unit_price: '0.5555' },
  { up_to: null, unit_price: '0.1234' },
];

const text = (value) => ({ en: value });

const TAX = {
  behavior: 'exclusive',
  rates: [{ code: 'standard', category: 'S', percent: '20', name: text('VAT') }],
};

const TEN = { code: 'ten', name: text('Ten per cent off'), percent: '10' };

function priceList(prices) {
  return JSON.stringify({
    version: 'seikyu.price-list.v1',
    code: 'bench',
    name: text('Bench'),
    currency: 'EUR',
    tax: TAX,
    products: [{ code: 'thing', name: text('Thing'), taxes: ['standard'] }],
    plans: [{ code: 'plan', name: text('Plan'), version: 1, prices }],
    coupons: [TEN],
  });
}

function draft(lines) {
  return JSON.stringify({
    version: 'seikyu.quote.v1',
    price_list: 'bench',
    plan: 'plan',
    zone: 'UTC',
    start: '2026-12-01',
    lines,
    coupons: ['ten'],
  });
}

/** A quote of `count` graduated lines, with the figures for the ways that know no price list. */
export function graduated(count) {
  const quantities = Array.from({ length: count }, (_, index) => String((index * 37) % 2000));
  const prices = quantities.map((quantity, index) => ({
    code: `line-${index}`,
    product: 'thing',
    charge: { model: 'graduated', tiers: TIERS },
    quantity,
    interval: { unit: 'month', count: 1 },
  }));
  return { list: priceList(prices), draft: draft([]), quantities, tiers: TIERS };
}

/** A quote of `count` free lines: short enough in JSON for 10,000 of them. */
export function free(count) {
  const lines = Array.from({ length: count }, (_, index) => ({
    key: `l${index}`,
    name: text('L'),
    quantity: String((index * 37) % 2000),
    unit_price: '3.4567',
    taxes: ['standard'],
  }));
  return { list: priceList([]), draft: draft(lines) };
}

const MONTH = { unit: 'month', count: 1 };

/** A bill of `count` graduated lines for 16 of 31 days: a contract cancelled in mid-month. */
export function prorated(count) {
  const { quantities, tiers } = graduated(count);
  const rounding = 'half_away_from_zero';
  const items = quantities.map((quantity, index) => ({
    key: `line-${index}`,
    product: 'thing',
    name: text('Thing'),
    taxes: ['standard'],
    charge: { model: 'graduated', tiers },
    quantity,
    interval: MONTH,
    timing: 'in_arrears',
  }));
  const request = JSON.stringify({
    version: 'seikyu.bill-request.v1',
    contract: {
      version: 'seikyu.contract.v1',
      currency: 'EUR',
      zone: 'UTC',
      rounding: { lines: rounding, tax: rounding },
      coupon_mode: 'sequential',
      tax: TAX,
      meters: [],
      events: [
        { type: 'created', at: '2026-12-01T00:00:00Z', items, coupons: [TEN] },
        { type: 'cancelled', at: '2026-12-17T00:00:00Z' },
      ],
    },
    usage: [],
    billed: [],
    through: '2026-12-17T00:00:00Z',
  });
  return { request, quantities, tiers, days: [16, 31] };
}

const at = (day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().replace('.000', '');

/**
 * A subscription of `items` since January 2026, half of them seats in advance and half metered and
 * graduated in arrears, with a usage record a week, and `changes` of quantity so far, one every hour.
 */
export function subscription(items, changes = 0) {
  const meters = [];
  const usage = [];
  const all = Array.from({ length: items }, (_, index) => {
    const item = { key: `item-${index}`, name: text('Item'), taxes: ['standard'], interval: MONTH };
    if (index % 2 === 0) {
      const charge = { model: 'per_unit', unit_price: '7.45' };
      return { ...item, charge, quantity: '10', timing: 'in_advance' };
    }
    const meter = `meter-${index}`;
    meters.push({ code: meter, name: text('Meter'), unit: text('unit'), aggregation: 'sum' });
    for (let week = 0; week < 26; week += 1) {
      usage.push({ meter, at: at(week * 7), quantity: String(100 + ((week * 37 + index) % 500)) });
    }
    return { ...item, charge: { model: 'graduated', tiers: TIERS }, usage: meter, timing: 'in_arrears' };
  });
  const changed = Array.from({ length: changes }, (_, index) => ({
    type: 'quantity_changed',
    at: new Date(Date.UTC(2026, 4, 1, index)).toISOString().replace('.000', ''),
    key: 'item-0',
    quantity: String(10 + ((index + 1) % 90)),
  }));
  const rounding = 'half_away_from_zero';
  return {
    version: 'seikyu.bill-request.v1',
    contract: {
      version: 'seikyu.contract.v1',
      currency: 'EUR',
      zone: 'UTC',
      rounding: { lines: rounding, tax: rounding },
      coupon_mode: 'sequential',
      tax: TAX,
      meters,
      events: [{ type: 'created', at: at(0), items: all, coupons: [TEN] }, ...changed],
    },
    usage,
    billed: [],
    through: at(170),
  };
}

/** A change of half of the seats of a subscription that was billed so far. */
export function change(current) {
  const seats = current.contract.events[0].items.filter((item) => item.quantity);
  const changes = seats.slice(0, Math.ceil(seats.length / 2)).map(({ key }) => ({
    type: 'quantity_changed',
    at: current.through,
    key,
    quantity: '12',
  }));
  return JSON.stringify({ version: 'seikyu.change-request.v1', current, change: changes });
}

/** Columns to paste for `count` free lines more: a document of so many is longer than a door takes. */
export function columns(count) {
  const column = (cell) => Array.from({ length: count }, (_, index) => cell(index)).join('\n');
  return {
    name: column(() => 'L'),
    quantity: column((index) => String((index * 37) % 2000)),
    unit_price: column(() => '3.4567'),
  };
}
