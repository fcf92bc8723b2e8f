// The same work as the engine's, written by hand with what JavaScript has: decimal.js, big.js, and
// integers scaled by hand. Each gives the line amounts, and discount, net, tax and total; with `days`, for
// so many days of a period.
import Big from 'big.js';
import Decimal from 'decimal.js';

/** A quote with decimal.js. */
export function withDecimal({ quantities, tiers, days }) {
  const parsed = tiers.map(({ up_to, unit_price, flat }) => ({
    upTo: up_to === null ? null : new Decimal(up_to),
    price: new Decimal(unit_price),
    flat: flat === undefined ? null : new Decimal(flat),
  }));
  const counts = quantities.map((quantity) => new Decimal(quantity));
  return () => {
    let sum = new Decimal(0);
    const amounts = counts.map((quantity) => {
      let amount = new Decimal(0);
      let above = new Decimal(0);
      for (const { upTo, price, flat } of parsed) {
        if (!quantity.greaterThan(above)) break;
        const top = upTo === null ? quantity : Decimal.min(upTo, quantity);
        amount = amount.plus(top.minus(above).times(price));
        if (flat !== null) amount = amount.plus(flat);
        above = top;
      }
      if (days) amount = amount.times(days[0]).div(days[1]);
      const rounded = amount.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
      sum = sum.plus(rounded);
      return rounded;
    });
    const discount = sum.times(10).div(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
    const net = sum.minus(discount);
    const tax = net.times(20).div(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
    return {
      amounts,
      discount: discount.toFixed(2),
      net: net.toFixed(2),
      tax: tax.toFixed(2),
      gross: net.plus(tax).toFixed(2),
    };
  };
}

/** A quote with big.js. */
export function withBig({ quantities, tiers, days }) {
  const parsed = tiers.map(({ up_to, unit_price, flat }) => ({
    upTo: up_to === null ? null : Big(up_to),
    price: Big(unit_price),
    flat: flat === undefined ? null : Big(flat),
  }));
  const counts = quantities.map((quantity) => Big(quantity));
  return () => {
    let sum = Big(0);
    const amounts = counts.map((quantity) => {
      let amount = Big(0);
      let above = Big(0);
      for (const { upTo, price, flat } of parsed) {
        if (!quantity.gt(above)) break;
        const top = upTo === null || upTo.gt(quantity) ? quantity : upTo;
        amount = amount.plus(top.minus(above).times(price));
        if (flat !== null) amount = amount.plus(flat);
        above = top;
      }
      if (days) amount = amount.times(days[0]).div(days[1]);
      const rounded = amount.round(2, Big.roundHalfUp);
      sum = sum.plus(rounded);
      return rounded;
    });
    const discount = sum.times(10).div(100).round(2, Big.roundHalfUp);
    const net = sum.minus(discount);
    const tax = net.times(20).div(100).round(2, Big.roundHalfUp);
    return {
      amounts,
      discount: discount.toFixed(2),
      net: net.toFixed(2),
      tax: tax.toFixed(2),
      gross: net.plus(tax).toFixed(2),
    };
  };
}

/** A quote with numbers scaled by hand: whole units, prices in 1/10,000, amounts in cents. */
export function withIntegers({ quantities, tiers, days }) {
  const parsed = tiers.map(({ up_to, unit_price, flat }) => ({
    upTo: up_to === null ? Number.MAX_SAFE_INTEGER : Number(up_to),
    price: Math.round(Number(unit_price) * 10_000),
    flat: flat === undefined ? 0 : Math.round(Number(flat) * 10_000),
  }));
  const counts = quantities.map(Number);
  const half = (value, by) => Math.floor((value + by / 2) / by);
  const text = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  return () => {
    let sum = 0;
    const amounts = counts.map((quantity) => {
      let amount = 0;
      let above = 0;
      for (const { upTo, price, flat } of parsed) {
        if (quantity <= above) break;
        const top = Math.min(upTo, quantity);
        amount += (top - above) * price + flat;
        above = top;
      }
      const cents = days ? half(amount * days[0], 100 * days[1]) : half(amount, 100);
      sum += cents;
      return cents;
    });
    const discount = half(sum * 10, 100);
    const net = sum - discount;
    const tax = half(net * 20, 100);
    return {
      amounts,
      discount: text(discount),
      net: text(net),
      tax: text(tax),
      gross: text(net + tax),
    };
  };
}
