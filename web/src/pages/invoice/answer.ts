/** Answers why an amount of an invoice is what it is. */
import type { InvoiceDocument } from '../../api/types';
import {
  discountSentences,
  grossSentences,
  lineSentences,
  type Sentence,
  type Telling,
  taxSentences,
} from '../../derivation/sentences';
import { money } from '../../display/number';
import { withPercent } from '../../display/quantity';
import type { Item, RoundingMode } from '../../engine/engine';
import type { Messages } from '../../language/messages';
import { wordsOf } from '../../language/text';
import type { DocumentView } from '../../quote/totals';

export type Asked = { about: 'line' | 'discount' | 'tax'; index: number } | { about: 'gross' };

export interface Answer {
  readonly subject: string;
  readonly sentences: readonly Sentence[];
}

/** The items that the invoice's contract charges. */
function itemsOf(document: InvoiceDocument): readonly Item[] {
  return document.input.contract.events.flatMap((event) =>
    event.type === 'created' ? event.items : [],
  );
}

function tellingOf(document: InvoiceDocument, messages: Messages, language: string): Telling {
  const items = new Map(itemsOf(document).map((item) => [item.key, item]));
  return {
    messages,
    language,
    currency: document.bill.currency,
    item: (key) => {
      const item = items.get(key);
      return {
        name: item === undefined ? key : wordsOf(item.name, language),
        unit: wordsOf(item?.unit, language),
        metered: item?.usage !== undefined,
      };
    },
  };
}

/** The totals of a bill in the form that the totals of a quote have. */
export function viewOf({ bill }: InvoiceDocument): DocumentView {
  const { totals, discounts, taxes } = bill;
  return { ...totals, discount: totals.discounts, discounts, taxes };
}

/** Why an amount of the invoice is what it is. */
export function answer(
  document: InvoiceDocument,
  asked: Asked,
  messages: Messages,
  language: string,
): Answer {
  const { bill } = document;
  const telling = tellingOf(document, messages, language);
  const words = (text: Record<string, string>): string => wordsOf(text, language);
  const rounding = document.input.contract.rounding;
  const mode = (named: RoundingMode | undefined): RoundingMode => named ?? 'half_away_from_zero';
  if (asked.about === 'gross') {
    const amount = money(bill.totals.gross, bill.currency, language);
    const sentences = grossSentences(telling, viewOf(document), bill.tax_behavior, words);
    return { subject: `${messages.totals.gross}  ${amount}`, sentences };
  }
  if (asked.about === 'line') {
    const line = bill.lines[asked.index];
    if (line === undefined) return { subject: '', sentences: [] };
    const amount = money(line.amount, bill.currency, language);
    const sentences = lineSentences(telling, line.derivation, line);
    return { subject: `${words(line.name)}  ${amount}`, sentences };
  }
  if (asked.about === 'discount') {
    const discount = bill.discounts[asked.index];
    if (discount === undefined) return { subject: '', sentences: [] };
    const sentences = discountSentences(telling, discount, mode(rounding.lines));
    return { subject: words(discount.name), sentences };
  }
  const tax = bill.taxes[asked.index];
  if (tax === undefined) return { subject: '', sentences: [] };
  const subject = withPercent(words(tax.name), tax.percent);
  const sentences = taxSentences(telling, tax, bill.tax_behavior, mode(rounding.tax));
  return { subject, sentences };
}
