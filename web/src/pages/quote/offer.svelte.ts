/** A quote opened from its signed link, recomputed in the reader's browser. */
import { links } from '../../api/api';
import { type Refusal, refusalOf } from '../../api/problem';
import type { LinkView } from '../../api/types';
import { loadEngine } from '../../engine/engine';
import { zoneData } from '../../engine/zones';
import { Quote } from '../../quote/quote.svelte';
import type { CheckState } from '../../ui/CheckMark.svelte';

export type OfferState = 'loading' | 'open' | 'accepting' | 'accepted' | 'declined' | 'failed';

export class Offer {
  readonly token: string;
  view: LinkView | undefined = $state.raw();
  quote: Quote | undefined = $state.raw();
  state: OfferState = $state('loading');
  check: CheckState = $state('pending');
  refusal: Refusal | undefined = $state.raw();
  acceptRefusal: Refusal | undefined = $state.raw();
  invoice: string | undefined = $state();
  version = $state('');

  constructor(token: string) {
    this.token = token;
  }

  async open(): Promise<void> {
    try {
      const view = JSON.parse(await links.open(this.token)) as LinkView;
      const engine = await loadEngine();
      const zones = await zoneData(view.draft.zone);
      const list = { text: JSON.stringify(view.price_list), value: view.price_list };
      this.quote = new Quote(engine, list, view.draft, zones);
      this.version = engine.version;
      this.view = view;
      this.invoice = view.invoice;
      this.state = view.status === 'accepted' || view.status === 'declined' ? view.status : 'open';
      this.#compare(view);
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
      this.state = 'failed';
    }
  }

  #compare(view: LinkView): void {
    try {
      const priced = this.quote?.finished().priced ?? '{}';
      const { first } = JSON.parse(priced) as { first?: { digest?: string } };
      this.check = first?.digest === view.digest ? 'ok' : 'bad';
    } catch {
      this.check = 'unavailable';
    }
  }

  /** Accepts what was shown: the digest says what that is. */
  async accept(): Promise<void> {
    const { view } = this;
    if (view === undefined || this.check !== 'ok') return;
    this.state = 'accepting';
    try {
      const accepted = await links.accept(this.token, view.digest);
      this.invoice = accepted.invoice ?? undefined;
      this.acceptRefusal = undefined;
      this.state = 'accepted';
    } catch (thrown) {
      this.acceptRefusal = refusalOf(thrown);
      this.state = 'open';
    }
  }

  /** Declines the quote; a reason is told where there is one. */
  async decline(reason: string): Promise<void> {
    await links.decline(this.token, reason);
    this.state = 'declined';
  }
}
