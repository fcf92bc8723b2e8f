/** Names of the two documents a quote leads to. */
import type { Messages } from '../language/messages';
import type { Quote } from './quote.svelte';

/** `Each month` where everything that recurs does so monthly, else `Each period`. */
export function periodLabel(quote: Quote, messages: Messages): string {
  const { interval } = quote;
  if (interval === undefined) return messages.totals.period;
  return messages.totals.each[interval.unit](interval.count);
}
