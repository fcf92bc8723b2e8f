/** What a customer can move: chosen quantities and metered usage, as the plans count them. */

import type { NamedItem } from '../../derivation/bill';
import { place, roundUp } from '../../display/drawing';
import type { PlanAlternative, PriceList, Text } from '../../engine/engine';

export interface Knob {
  /** The code of the price, or of the meter. */
  readonly code: string;
  readonly kind: 'quantity' | 'usage';
  readonly name: Text;
  readonly unit: Text | undefined;
  /** What it stands at today, as a decimal string. */
  readonly today: string;
  /** The end of its slider. */
  readonly max: number;
}

/** The end of a slider: twice today's number at least, so that growth can be looked at. */
export function sliderEnd(today: string): number {
  return roundUp(Math.max(10, place(today) * 2));
}

/** Whole numbers from 0 to the end of a slider, for a curve. */
export function pointsTo(max: number, count: number): string[] {
  const points = Array.from({ length: count }, (_, at) => Math.round((max * at) / (count - 1)));
  return [...new Set(points)].map(String);
}

/**
 * A typed quantity as a decimal string: full-width digits are digits, and whole digits may be grouped by
 * three. Nothing for what cannot be read without guessing.
 */
export function readQuantity(typed: string): string | undefined {
  const text = typed.normalize('NFKC').trim();
  const value = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
  return /^\d{1,15}(\.\d{1,12})?$/.test(value) ? value : undefined;
}

/** The item that a price of a plan becomes. */
export function itemOfPlan(list: PriceList, plan: string, key: string): NamedItem | undefined {
  const price = list.plans
    .find(({ code }) => code === plan)
    ?.prices.find(({ code }) => code === key);
  const product = list.products.find(({ code }) => code === price?.product);
  if (price === undefined || product === undefined) return undefined;
  const meter = list.meters?.find(({ code }) => code === price.usage);
  const unit = meter?.unit ?? product.unit;
  return {
    name: product.name,
    ...(unit === undefined ? {} : { unit }),
    ...(price.usage === undefined ? {} : { usage: price.usage }),
  };
}

/** The knobs of a price list, with what the present plan, or else another one, counts of each. */
export function knobsOf(list: PriceList, alternatives: readonly PlanAlternative[]): Knob[] {
  const plans = [...alternatives.filter(({ current }) => current), ...alternatives];
  const parts = plans.flatMap(({ lines }) => lines.flatMap(({ derivation }) => derivation.parts));
  const counted = (isOf: (item: string) => boolean): string | undefined =>
    parts.find(({ item }) => isOf(item))?.quantity;
  const priced = list.plans.flatMap((plan) => plan.prices);
  const knobs = new Map<string, Knob>();
  for (const price of priced) {
    const product = list.products.find(({ code }) => code === price.product);
    if (product === undefined || price.charge.model === 'flat') continue;
    if (price.usage === undefined) {
      const today = counted((item) => item === price.code) ?? price.quantity ?? '1';
      const { name, unit } = product;
      const code = price.code;
      const max = sliderEnd(today);
      if (!knobs.has(`quantity ${code}`)) {
        knobs.set(`quantity ${code}`, { code, kind: 'quantity', name, unit, today, max });
      }
    } else {
      const meter = list.meters?.find(({ code }) => code === price.usage);
      if (meter === undefined || knobs.has(`usage ${meter.code}`)) continue;
      const counts = new Set(
        priced.filter(({ usage }) => usage === meter.code).map(({ code }) => code),
      );
      const today = counted((item) => counts.has(item)) ?? '0';
      const { code, name, unit } = meter;
      knobs.set(`usage ${code}`, { code, kind: 'usage', name, unit, today, max: sliderEnd(today) });
    }
  }
  return [...knobs.values()];
}
