/** The unit price of a row in words, where it has one. */
import { grouped, unitPrice } from '../display/number';
import type { Row } from '../engine/engine';
import type { Messages } from '../language/messages';
import type { Quote } from './quote.svelte';

/** `$4.00`; `$5.00 / 1,000` for several units; `flat` or `by tier` where no single price exists. */
export function priceWords(
  quote: Quote,
  row: Row,
  price: string | undefined,
  messages: Messages,
  language: string,
): string {
  if (price !== undefined) return unitPrice(price, quote.currency, language);
  const charge = quote.charge(row.key);
  if (charge?.model === 'flat') return messages.grid.flat;
  if (charge?.model !== 'per_unit') return messages.grid.tiers;
  const shown = unitPrice(charge.unit_price, quote.currency, language);
  return charge.base_quantity === undefined ? shown : `${shown} / ${grouped(charge.base_quantity)}`;
}
