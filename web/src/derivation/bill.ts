/** Answers why an amount of an invoice is what it is. */
import type { InvoiceDocument } from '../../api/types';
import { lineSentences, type Sentence, type Telling } from '../../derivation/sentences';
import { type DocumentContext, explainTotal, type NamedAmount } from '../../derivation/totals';
import { isZero, money, reduction } from '../../display/number';
import type { Line, Text } from '../../engine/engine';
import type { Messages } from '../../language/messages';
import { wordsOf } from '../../language/text';
import { type Total, totalsOfBill } from '../../totals/rows';
import { itemsOfContract } from './items';

export type Asked = { about: 'line'; index: number } | { about: 'total'; total: Total };

export interface Answer {
  readonly subject: string;
  readonly sentences: readonly Sentence[];
}

function tellingOf(document: InvoiceDocument, messages: Messages, language: string): Telling {
  const { contract } = document.input;
  const itemAt = itemsOfContract(contract);
  return {
    messages,
    language,
    currency: document.bill.currency,
    zone: contract.zone,
    item: (key, at) => {
      const item = itemAt(key, at);
      return {
        name: item === undefined ? key : wordsOf(item.name, language),
        unit: wordsOf(item?.unit, language),
        metered: item?.usage !== undefined,
      };
    },
  };
}

/** Whether a line credits what was billed, of either sign; its discount is then one that goes back. */
function isCredit({ amount, derivation: { already_billed: billed } }: Line): boolean {
  if (billed === undefined || isZero(billed)) return false;
  return amount.startsWith('-') !== billed.startsWith('-');
}

function contextOf({ bill, input }: InvoiceDocument, language: string): DocumentContext {
  const named = (name: Text, amount: string): NamedAmount[] =>
    isZero(amount) ? [] : [{ name: wordsOf(name, language), amount }];
  const payable = [...bill.lines, ...(bill.adjustments ?? [])];
  const { lines, tax } = input.contract.rounding;
  const coupons = input.contract.events.flatMap((event) => {
    if (event.type === 'created') return event.coupons;
    return event.type === 'coupon_applied' ? [event.coupon] : [];
  });
  return {
    rounding: { lines: lines ?? 'half_away_from_zero', tax: tax ?? 'half_away_from_zero' },
    lines: bill.lines.map(({ name, amount }) => ({ name: wordsOf(name, language), amount })),
    returned: bill.lines
      .filter(isCredit)
      .flatMap(({ name, discount }) => named(name, reduction(discount))),
    paidByWallets: payable.flatMap(({ name, paid_by_wallets: paid = '0' }) => named(name, paid)),
    balance: input.balance,
    payableRounding: input.payable_rounding,
    coupons,
    couponMode: input.contract.coupon_mode,
  };
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
  if (asked.about === 'line') {
    const line = bill.lines[asked.index];
    if (line === undefined) return { subject: '', sentences: [] };
    const amount = money(line.amount, bill.currency, language);
    const sentences = lineSentences(telling, line.derivation, line);
    return { subject: `${wordsOf(line.name, language)}  ${amount}`, sentences };
  }
  const context = contextOf(document, language);
  const told = explainTotal(telling, totalsOfBill(bill), asked.total, context);
  if (told === undefined) return { subject: '', sentences: [] };
  const amount = money(told.amount, bill.currency, language);
  return { subject: `${told.label}  ${amount}`, sentences: told.sentences };
}
