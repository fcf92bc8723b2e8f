/** Answers why an amount of a quote is what it is. */
import type { Asked } from '../derivation/asked';
import { lineSentences, type Sentence, type Telling } from '../derivation/sentences';
import { explainTotal } from '../derivation/totals';
import { money } from '../display/number';
import { rowName } from '../grid/columns';
import type { Messages } from '../language/messages';
import { wordsOf } from '../language/text';
import { totalsOfView } from '../totals/rows';
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
    zone: quote.settings.zone,
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
  const { document, total } = asked;
  const view = quote.totals[document];
  const heading = document === 'start' ? messages.totals.start : periodLabel(quote, messages);
  if (view === undefined) return { subject: heading, sentences: [] };
  const totals = totalsOfView(view, telling.currency, quote.totals.tax_behavior);
  const lines = total.of === 'lines' ? quote.linesOf(document) : [];
  const told = explainTotal(telling, totals, total, {
    rounding: quote.rounding,
    // What commitments add is a row of its own.
    lines: lines
      .filter((line) => line.derivation.true_up === undefined)
      .map((line) => ({ name: wordsOf(line.name, language), amount: line.amount })),
    coupons: quote.list.value.coupons ?? [],
    couponMode: quote.list.value.coupon_mode,
  });
  if (told === undefined) return { subject: heading, sentences: [] };
  const label = total.of === 'gross' ? heading : told.label;
  const amount = money(told.amount, telling.currency, language);
  return { subject: `${label}  ${amount}`, sentences: told.sentences };
}
