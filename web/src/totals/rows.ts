/**
 * The totals of a document, row by row. What stands between two sums leads from the one to the other;
 * a note is contained in the sum above it.
 */
import { isZero, money, reduction } from '../display/number';
import { withPercent } from '../display/quantity';
import type {
  Bill,
  BilledAdjustment,
  DiscountView,
  DocumentView,
  TaxBehavior,
  TaxView,
  TrueUpView,
  WalletDraw,
} from '../engine/engine';
import type { Messages } from '../language/messages';
import { wordsOf } from '../language/text';

/** Which of the totals a reader asks about; an index where there are several of its kind. */
export type Total =
  | { of: 'lines' | 'returned' | 'net' | 'gross' }
  | { of: 'withheld' | 'prepaid' | 'balance' | 'rounding' | 'credit' | 'due' }
  | { of: 'discount' | 'true_up' | 'adjustment' | 'tax' | 'wallet'; index: number };

/** What is paid of a document, and how. */
export interface Payment {
  readonly withheld?: string | undefined;
  readonly prepaid?: string | undefined;
  readonly wallets: readonly WalletDraw[];
  readonly balance?: string | undefined;
  readonly rounding?: string | undefined;
  readonly credit: string;
  readonly due: string;
}

/** The totals of a document of a quote or of a bill. */
export interface DocumentTotals {
  readonly currency: string;
  readonly behavior: TaxBehavior;
  readonly lines: string;
  readonly discounts: readonly DiscountView[];
  /** The discounts of earlier bills that credits take back; below zero. */
  readonly returned?: string | undefined;
  /** What commitments add, where it is not among the lines. */
  readonly trueUps: readonly TrueUpView[];
  readonly adjustments: readonly BilledAdjustment[];
  readonly net: string;
  readonly taxes: readonly TaxView[];
  readonly gross: string;
  readonly payment?: Payment;
}

export interface TotalRow {
  readonly total: Total;
  readonly label: string;
  /** What the row adds, below zero where it takes off. */
  readonly amount: string;
  readonly kind: 'part' | 'sum' | 'note';
  readonly hint?: string;
}

/** What the rows are told with. */
export interface RowWords {
  readonly messages: Messages;
  readonly language: string;
}

/** The totals of a document of a quote. */
export function totalsOfView(
  view: DocumentView,
  currency: string,
  behavior: TaxBehavior,
): DocumentTotals {
  const { lines, discounts, true_ups: trueUps = [], net, taxes, gross } = view;
  return { currency, behavior, lines, discounts, trueUps, adjustments: [], net, taxes, gross };
}

/** The totals of a bill; its true-ups are among its lines. */
export function totalsOfBill(bill: Bill): DocumentTotals {
  const { totals, wallets = [] } = bill;
  const { withheld, prepaid, balance, rounding, credit, due } = totals;
  return {
    currency: bill.currency,
    behavior: bill.tax_behavior,
    lines: totals.lines,
    discounts: bill.discounts,
    returned: totals.returned_discounts,
    trueUps: [],
    adjustments: bill.adjustments ?? [],
    net: totals.net,
    taxes: bill.taxes,
    gross: totals.gross,
    payment: { withheld, prepaid, wallets, balance, rounding, credit, due },
  };
}

/** A tax rate with its per cent. */
export function rateName(tax: TaxView, language: string): string {
  return withPercent(wordsOf(tax.name, language), tax.percent);
}

/** The rows, in the order in which they are computed. */
export function totalRows(totals: DocumentTotals, words: RowWords): TotalRow[] {
  const { messages, language } = words;
  const inclusive = totals.behavior === 'inclusive';
  const net: TotalRow = {
    total: { of: 'net' },
    label: messages.totals.net,
    amount: totals.net,
    kind: inclusive ? 'note' : 'sum',
  };
  const taxes = totals.taxes.map((tax, index): TotalRow => {
    const rate = rateName(tax, language);
    const label = inclusive ? messages.totals.rateIncluded(rate) : rate;
    const kind = inclusive ? 'note' : 'part';
    return { total: { of: 'tax', index }, label, amount: tax.amount, kind };
  });
  const gross: TotalRow = {
    total: { of: 'gross' },
    label: messages.totals.gross,
    amount: totals.gross,
    kind: 'sum',
  };
  return [
    ...partsOfDocument(totals, words),
    ...(inclusive ? [gross, ...taxes, net] : [net, ...taxes, gross]),
    ...(totals.payment === undefined ? [] : paymentRows(totals.payment, totals.currency, words)),
  ];
}

/** From the lines to the sum below them. */
function partsOfDocument(totals: DocumentTotals, { messages, language }: RowWords): TotalRow[] {
  const words = messages.totals;
  const label = totals.behavior === 'inclusive' ? words.linesInclusive : words.lines;
  const rows: TotalRow[] = [{ total: { of: 'lines' }, label, amount: totals.lines, kind: 'part' }];
  totals.discounts.forEach((discount, index) => {
    const label = wordsOf(discount.name, language);
    const amount = reduction(discount.amount);
    rows.push({ total: { of: 'discount', index }, label, amount, kind: 'part' });
  });
  if (totals.returned !== undefined) {
    const amount = reduction(totals.returned);
    rows.push({ total: { of: 'returned' }, label: words.returned, amount, kind: 'part' });
  }
  totals.trueUps.forEach(({ name, true_up }, index) => {
    const label = wordsOf(name, language);
    const total: Total = { of: 'true_up', index };
    rows.push({ total, label, amount: true_up.change, kind: 'part', hint: words.trueUp });
  });
  totals.adjustments.forEach((adjustment, index) => {
    const label = wordsOf(adjustment.name, language);
    const charge = adjustment.kind === 'charge';
    const amount = charge ? adjustment.amount : reduction(adjustment.amount);
    const hint = words.adjustment[adjustment.kind];
    rows.push({ total: { of: 'adjustment', index }, label, amount, kind: 'part', hint });
  });
  return rows;
}

/** From the total with tax to what is due. */
function paymentRows(
  payment: Payment,
  currency: string,
  { messages, language }: RowWords,
): TotalRow[] {
  const words = messages.totals;
  const rows: TotalRow[] = [];
  const taken = (of: 'withheld' | 'prepaid' | 'balance', amount: string | undefined): void => {
    if (amount === undefined) return;
    rows.push({ total: { of }, label: words[of], amount: reduction(amount), kind: 'part' });
  };
  taken('withheld', payment.withheld);
  taken('prepaid', payment.prepaid);
  payment.wallets.forEach((wallet, index) => {
    // An empty wallet pays nothing and has nothing left to tell.
    if (isZero(wallet.before)) return;
    const label = wordsOf(wallet.name, language);
    const before = money(wallet.before, currency, language);
    const after = money(wallet.after, currency, language);
    const hint =
      wallet.expired === true ? words.walletExpired(before) : words.wallet(before, after);
    const amount = reduction(wallet.drawn);
    rows.push({ total: { of: 'wallet', index }, label, amount, kind: 'part', hint });
  });
  taken('balance', payment.balance);
  if (payment.rounding !== undefined) {
    const total: Total = { of: 'rounding' };
    rows.push({ total, label: words.rounding, amount: payment.rounding, kind: 'part' });
  }
  if (!isZero(payment.credit)) {
    const total: Total = { of: 'credit' };
    rows.push({ total, label: words.credit, amount: payment.credit, kind: 'part' });
  }
  rows.push({ total: { of: 'due' }, label: words.due, amount: payment.due, kind: 'sum' });
  return rows;
}
