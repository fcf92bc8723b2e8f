/** Answers why an amount of a quote is what it is. */
import type { Asked } from '../derivation/asked';
import {
  discountSentences,
  grossSentences,
  lineSentences,
  type Sentence,
  type Telling,
  taxSentences,
} from '../derivation/sentences';
import { money } from '../display/number';
import { withPercent } from '../display/quantity';
import { rowName } from '../grid/columns';
import type { Messages } from '../language/messages';
import { wordsOf } from '../language/text';
import { periodLabel } from './labels';
import type { Quote } from './quote.svelte';

export interface Answer {
  readonly subject: string;
  readonly sentences: readonly Sentence[];
}

/** The words and names that a quote's derivations are told with. */
export function tellingOf(quote: Quote, messages: Messages, language: string): Telling {
  const rows = new Map(quote.rows.map(({ row }) => [row.key, row]));
  return {
    messages,
    language,
    currency: quote.currency,
    item: (key) => {
      const row = rows.get(key);
      if (row === undefined) return { name: key, unit: '', metered: false };
      return {
        name: rowName(row, messages, language),
        unit: quote.unitOf(row, language),
        metered: row.kind === 'usage',
      };
    },
  };
}

function lineAnswer(quote: Quote, telling: Telling, key: string): Answer {
  const row = quote.rows.find((state) => state.row.key === key)?.row;
  const derivation = row === undefined ? undefined : quote.explain(row.index);
  const name = telling.item(key).name;
  if (derivation === undefined) return { subject: name, sentences: [] };
  const amount = money(derivation.amount, telling.currency, telling.language);
  return { subject: `${name}  ${amount}`, sentences: lineSentences(telling, derivation) };
}

/** The answer as of now; it changes with the quote. */
export function answer(quote: Quote, asked: Asked, messages: Messages, language: string): Answer {
  const telling = tellingOf(quote, messages, language);
  if (asked.about === 'line') return lineAnswer(quote, telling, asked.key);
  const view = quote.totals[asked.document];
  const heading = asked.document === 'start' ? messages.totals.start : periodLabel(quote, messages);
  if (view === undefined) return { subject: heading, sentences: [] };
  const behavior = quote.totals.tax_behavior;
  const { rounding } = quote;
  const words = (text: Record<string, string>): string => wordsOf(text, language);
  if (asked.about === 'gross') {
    const gross = money(view.gross, telling.currency, language);
    return {
      subject: `${heading}  ${gross}`,
      sentences: grossSentences(telling, view, behavior, words),
    };
  }
  if (asked.about === 'discount') {
    const discount = view.discounts[asked.index];
    if (discount === undefined) return { subject: heading, sentences: [] };
    const sentences = discountSentences(telling, discount, rounding.lines);
    return { subject: words(discount.name), sentences };
  }
  const tax = view.taxes[asked.index];
  if (tax === undefined) return { subject: heading, sentences: [] };
  const subject = withPercent(words(tax.name), tax.percent);
  return { subject, sentences: taxSentences(telling, tax, behavior, rounding.tax) };
}
