/** Answers why an amount of a bill is what it is. */
import { isZero, money, reduction } from '../display/number';
import type { Bill, BillRequest, Item, Line, Text } from '../engine/engine';
import type { Messages } from '../language/messages';
import { wordsOf } from '../language/text';
import { type Total, totalsOfBill } from '../totals/rows';
import { itemsOfContract } from './items';
import { lineSentences, type Sentence, type Telling } from './sentences';
import { type DocumentContext, explainTotal, type NamedAmount } from './totals';

export type Asked = { about: 'line'; index: number } | { about: 'total'; total: Total };

export interface Answer {
  readonly subject: string;
  readonly sentences: readonly Sentence[];
}

/** What is known of an item by its name. */
export type NamedItem = Pick<Item, 'name' | 'unit' | 'usage'>;

/** A bill with what it was computed from: an invoice, or a bill that is not issued yet. */
export interface Explained {
  readonly bill: Bill;
  readonly input: BillRequest;
  /** Items that the contract does not know yet. */
  readonly itemToCome?: (key: string) => NamedItem | undefined;
}

/** The words and names that the derivations of a contract's bills are told with. */
export function tellingOfContract(
  { contract }: BillRequest,
  { messages, language }: { messages: Messages; language: string },
  itemToCome?: (key: string) => NamedItem | undefined,
): Telling {
  const itemAt = itemsOfContract(contract);
  return {
    messages,
    language,
    currency: contract.currency,
    zone: contract.zone,
    item: (key, at) => {
      const item = itemAt(key, at) ?? itemToCome?.(key);
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

function contextOf({ bill, input }: Explained, language: string): DocumentContext {
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

/** Why an amount of the bill is what it is. */
export function answer(
  explained: Explained,
  asked: Asked,
  messages: Messages,
  language: string,
): Answer {
  const { bill, input, itemToCome } = explained;
  const telling = tellingOfContract(input, { messages, language }, itemToCome);
  if (asked.about === 'line') {
    const line = bill.lines[asked.index];
    if (line === undefined) return { subject: '', sentences: [] };
    const amount = money(line.amount, bill.currency, language);
    const sentences = lineSentences(telling, line.derivation, line);
    return { subject: `${wordsOf(line.name, language)}  ${amount}`, sentences };
  }
  const context = contextOf(explained, language);
  const told = explainTotal(telling, totalsOfBill(bill), asked.total, context);
  if (told === undefined) return { subject: '', sentences: [] };
  const amount = money(told.amount, bill.currency, language);
  return { subject: `${told.label}  ${amount}`, sentences: told.sentences };
}
