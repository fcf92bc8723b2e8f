/** The totals of a document in words: each of them, from what it is made of. */
import { grouped, isZero, reduction } from '../display/number';
import type {
  BilledAdjustment,
  Coupon,
  CouponMode,
  DiscountView,
  PayableRounding,
  RoundingMode,
  TaxView,
  WalletDraw,
} from '../engine/engine';
import {
  type DocumentTotals,
  rateName,
  type Total,
  type TotalRow,
  totalRows,
} from '../totals/rows';
import { amountOf, exactOf, type Sentence, type Telling, trueUpSentences } from './sentences';

/** One line or adjustment, with the part of it that is told. */
export interface NamedAmount {
  readonly name: string;
  readonly amount: string;
}

/** What is known of a document beside its totals. */
export interface DocumentContext {
  readonly rounding: { readonly lines: RoundingMode; readonly tax: RoundingMode };
  /** Its lines, in the order of the document. */
  readonly lines: readonly NamedAmount[];
  /** The discounts that credits take back, by line. */
  readonly returned?: readonly NamedAmount[];
  /** What wallets paid of each line and adjustment. */
  readonly paidByWallets?: readonly NamedAmount[];
  /** What the customer's balance held. */
  readonly balance?: string | undefined;
  readonly payableRounding?: PayableRounding | undefined;
  /** The coupons it may have, with their terms. */
  readonly coupons?: readonly Coupon[];
  readonly couponMode?: CouponMode | undefined;
}

/** A total of a document, with why it is what it is. */
export interface ExplainedTotal {
  readonly label: string;
  readonly amount: string;
  readonly sentences: readonly Sentence[];
}

/** Why a total of a document is what it is; nothing for one that the document does not have. */
export function explainTotal(
  telling: Telling,
  totals: DocumentTotals,
  asked: Total,
  context: DocumentContext,
): ExplainedTotal | undefined {
  const rows = totalRows(totals, telling);
  const at = rows.findIndex((row) => isSame(row.total, asked));
  const row = rows[at];
  if (row === undefined) return undefined;
  const sentences = [...reasons(telling, totals, rows.slice(0, at), row, context)];
  const result = amountOf(telling, row.amount);
  sentences.push({ kind: 'total', text: row.label, result });
  return { label: row.label, amount: row.amount, sentences };
}

function isSame(left: Total, right: Total): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** What comes before the total itself. */
function reasons(
  telling: Telling,
  totals: DocumentTotals,
  above: readonly TotalRow[],
  row: TotalRow,
  context: DocumentContext,
): readonly Sentence[] {
  const { total } = row;
  const words = telling.messages.why;
  const named = (amounts: readonly NamedAmount[]): Sentence[] =>
    amounts.map(({ name, amount }) => amountStep(telling, name, amount));
  switch (total.of) {
    case 'lines':
      return [textStep(words.linesAdded), ...named(context.lines)];
    case 'discount':
      return discountSentences(telling, totals.discounts[total.index], context);
    case 'returned':
      return [textStep(words.returned), ...named(context.returned ?? [])];
    case 'true_up': {
      const trueUp = totals.trueUps[total.index]?.true_up;
      return trueUp === undefined ? [] : trueUpSentences(telling, trueUp);
    }
    case 'adjustment':
      return adjustmentSentences(telling, totals.adjustments[total.index]);
    case 'tax':
      return taxSentences(telling, totals, total.index, context.rounding.tax);
    case 'net':
      return netSentences(telling, totals, above);
    case 'gross':
      return rowSentences(telling, above);
    case 'withheld':
      return [textStep(words.withheld), ...withheldTaxes(telling, totals)];
    case 'prepaid':
      return [textStep(words.prepaid)];
    case 'wallet': {
      const wallets = totals.payment?.wallets ?? [];
      const paid = named(context.paidByWallets ?? []);
      return walletSentences(telling, wallets[total.index], { wallets, paid });
    }
    case 'balance':
      return balanceSentences(telling, context.balance);
    case 'rounding':
      return [textStep(payableText(telling, context.payableRounding))];
    case 'credit':
      return [...rowSentences(telling, above), textStep(words.credit)];
    case 'due':
      return rowSentences(telling, above);
  }
}

const textStep = (text: string): Sentence => ({ kind: 'step', text });

function amountStep(telling: Telling, text: string, amount: string): Sentence {
  return { kind: 'step', text, result: amountOf(telling, amount) };
}

/** Rows as sentences; what is only contained in a sum is no part of it. */
function rowSentences(telling: Telling, rows: readonly TotalRow[]): Sentence[] {
  return rows
    .filter((row) => row.kind !== 'note')
    .map((row): Sentence => {
      const kind = row.kind === 'sum' ? 'sum' : 'step';
      return { kind, text: row.label, result: amountOf(telling, row.amount) };
    });
}

function netSentences(
  telling: Telling,
  totals: DocumentTotals,
  above: readonly TotalRow[],
): Sentence[] {
  if (totals.behavior === 'exclusive') return rowSentences(telling, above);
  const taxes = totals.taxes.map((tax) =>
    amountStep(telling, rateName(tax, telling.language), reduction(tax.amount)),
  );
  return [amountStep(telling, telling.messages.totals.gross, totals.gross), ...taxes];
}

