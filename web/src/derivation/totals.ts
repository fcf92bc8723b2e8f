/** The totals of a document in words: each of them, from what it is made of. */
import { grouped, isZero, reduction } from '../display/number';
import type {
  BilledAdjustment,
  Coupon,
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
  /** From which spending on a coupon holds, by its code. */
  readonly minimumSpend?: ReadonlyMap<string, string>;
}

/** A total of a document, with why it is what it is. */
export interface ExplainedTotal {
  readonly label: string;
  readonly amount: string;
  readonly sentences: readonly Sentence[];
}

/** From which spending on coupons hold, by their code. */
export function minimumSpend(coupons: readonly Coupon[]): ReadonlyMap<string, string> {
  return new Map(
    coupons.flatMap(({ code, minimum_spend: least }) =>
      least === undefined ? [] : [[code, least] as const],
    ),
  );
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
      const wallet = totals.payment?.wallets[total.index];
      return walletSentences(telling, wallet, named(context.paidByWallets ?? []));
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
  { rounding, minimumSpend }: DocumentContext,
): Sentence[] {
  if (discount === undefined) return [];
  const words = telling.messages.why;
  const base = amountOf(telling, discount.base);
  const least = minimumSpend?.get(discount.coupon);
  const from = least === undefined ? [] : [textStep(words.minimumSpend(exactOf(telling, least)))];
  if (isZero(discount.amount)) return [...from, textStep(words.nothingTaken(base))];
  const result = amountOf(telling, reduction(discount.amount));
  const { percent } = discount;
  const taken: Sentence[] =
    percent === undefined
      ? [{ kind: 'step', text: words.amountOff(base), result }]
      : [
          textStep(words.percentOff(grouped(percent), base)),
          { kind: 'step', text: words.rounded(words.modes[rounding.lines]), result },
        ];
  return [...from, ...taken, textStep(words.spread)];
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
  paid: readonly Sentence[],
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
  return [...sentences, { kind: 'heading', text: words.walletLines }, ...paid];
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
