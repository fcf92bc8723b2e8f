/** A contract whose customer looks at plans: moved, compared and previewed in this browser. */
import { changeLinks } from '../../api/api';
import { type Refusal, refusalOf } from '../../api/problem';
import type { ChangeLinkView } from '../../api/types';
import type { NamedItem } from '../../derivation/bill';
import {
  type ChangePreview,
  loadEngine,
  type PlanAlternative,
  type PlanCurve,
  type PlanSession,
} from '../../engine/engine';
import { zoneData } from '../../engine/zones';
import { itemOfPlan, type Knob, knobsOf, pointsTo, readQuantity } from './knobs';

export type PlanState = 'loading' | 'open' | 'committing' | 'committed' | 'failed';

/** How many points a curve has. */
const POINTS = 25;

export class PlanChange {
  readonly token: string;
  view: ChangeLinkView | undefined = $state.raw();
  state: PlanState = $state('loading');
  refusal: Refusal | undefined = $state.raw();
  commitRefusal: Refusal | undefined = $state.raw();
  invoice: string | undefined = $state();
  knobs: readonly Knob[] = $state.raw([]);
  /** What was moved, by kind and code; the rest stands as it is today. */
  moved: Readonly<Record<string, string>> = $state.raw({});
  plan = $state('');
  when: 'now' | 'period_end' = $state('now');
  /** What was typed into a knob and is no quantity, by kind and code. */
  mistyped: Readonly<Record<string, string>> = $state.raw({});
  /** Along which knob the chart is drawn. */
  along = $state(0);
  #session: PlanSession | undefined;
  /** What was sent last, with its idempotency key: sent again as it was, it is made once. */
  #attempt = { sent: '', key: '' };

  readonly #assumed = $derived.by(() => {
    const of = (kind: Knob['kind']): Record<string, string> =>
      Object.fromEntries(
        this.knobs.flatMap(({ kind: own, code }) => {
          const value = this.moved[`${own} ${code}`];
          return own === kind && value !== undefined ? [[code, value]] : [];
        }),
      );
    return { quantities: of('quantity'), usage: of('usage') };
  });

  readonly alternatives: readonly PlanAlternative[] = $derived.by(() =>
    this.view === undefined
      ? []
      : (this.#session?.alternatives(JSON.stringify(this.#assumed)) ?? []),
  );

  readonly current = $derived(this.alternatives.find((plan) => plan.current));

  readonly points: readonly string[] = $derived.by(() => {
    const knob = this.knobs[this.along];
    return knob === undefined ? [] : pointsTo(knob.max, POINTS);
  });

  readonly curves: readonly PlanCurve[] = $derived.by(() => {
    const knob = this.knobs[this.along];
    if (knob === undefined || this.#session === undefined) return [];
    return this.#session.curves(
      JSON.stringify(this.#assumed),
      JSON.stringify({ [knob.kind]: knob.code }),
      JSON.stringify(this.points),
    );
  });

  /** An item that the chosen plan brings. */
  readonly itemToCome = (key: string): NamedItem | undefined =>
    this.view === undefined ? undefined : itemOfPlan(this.view.price_list, this.plan, key);

  readonly choice = $derived.by(() => {
    const prices = this.view?.price_list.plans.find(({ code }) => code === this.plan)?.prices ?? [];
    const known = Object.entries(this.#assumed.quantities).filter(([code]) =>
      prices.some((price) => price.code === code && price.usage === undefined),
    );
    return { plan: this.plan, quantities: Object.fromEntries(known), when: this.when };
  });

  /** What the choice costs; a refusal where it cannot be made, nothing where nothing changes. */
  readonly preview: { preview?: ChangePreview; refusal?: Refusal } = $derived.by(() => {
    if (this.#session === undefined || this.plan === '') return {};
    try {
      return { preview: this.#session.preview(JSON.stringify(this.choice)) };
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      const same = refusal.problem.errors.every(({ code }) => code === 'no_change');
      return same ? {} : { refusal };
    }
  });

  constructor(token: string) {
    this.token = token;
  }

  async open(): Promise<void> {
    try {
      const view = await changeLinks.open(this.token);
      const engine = await loadEngine();
      const zones = await zoneData(view.request.contract.zone);
      this.#session?.free();
      const session = new engine.PlanSession(
        JSON.stringify(view.price_list),
        JSON.stringify(view.request),
        zones,
      );
      const today = session.alternatives('{}');
      this.#session = session;
      this.knobs = knobsOf(view.price_list, today);
      if (this.plan === '') this.plan = today.find((plan) => plan.current)?.plan ?? '';
      this.view = view;
      this.commitRefusal = undefined;
      this.state = 'open';
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
      this.state = 'failed';
    }
  }

  /** What a knob stands at. */
  value(knob: Knob): string {
    return this.moved[`${knob.kind} ${knob.code}`] ?? knob.today;
  }

  /** Moves a knob to what was typed; what is no quantity is kept beside it and moves nothing. */
  move(knob: Knob, typed: string): void {
    const id = `${knob.kind} ${knob.code}`;
    const value = readQuantity(typed);
    const { [id]: _, ...others } = this.mistyped;
    this.mistyped = value === undefined ? { ...others, [id]: typed } : others;
    if (value !== undefined) this.moved = { ...this.moved, [id]: value };
  }

  /** What was typed into a knob last, if it is no quantity. */
  mistypedIn(knob: Knob): string | undefined {
    return this.mistyped[`${knob.kind} ${knob.code}`];
  }

  /** Makes the choice as it was shown: the basis says what that was computed from. */
  async commit(): Promise<void> {
    const { preview } = this.preview;
    if (preview === undefined || this.state !== 'open') return;
    this.state = 'committing';
    try {
      const { choice } = this;
      const { at: through, basis } = preview;
      const body = { choice, through, basis };
      const sent = JSON.stringify(body);
      if (this.#attempt.sent !== sent) this.#attempt = { sent, key: crypto.randomUUID() };
      const made = await changeLinks.commit(this.token, body, this.#attempt.key);
      this.invoice = made.invoice ?? undefined;
      this.commitRefusal = undefined;
      this.state = 'committed';
    } catch (thrown) {
      this.commitRefusal = refusalOf(thrown);
      this.state = 'open';
    }
  }
}
