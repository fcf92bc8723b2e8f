/**
 * A derivation in words: from the engine's typed tree to sentences, each with the amount it leads to.
 * Nothing is computed; every number is one that the engine gave.
 */
import { period } from '../display/date';
import { grouped, isZero, money, reduction, sameNumber, unitPrice } from '../display/number';
import { quantityWords } from '../display/quantity';
import type { EarlierUsage, LineDerivation, Part, Period, Step, TrueUp } from '../engine/engine';
import type { Messages } from '../language/messages';

/** A sentence and, at its right, the amount it leads to. */
export interface Sentence {
  readonly text: string;
  readonly result?: string;
  readonly kind: 'heading' | 'step' | 'sum' | 'total';
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
  /** The zone in which periods are told. */
  readonly zone: string;
  /** An item by its key, as it was at an instant; as it was first where none is given. */
  readonly item: (key: string, at?: string) => ItemWords;
}

/** What a line of a bill says beside its derivation. */
export interface LineShares {
  readonly amount: string;
  readonly discount: string;
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
  readonly period?: Period;
  readonly paid_by_wallets?: string;
}

/** An amount with its currency's sign. */
export const amountOf = (telling: Telling, amount: string): string =>
  money(amount, telling.currency, telling.language);
/** An exact amount with its currency's sign, or a unit price. */
export const exactOf = (telling: Telling, amount: string): string =>
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
    return { kind: 'step', text: words.cell(cell, words.units(quantity, price)), result };
  }
  if (step.rule === 'units') {
    const base = step.base_quantity === undefined ? '' : ` / ${grouped(step.base_quantity)}`;
    return { kind: 'step', text: words.units(quantity, `${price}${base}`), result };
  }
  const units = words.tierUnits(tierWords(telling, step), quantity, price);
  const text = step.flat === undefined ? units : words.tierFlat(units, exactOf(telling, step.flat));
  return { kind: 'step', text, result };
}

function partSentences(
  telling: Telling,
  part: Part,
  { alone, within }: { alone: boolean; within: Period | undefined },
): Sentence[] {
  const words = telling.messages.why;
  const item = telling.item(part.item, (part.period ?? within)?.start);
  const counted = quantityWords(part.quantity, item.unit, telling.language);
  const quantity = (item.metered ? words.usage : words.quantity)(counted);
  const sentences: Sentence[] = [];
  if (!alone) {
    const when =
      part.period === undefined ? '' : period(part.period, telling.zone, telling.language);
    const text = [item.name, when].filter((words) => words !== '').join(' · ');
    sentences.push({ kind: 'heading', text });
  }
  // A flat amount does not depend on the quantity.
  const flat = part.steps.every((step) => step.rule === 'flat');
  if (!flat) sentences.push({ kind: 'step', text: quantity });
  if (part.included !== undefined) sentences.push(includedSentence(telling, part, part.included));
  for (const step of part.steps) sentences.push(stepSentence(telling, step));
  const result = exactOf(telling, part.limited?.before ?? part.exact);
  if (part.fraction !== undefined) {
    const { numerator, denominator } = part.fraction;
    sentences.push({ kind: 'step', text: words.fraction(numerator, denominator), result });
  } else if (!alone && part.steps.length > 1 && part.earlier === undefined) {
    sentences.push({ kind: 'step', text: words.part, result });
  }
  if (part.earlier !== undefined) {
    sentences.push(...earlierSentences(telling, part.earlier, item.unit));
    sentences.push({ kind: 'step', text: words.part, result });
  }
  sentences.push(...limitSentences(telling, part));
  return sentences;
}

/** The units that are free: those of the price, those of coupons, or both. */
function includedSentence(telling: Telling, part: Part, included: string): Sentence {
  const words = telling.messages.why;
  const [all, billable] = [grouped(included), grouped(part.billable)];
  const free = part.free_units;
  if (free === undefined) return { kind: 'step', text: words.included(all, billable) };
  const text = sameNumber(free, included)
    ? words.freeUnits(all, billable)
    : words.includedWithFree(all, grouped(free), billable);
  return { kind: 'step', text };
}

/** What the price makes of usage before a change, which is charged at the price of then. */
function earlierSentences(telling: Telling, earlier: EarlierUsage, unit: string): Sentence[] {
  const words = telling.messages.why;
  const counted = quantityWords(earlier.quantity, unit, telling.language);
  return [
    { kind: 'step', text: words.earlier(counted) },
    ...(sameNumber(earlier.quantity, earlier.billable)
      ? []
      : [billableOfEarlier(telling, earlier)]),
    ...earlier.steps.map((step) => stepSentence(telling, step)),
    {
      kind: 'step',
      text: words.earlierTaken,
      result: exactOf(telling, reduction(earlier.exact)),
    },
  ];
}

function billableOfEarlier(telling: Telling, earlier: EarlierUsage): Sentence {
  const [all, billable] = [grouped(earlier.quantity), grouped(earlier.billable)];
  return { kind: 'step', text: telling.messages.why.earlierBillable(all, billable) };
}

/** What a commitment makes of the spending of its period. */
export function trueUpSentences(telling: Telling, trueUp: TrueUp): Sentence[] {
  const words = telling.messages.why;
  const { spent, spent_before: before, fraction } = trueUp;
  const part = fraction === undefined ? '' : ` × ${fraction.numerator}/${fraction.denominator}`;
  const limit = (amount: string): string => `${exactOf(telling, amount)}${part}`;
  const sentences: Sentence[] = [
    { kind: 'step', text: words.spent, result: amountOf(telling, spent) },
  ];
  const step = (text: string, result?: string): void => {
    sentences.push({ kind: 'step', text, ...(result === undefined ? {} : { result }) });
  };
  if (!isZero(before)) step(words.spentBefore, amountOf(telling, before));
  if (trueUp.minimum !== undefined) step(words.agreedMinimum(limit(trueUp.minimum)));
  if (trueUp.overage_percent !== undefined) step(words.overage(grouped(trueUp.overage_percent)));
  if (trueUp.maximum !== undefined) step(words.agreedMaximum(limit(trueUp.maximum)));
  step(words.trueUp, amountOf(telling, trueUp.change));
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
  const how = { alone, within: shares?.period };
  const sentences = derivation.parts.flatMap((part) => partSentences(telling, part, how));
  const { true_up: trueUp } = derivation;
  if (trueUp !== undefined) sentences.push(...trueUpSentences(telling, trueUp));
  const result = exactOf(telling, derivation.exact);
  const [first] = derivation.parts;
  if (trueUp === undefined && (!alone || ((first?.steps.length ?? 0) > 1 && !first?.earlier))) {
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
    ...(shares.paid_by_wallets === undefined
      ? []
      : [walletShare(telling, reduction(shares.paid_by_wallets))]),
  ];
}

function walletShare(telling: Telling, paid: string): Sentence {
  const text = telling.messages.why.walletShare;
  return { kind: 'step', text, result: amountOf(telling, paid) };
}

/** Sentences as plain text, one a line, for copying. */
export function asText(title: string, sentences: readonly Sentence[]): string {
  const lines = sentences.map(({ text, result }) =>
    result === undefined ? text : `${text} = ${result}`,
  );
  return [title, ...lines].join('\n');
}
