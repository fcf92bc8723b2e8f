/** Why an amount is what it is, in English. */

export const why = {
  title: 'Why this amount?',
  quantity: (quantity: string) => `Quantity: ${quantity}`,
  usage: (quantity: string) => `Usage: ${quantity}`,
  included: (n: string, billable: string) =>
    `${n} are free of charge in each period, so ${billable} are charged`,
  includedWithFree: (n: string, free: string, billable: string) =>
    `${n} are free of charge, ${free} of them by coupon, so ${billable} are charged`,
  freeUnits: (n: string, billable: string) =>
    `A coupon makes ${n} free of charge, so ${billable} are charged`,
  flat: 'Flat amount',
  units: (n: string, price: string) => `${n} × ${price}`,
  spent: 'Spent towards the commitment, after discounts',
  spentBefore: 'Spent on earlier bills',
  agreedMinimum: (limit: string) => `At least ${limit} was agreed for the period`,
  agreedMaximum: (limit: string) => `At most ${limit} was agreed for the period`,
  overage: (percent: string) => `What goes beyond the minimum costs ${percent}% of its amount`,
  trueUp: 'Difference to what was agreed',
  percentage: (percent: string, value: string) => `${percent}% of ${value}`,
  percentageFixed: (text: string, events: string, fixed: string) =>
    `${text}, plus ${events} × ${fixed} for the events`,
  eventLimit: {
    minimum: (events: string, each: string) =>
      `Events raised to the least that one costs: ${events} × ${each}`,
    maximum: (events: string, each: string) =>
      `Events cut to the most that one costs: ${events} × ${each}`,
  },
  dynamic: (records: string, prices: string) =>
    records === '1'
      ? `${records} usage record costs ${prices}`
      : `${records} usage records cost ${prices} together`,
  dynamicTimes: (records: string, prices: string, multiplier: string) =>
    records === '1'
      ? `${records} usage record costs ${prices}, × ${multiplier}`
      : `${records} usage records cost ${prices} together, × ${multiplier}`,
  cell: (cell: string, units: string) => `${cell}: ${units}`,
  cellDefault: 'Everything else',
  tierFirst: (n: number, upTo: string) => `Tier ${n}, up to ${upTo}`,
  tier: (n: number, above: string, upTo: string) => `Tier ${n}, above ${above} up to ${upTo}`,
  tierLast: (n: number, above: string) => `Tier ${n}, above ${above}`,
  tierOnly: (n: number) => `Tier ${n}, any quantity`,
  tierUnits: (tier: string, n: string, price: string) => `${tier}: ${n} × ${price}`,
  tierShare: (tier: string, percent: string, n: string) => `${tier}: ${percent}% of ${n}`,
  tierFlat: (text: string, flat: string) => `${text}, plus ${flat} for entering the tier`,
  earlier: (quantity: string) =>
    `Of this, ${quantity} were used before the change and are charged at the earlier price; here they would cost`,
  earlierBillable: (quantity: string, billable: string) =>
    `Of the ${quantity} before the change, ${billable} are charged`,
  earlierTaken: 'Taken off for usage before the change',
  fraction: (part: number, whole: number) => `For ${part}/${whole} of the period`,
  raised: (limit: string) => `Raised to the minimum of ${limit}`,
  lowered: (limit: string) => `Reduced to the maximum of ${limit}`,
  part: 'Exact amount',
  sum: 'Sum, exact',
  unrounded: 'Exact already; nothing was rounded',
  rounded: (mode: string) => `Rounded once: ${mode}`,
  billed: 'Billed before',
  line: 'Amount of the line',
  discountShare: 'Its share of the discounts',
  netShare: 'Net',
  taxShare: 'Its share of the tax',
  grossShare: 'With tax',
  walletShare: 'Of it paid by wallets',
  linesAdded: 'Every item is rounded once; then they are added up',
  returned: 'Discounts of earlier bills go back with what is credited',
  minimumSpend: (least: string) => `The coupon holds where its items come to at least ${least}`,
  couponSome: 'The coupon is for some of the items',
  couponPeriods: (n: number) =>
    `The coupon is for the first ${n === 1 ? '1 period' : `${n} periods`} of an item`,
  couponAmount: (amount: string) => `The coupon takes ${amount}, and never more than is left`,
  maximumDiscount: (most: string) => `The coupon takes at most ${most} on a document`,
  stacked: 'Never more than what the coupons before it have left',
  nothingTaken: (base: string) => `Nothing is taken off ${base} on this document`,
  adjustment: {
    charge: 'Agreed for the whole document; no coupon reduces it',
    allowance: 'Taken off the whole document, after the coupons',
  },
  adjustmentTax: 'Its share of the tax',
  percentOff: (percent: string, base: string) => `${percent}% of ${base}`,
  amountOff: (base: string) => `A fixed reduction of the items, at most ${base}`,
  taxOf: (percent: string, base: string) => `${percent}% of the net amount of ${base}`,
  taxIn: (percent: string, base: string) =>
    `Contained in the prices at ${percent}%, beside ${base} without tax`,
  taxOfCompound: (percent: string, base: string, taxes: string) =>
    `${percent}% of the net amount of ${base} and of the ${taxes} of taxes before it`,
  taxInCompound: (percent: string, base: string, taxes: string) =>
    `Contained in the prices at ${percent}%, beside ${base} without tax and ${taxes} of taxes before it`,
  oncePerRate: (mode: string) => `Rounded once for the whole rate: ${mode}`,
  spread: 'Spread over the lines so that the parts add up to the whole',
  withheld:
    'Split payment: this tax is shown, and the buyer pays it to the state, not to the seller',
  prepaid: 'Received on this document before, such as a deposit; it is taken off before wallets',
  walletKind: {
    promotional: 'Credits that the seller granted',
    prepaid: 'Credits that were bought beforehand',
  },
  walletBefore: 'Held before',
  walletRule: 'It pays item by item, tax included, and never more than is left to pay',
  walletExpired: 'It has expired; nothing is paid from it',
  walletAfter: 'Holds afterwards',
  walletLow: 'It is running low',
  walletTopUp: 'To be bought to fill it again',
  walletPaid: 'What it paid, item by item',
  walletsPaid: 'What all wallets together paid, item by item',
  balanceHeld: 'The customer’s balance before',
  balanceRule: 'It pays what wallets leave, and never more than that',
  payableMultiple: (multiple: string, mode: string) =>
    `What is to be paid is rounded to a multiple of ${multiple}: ${mode}`,
  payableAmount: 'Agreed for this document',
  credit: 'What is below zero is not paid out; it goes to the customer’s balance',
  modes: {
    half_away_from_zero: 'halves away from zero',
    half_even: 'halves to the even neighbour',
    up: 'up, away from zero',
    down: 'down, towards zero',
  },
  copy: 'Copy as text',
  unavailable: 'This amount cannot be computed while its row is not accepted.',
};
