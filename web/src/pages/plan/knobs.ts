/** What a customer can move: chosen quantities and metered usage, as the plans count them. */
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

/** The knobs of a price list, with what the present plan counts of each. */
export function knobsOf(list: PriceList, alternatives: readonly PlanAlternative[]): Knob[] {
  const own = alternatives.find((plan) => plan.current) ?? alternatives[0];
  const counted = (key: string): string | undefined =>
    own?.lines.find((line) => line.derivation.parts[0]?.item === key)?.derivation.parts[0]
      ?.quantity;
  const knobs = new Map<string, Knob>();
  for (const price of list.plans.flatMap((plan) => plan.prices)) {
    const product = list.products.find(({ code }) => code === price.product);
    if (product === undefined || price.charge.model === 'flat') continue;
    if (price.usage === undefined) {
      const today = counted(price.code) ?? price.quantity ?? '1';
      const { name, unit } = product;
      const code = price.code;
      const max = sliderEnd(today);
      if (!knobs.has(`quantity ${code}`)) {
        knobs.set(`quantity ${code}`, { code, kind: 'quantity', name, unit, today, max });
      }
    } else {
      const meter = list.meters?.find(({ code }) => code === price.usage);
      if (meter === undefined || knobs.has(`usage ${meter.code}`)) continue;
      const today = counted(price.code) ?? '0';
      const { code, name, unit } = meter;
      knobs.set(`usage ${code}`, { code, kind: 'usage', name, unit, today, max: sliderEnd(today) });
    }
  }
  return [...knobs.values()];
}
