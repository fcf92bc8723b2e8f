/**
 * A derivation in words: from the engine's typed tree to sentences, each with the amount it leads to.
 * Nothing is computed; every number is one that the engine gave.
 */
import { grouped, money, reduction, sameNumber, unitPrice } from '../display/number';
import { quantityWords, withPercent } from '../display/quantity';
import type { LineDerivation, Part, RoundingMode, Step, TaxBehavior } from '../engine/engine';
import type { Messages } from '../language/messages';
import type { DiscountView, DocumentView, TaxView } from '../quote/totals';

/** A sentence and, at its right, the amount it leads to. */
export interface Sentence {
  readonly text: string;
  readonly result?: string;
  readonly kind: 'heading' | 'step' | 'total';
}

/** The name and unit of an item of a line. */
export interface ItemWords {
  readonly name: string;
  readonly unit: string;
  readonly metered: boolean;
}

/** What a derivation is told with. */
export interface Telling {
  readonly messages: Messages;
  readonly language: string;
  readonly currency: string;
  readonly item: (key: string) => ItemWords;
}

/** What a line of a bill says beside its derivation. */
export interface LineShares {
  readonly amount: string;
  readonly discount: string;
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

const amountOf = (telling: Telling, amount: string): string =>
  money(amount, telling.currency, telling.language);
const exactOf = (telling: Telling, amount: string): string =>
  unitPrice(amount, telling.currency, telling.language);

function tierWords(telling: Telling, step: Extract<Step, { rule: 'tier' | 'share' }>): string {
  const words = telling.messages.why;
  const first = step.tier === 1;
  const above = grouped(step.above);
  if (step.up_to === undefined) {
    return first ? words.tierOnly(step.tier) : words.tierLast(step.tier, above);
  }
  const upTo = grouped(step.up_to);
  return first ? words.tierFirst(step.tier, upTo) : words.tier(step.tier, above, upTo);
}

function stepSentence(telling: Telling, step: Step): Sentence {
  const words = telling.messages.why;
  const result = exactOf(telling, step.amount);
  if (step.rule === 'flat') return { kind: 'step', text: words.flat, result };
  if (step.rule === 'event_limit') {
    const each = exactOf(telling, step.each);
    return { kind: 'step', text: words.eventLimit[step.limit](grouped(step.events), each), result };
  }
  if (step.rule === 'dynamic') {
    const prices = exactOf(telling, step.prices);
    const text =
      step.multiplier === undefined
        ? words.dynamic(grouped(step.records), prices)
        : words.dynamicTimes(grouped(step.records), prices, grouped(step.multiplier));
    return { kind: 'step', text, result };
  }
  const quantity = grouped(step.quantity);
  if (step.rule === 'share') {
    const share = words.tierShare(tierWords(telling, step), grouped(step.rate_percent), quantity);
    const text =
      step.flat === undefined ? share : words.tierFlat(share, exactOf(telling, step.flat));
    return { kind: 'step', text, result };
  }
  if (step.rule === 'percentage') {
    const value = exactOf(telling, step.quantity);
    const share = words.percentage(grouped(step.rate_percent), value);
    const text =
      step.fixed === undefined
        ? share
        : words.percentageFixed(share, grouped(step.events), exactOf(telling, step.fixed));
    return { kind: 'step', text, result };
  }
  const price = exactOf(telling, step.unit_price);
  if (step.rule === 'cell') {
    const cell = step.when === undefined ? words.cellDefault : Object.values(step.when).join(' · ');
    return { kind: 'step', text: `${cell}: ${words.units(quantity, price)}`, result };
  }
  if (step.rule === 'units') {
    const base = step.base_quantity === undefined ? '' : ` / ${grouped(step.base_quantity)}`;
    return { kind: 'step', text: words.units(quantity, `${price}${base}`), result };
  }
  const units = words.tierUnits(tierWords(telling, step), quantity, price);
  const text = step.flat === undefined ? units : words.tierFlat(units, exactOf(telling, step.flat));
  return { kind: 'step', text, result };
}

function partSentences(telling: Telling, part: Part, alone: boolean): Sentence[] {
  const words = telling.messages.why;
  const item = telling.item(part.item);
  const counted = quantityWords(part.quantity, item.unit, telling.language);
  const quantity = (item.metered ? words.usage : words.quantity)(counted);
  const sentences: Sentence[] = alone ? [] : [{ kind: 'heading', text: item.name }];
  // A flat amount does not depend on the quantity.
  const flat = part.steps.every((step) => step.rule === 'flat');
  if (!flat) sentences.push({ kind: 'step', text: quantity });
  if (part.included !== undefined) {
    const text = words.included(grouped(part.included), grouped(part.billable));
    sentences.push({ kind: 'step', text });
  }
  for (const step of part.steps) sentences.push(stepSentence(telling, step));
  const result = exactOf(telling, part.limited?.before ?? part.exact);
  if (part.fraction !== undefined) {
    const { numerator, denominator } = part.fraction;
    sentences.push({ kind: 'step', text: words.fraction(numerator, denominator), result });
  } else if (!alone && part.steps.length > 1) {
    sentences.push({ kind: 'step', text: words.part, result });
  }
  if (part.earlier !== undefined) {
    const counted = quantityWords(part.earlier.quantity, item.unit, telling.language);
    const result = exactOf(telling, reduction(part.earlier.exact));
    sentences.push({ kind: 'step', text: words.earlier(counted), result });
  }
  sentences.push(...limitSentences(telling, part));
  return sentences;
}

function limitSentences(telling: Telling, { limited, exact }: Part): Sentence[] {
  if (limited === undefined || sameNumber(limited.before, exact)) return [];
  const words = telling.messages.why;
  const lowered = limited.change.startsWith('-');
  const limit = lowered ? limited.maximum : limited.minimum;
  if (limit === undefined) return [];
  const { fraction } = limited;
  const whole = exactOf(telling, limit);
  const due =
    fraction === undefined ? whole : `${whole} × ${fraction.numerator}/${fraction.denominator}`;
  const text = (lowered ? words.lowered : words.raised)(due);
  return [{ kind: 'step', text, result: exactOf(telling, exact) }];
}

/** Why a line costs what it costs. */
export function lineSentences(
  telling: Telling,
  derivation: LineDerivation,
  shares?: LineShares,
): Sentence[] {
  const words = telling.messages.why;
  const alone = derivation.parts.length === 1;
  const sentences = derivation.parts.flatMap((part) => partSentences(telling, part, alone));
  if (derivation.true_up !== undefined) {
    const { spent, spent_before: before, change } = derivation.true_up;
    const text = words.trueUp(amountOf(telling, spent), amountOf(telling, before));
    sentences.push({ kind: 'step', text, result: amountOf(telling, change) });
  }
  const result = exactOf(telling, derivation.exact);
  if (!alone || (derivation.parts[0]?.steps.length ?? 0) > 1) {
    sentences.push({ kind: 'step', text: words.sum, result });
  }
  sentences.push(roundingSentence(telling, derivation));
  if (derivation.already_billed !== undefined) {
    const billed = amountOf(telling, reduction(derivation.already_billed));
    sentences.push({ kind: 'step', text: words.billed, result: billed });
  }
  const due = derivation.already_billed === undefined ? derivation.amount : shares?.amount;
  if (due !== undefined) {
    sentences.push({ kind: 'total', text: words.line, result: amountOf(telling, due) });
  }
  if (shares !== undefined) sentences.push(...shareSentences(telling, shares));
  return sentences;
}

function roundingSentence(telling: Telling, derivation: LineDerivation): Sentence {
  const words = telling.messages.why;
  if (sameNumber(derivation.exact, derivation.amount))
    return { kind: 'step', text: words.unrounded };
  const text = words.rounded(words.modes[derivation.rounding]);
  return { kind: 'step', text, result: amountOf(telling, derivation.amount) };
}

function shareSentences(telling: Telling, shares: LineShares): Sentence[] {
  const words = telling.messages.why;
  return [
    {
      kind: 'step',
      text: words.discountShare,
      result: amountOf(telling, reduction(shares.discount)),
    },
    { kind: 'step', text: words.netShare, result: amountOf(telling, shares.net) },
    { kind: 'step', text: words.taxShare, result: amountOf(telling, shares.tax) },
    { kind: 'total', text: words.grossShare, result: amountOf(telling, shares.gross) },
  ];
}

/** Why a coupon takes what it takes. */
export function discountSentences(
  telling: Telling,
  discount: DiscountView,
  rounding: RoundingMode,
): Sentence[] {
  const words = telling.messages.why;
  const base = amountOf(telling, discount.base);
  const result = amountOf(telling, reduction(discount.amount));
  const sentences: Sentence[] =
    discount.percent === undefined
      ? [{ kind: 'step', text: words.amountOff(base), result }]
      : [
          { kind: 'step', text: words.percentOff(grouped(discount.percent), base) },
          { kind: 'step', text: words.rounded(words.modes[rounding]), result },
        ];
  sentences.push({ kind: 'step', text: words.spread });
  sentences.push({ kind: 'total', text: telling.messages.totals.discount, result });
  return sentences;
}

/** Why the tax of a rate is what it is. */
export function taxSentences(
  telling: Telling,
  tax: TaxView,
  behavior: TaxBehavior,
  rounding: RoundingMode,
): Sentence[] {
  const words = telling.messages.why;
  const base = amountOf(telling, tax.base);
  const percent = grouped(tax.percent);
  const result = amountOf(telling, tax.amount);
  const text = behavior === 'inclusive' ? words.taxIn(percent, base) : words.taxOf(percent, base);
  return [
    { kind: 'step', text },
    { kind: 'step', text: words.oncePerRate(words.modes[rounding]), result },
    { kind: 'step', text: words.spread },
    { kind: 'total', text: telling.messages.totals.tax, result },
  ];
}

/** How the total of a document comes about. */
export function grossSentences(
  telling: Telling,
  view: DocumentView,
  behavior: TaxBehavior,
  name: (text: Record<string, string>) => string,
): Sentence[] {
  const { why, totals } = telling.messages;
  const inclusive = behavior === 'inclusive';
  const sentences: Sentence[] = [
    {
      kind: 'step',
      text: inclusive ? totals.linesInclusive : totals.lines,
      result: amountOf(telling, view.lines),
    },
  ];
  for (const discount of view.discounts) {
    const result = amountOf(telling, reduction(discount.amount));
    sentences.push({ kind: 'step', text: name(discount.name), result });
  }
  const taxes = view.taxes.map((tax): Sentence => {
    const rate = withPercent(name(tax.name), tax.percent);
    const text = inclusive ? totals.rateIncluded(rate) : rate;
    return { kind: 'step', text, result: amountOf(telling, tax.amount) };
  });
  const net = (text: string): Sentence => ({
    kind: 'step',
    text: `${totals.net} (${text})`,
    result: amountOf(telling, view.net),
  });
  if (inclusive) sentences.push(...taxes, net(why.netInclusive));
  else sentences.push(net(why.netExclusive), ...taxes);
  sentences.push({
    kind: 'total',
    text: `${totals.gross} (${inclusive ? why.grossInclusive : why.grossExclusive})`,
    result: amountOf(telling, view.gross),
  });
  return sentences;
}

/** Sentences as plain text, one a line, for copying. */
export function asText(title: string, sentences: readonly Sentence[]): string {
  const lines = sentences.map(({ text, result }) =>
    result === undefined ? text : `${text} = ${result}`,
  );
  return [title, ...lines].join('\n');
}