function discountSentences(
  telling: Telling,
  discount: DiscountView | undefined,
  { rounding, coupons, couponMode }: DocumentContext,
): Sentence[] {
  if (discount === undefined) return [];
  const words = telling.messages.why;
  const coupon = coupons?.find(({ code }) => code === discount.coupon);
  const terms = coupon === undefined ? [] : couponTerms(telling, coupon);
  const base = amountOf(telling, discount.base);
  if (isZero(discount.amount)) return [...terms, textStep(words.nothingTaken(base))];
  const result = amountOf(telling, reduction(discount.amount));
  if (discount.percent === undefined) {
    return [
      ...terms,
      { kind: 'step', text: words.amountOff(base), result },
      textStep(words.spread),
    ];
  }
  const percent = textStep(words.percentOff(grouped(discount.percent), base));
  const rounded = words.rounded(words.modes[rounding.lines]);
  // Coupons that each reduce the undiscounted items could take more than there is.
  const stacked = couponMode === 'stacked' ? [textStep(words.stacked)] : [];
  return [
    ...terms,
    percent,
    ...stacked,
    { kind: 'step', text: rounded, result },
    textStep(words.spread),
  ];
}

/** What a coupon's discount depends on beside the amount it is taken from. */
function couponTerms(telling: Telling, coupon: Coupon): Sentence[] {
  const words = telling.messages.why;
  const money = (amount: string): string => exactOf(telling, amount);
  const texts: string[] = [];
  if (coupon.products !== undefined || coupon.meters !== undefined) texts.push(words.couponSome);
  if (coupon.periods !== undefined) texts.push(words.couponPeriods(coupon.periods));
  if (coupon.minimum_spend !== undefined) {
    texts.push(words.minimumSpend(money(coupon.minimum_spend)));
  }
  if (coupon.amount !== undefined) texts.push(words.couponAmount(money(coupon.amount)));
  if (coupon.maximum_discount !== undefined) {
    texts.push(words.maximumDiscount(money(coupon.maximum_discount)));
  }
  return texts.map(textStep);
}

function adjustmentSentences(
  telling: Telling,
  adjustment: BilledAdjustment | undefined,
): Sentence[] {
  if (adjustment === undefined) return [];
  const words = telling.messages.why;
  return [
    textStep(words.adjustment[adjustment.kind]),
    amountStep(telling, words.netShare, adjustment.net),
    amountStep(telling, words.adjustmentTax, adjustment.tax),
    amountStep(telling, words.grossShare, adjustment.gross),
  ];
}

function taxSentences(
  telling: Telling,
  { taxes, behavior }: DocumentTotals,
  index: number,
  rounding: RoundingMode,
): Sentence[] {
  const tax = taxes[index];
  if (tax === undefined) return [];
  const words = telling.messages.why;
  const result = amountOf(telling, tax.amount);
  return [
    textStep(taxText(telling, tax, behavior === 'inclusive')),
    { kind: 'step', text: words.oncePerRate(words.modes[rounding]), result },
    textStep(words.spread),
  ];
}

function taxText(telling: Telling, tax: TaxView, inclusive: boolean): string {
  const words = telling.messages.why;
  const percent = grouped(tax.percent);
  const base = amountOf(telling, tax.base);
  if (tax.on_taxes === undefined) {
    return (inclusive ? words.taxIn : words.taxOf)(percent, base);
  }
  const taxes = exactOf(telling, tax.on_taxes);
  return (inclusive ? words.taxInCompound : words.taxOfCompound)(percent, base, taxes);
}

function withheldTaxes(telling: Telling, { taxes }: DocumentTotals): Sentence[] {
  return taxes
    .filter((tax) => tax.category === 'B')
    .map((tax) => amountStep(telling, rateName(tax, telling.language), reduction(tax.amount)));
}

function walletSentences(
  telling: Telling,
  wallet: WalletDraw | undefined,
  { wallets, paid }: { wallets: readonly WalletDraw[]; paid: readonly Sentence[] },
): Sentence[] {
  if (wallet === undefined) return [];
  const words = telling.messages.why;
  const sentences = [
    textStep(words.walletKind[wallet.kind]),
    amountStep(telling, words.walletBefore, wallet.before),
    textStep(wallet.expired === true ? words.walletExpired : words.walletRule),
    amountStep(telling, words.walletAfter, wallet.after),
  ];
  if (wallet.low === true) sentences.push(textStep(words.walletLow));
  if (wallet.top_up !== undefined) {
    sentences.push(amountStep(telling, words.walletTopUp, wallet.top_up));
  }
  if (isZero(wallet.drawn)) return sentences;
  // A bill says what wallets paid of a line, not which of them.
  const alone = wallets.every((other) => other === wallet || isZero(other.drawn));
  const text = alone ? words.walletPaid : words.walletsPaid;
  return [...sentences, { kind: 'heading', text }, ...paid];
}

function balanceSentences(telling: Telling, held: string | undefined): Sentence[] {
  const words = telling.messages.why;
  const before: Sentence[] =
    held === undefined
      ? []
      : [{ kind: 'step', text: words.balanceHeld, result: exactOf(telling, held) }];
  return [...before, textStep(words.balanceRule)];
}

function payableText(telling: Telling, rounding: PayableRounding | undefined): string {
  const words = telling.messages.why;
  if (rounding?.multiple === undefined) return words.payableAmount;
  const mode = words.modes[rounding.mode ?? 'half_away_from_zero'];
  return words.payableMultiple(exactOf(telling, rounding.multiple), mode);
}
