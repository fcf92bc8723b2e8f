/** Names of the two documents a quote leads to. */
import type { Messages } from '../language/messages';
import type { Quote } from './quote.svelte';

/** `Each month` where everything that recurs does so monthly, else `Each period`. */
export function periodLabel(quote: Quote, messages: Messages): string {
  const recurring = quote.rows.flatMap(({ row }) => row.interval ?? []);
  const [first, ...others] = recurring;
  const alike = others.every(
    (interval) => interval.unit === first?.unit && interval.count === first.count,
  );
  if (first === undefined || !alike) return messages.totals.period;
  return messages.totals.each[first.unit](first.count);
}
