/** The quote builder's work around the quote: opening, keeping, saving and sending it. */
import type { Api } from '../api/api';
import { sellerOfTab } from '../api/key';
import { type Refusal, refusalOf } from '../api/problem';
import type { Customer, PriceListEntry, SavedQuote, SentLink } from '../api/types';
import { today } from '../display/date';
import { type Draft, type Engine, loadEngine, type PriceList } from '../engine/engine';
import { zoneData } from '../engine/zones';
import { dropDraft, keepDraft, keptDraft } from './drafts';
import { type LoadedList, Quote } from './quote.svelte';
import { draftOf, type Settings } from './snapshot';

export type Saving = 'unsaved' | 'kept' | 'saving' | 'saved';

const LOCAL = 'local-';

export class Builder {
  readonly #api: Api;
  #engine: Engine | undefined;
  /** The id on the server, or one that begins with `local-` before the first save. */
  id: string = $state('');
  quote: Quote | undefined = $state.raw();
  customers: readonly Customer[] = $state.raw([]);
  priceLists: readonly PriceListEntry[] = $state.raw([]);
  customer = $state('');
  status = $state('draft');
  saving: Saving = $state('saved');
  refusal: Refusal | undefined = $state.raw();
  saveRefusal: Refusal | undefined = $state.raw();
  refusedStep: 'save' | 'send' = $state('save');
  /** The quote as the server has it, once it is accepted. */
  accepted: SavedQuote | undefined = $state.raw();
  otherNumbers = $state(false);
  /** Whether the price list was imported anew since the quote was saved. */
  repriced = $state(false);
  #settled: readonly unknown[] = $state.raw([]);

  constructor(api: Api) {
    this.#api = api;
  }

  get isLocal(): boolean {
    return this.id.startsWith(LOCAL);
  }

  /** Whether the quote can still be changed. */
  get isOpen(): boolean {
    return ['draft', 'sent', 'expired'].includes(this.status);
  }

  get version(): string {
    return this.#engine?.version ?? '';
  }

  get customerName(): string {
    return this.customers.find((customer) => customer.id === this.customer)?.name ?? '';
  }

  get canSave(): boolean {
    const ready = this.quote !== undefined && this.quote.totals.rows_in_error === 0;
    return ready && this.isOpen && this.customer !== '' && this.saving !== 'saving';
  }

  /** Whether the quote differs from what was opened or saved last. */
  get changed(): boolean {
    const settled = this.#settled;
    return settled.length > 0 && this.#state.some((value, index) => value !== settled[index]);
  }

  get #state(): readonly unknown[] {
    return [this.quote, this.quote?.version, this.quote?.settings, this.customer];
  }

  #settle(): void {
    this.#settled = this.#state;
  }

  /** Opens a quote: `new`, one kept in this browser, or one on the server. */
  async open(id: string): Promise<void> {
    this.id = id === 'new' ? LOCAL + crypto.randomUUID() : id;
    try {
      this.#engine = await loadEngine();
      const kept = keptDraft(this.id, sellerOfTab());
      await this.#readLists(kept !== undefined);
      if (kept !== undefined) {
        const list = loaded(kept.priceListText);
        const zones = await zoneData(kept.snapshot.settings.zone);
        this.quote = Quote.restored(this.#engine, list, kept.snapshot, zones);
        this.customer = kept.customer;
        this.saving = 'kept';
      } else if (this.isLocal) {
        await this.#start();
      } else {
        await this.#read(await this.#api.quote(this.id));
      }
      if (this.quote !== undefined) this.#settle();
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
    }
  }

  /** Customers and price lists; a kept draft opens without them when there is no network. */
  async #readLists(optional: boolean): Promise<void> {
    try {
      const [customers, lists] = await Promise.all([this.#api.customers(), this.#api.priceLists()]);
      this.customers = customers;
      this.priceLists = lists;
    } catch (thrown) {
      if (!optional || !refusalOf(thrown).offline) throw thrown;
    }
  }

  async #start(): Promise<void> {
    const first = this.priceLists[0];
    if (first !== undefined) await this.#openList(first.code);
  }

  async #openList(code: string): Promise<void> {
    const list = loaded(await this.#api.priceList(code));
    const settings = firstSettings(list.value, this.quote?.settings);
    const former = this.quote;
    if (former === undefined || this.#engine === undefined) {
      await this.#openDraft(list, draftOf(list.value.code, settings));
      return;
    }
    // Free lines go along to another price list, with its first rate.
    const rows = former.snapshot().rows.filter((row) => row.extra);
    const snapshot = {
      priceList: list.value.code,
      settings,
      rows: rows.map((row) => ({ ...row, taxes: null })),
    };
    const zones = await zoneData(settings.zone);
    this.quote = Quote.restored(this.#engine, list, snapshot, zones);
    former.close();
  }

  async #read(saved: SavedQuote): Promise<void> {
    this.customer = saved.customer;
    this.status = saved.status;
    if (!this.isOpen) {
      this.accepted = saved;
      return;
    }
    // A quote is saved on the present version of its price list, so that is what it is shown on.
    const present = this.priceLists.find((list) => list.code === saved.price_list);
    this.repriced = present?.version !== saved.price_list_version;
    await this.#openDraft(loaded(await this.#api.priceList(saved.price_list)), saved.draft);
    this.saving = this.repriced ? 'unsaved' : 'saved';
  }

  async #openDraft(list: LoadedList, draft: Draft): Promise<void> {
    if (this.#engine === undefined) return;
    const zones = await zoneData(draft.zone);
    const former = this.quote;
    this.quote = new Quote(this.#engine, list, draft, zones);
    former?.close();
  }

  /** Keeps the quote as typed in this browser. */
  keep(): void {
    if (this.quote === undefined) return;
    const kept = keepDraft({
      seller: sellerOfTab(),
      id: this.id,
      customer: this.customer,
      priceListText: this.quote.list.text,
      snapshot: this.quote.snapshot(),
      keptAt: new Date().toISOString(),
    });
    this.saving = kept ? 'kept' : 'unsaved';
  }

  chooseCustomer(id: string): void {
    this.customer = id;
    this.saving = 'unsaved';
  }

  async createCustomer(customer: { name: string; email: string; country: string }): Promise<void> {
    const created = await this.#api.createCustomer({
      name: customer.name,
      ...(customer.email === '' ? {} : { email: customer.email }),
      ...(customer.country === '' ? {} : { country: customer.country }),
    });
    this.customers = [...this.customers, created];
    this.chooseCustomer(created.id);
  }

  async choosePriceList(code: string): Promise<void> {
    await this.#attempt(() => this.#openList(code));
  }

  async chooseZone(zone: string): Promise<void> {
    await this.#attempt(async () => this.quote?.setZone(zone, await zoneData(zone)));
  }

  /** Saves on the server, and compares its numbers with those on screen. */
  async save(): Promise<boolean> {
    const { quote } = this;
    if (quote === undefined || !this.canSave) return false;
    quote.commit();
    this.saving = 'saving';
    this.refusedStep = 'save';
    const done = await this.#attempt(async () => {
      const { draft, priced } = quote.finished();
      const form = JSON.parse(draft) as Draft;
      const saved = this.isLocal
        ? await this.#api.createQuote({ customer: this.customer, draft: form })
        : await this.#api.reviseQuote(this.id, form);
      dropDraft(this.id);
      this.id = saved.id;
      this.status = saved.status;
      this.saving = 'saved';
      this.repriced = false;
      const { first } = JSON.parse(priced) as { first: { digest?: string } };
      this.otherNumbers = saved.digest !== first.digest;
      this.#settle();
    });
    if (!done) this.keep();
    return done;
  }

  /** Saves what is not saved, and makes the link for the customer. */
  async send(): Promise<SentLink | undefined> {
    if (this.changed || this.isLocal || this.saving !== 'saved') {
      if (!(await this.save())) return undefined;
    }
    if (this.otherNumbers) return undefined;
    let link: SentLink | undefined;
    this.refusedStep = 'send';
    await this.#attempt(async () => {
      link = await this.#api.sendQuote(this.id);
      this.status = 'sent';
    });
    return link;
  }

  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      this.saveRefusal = undefined;
      return true;
    } catch (thrown) {
      this.saveRefusal = refusalOf(thrown);
      return false;
    }
  }
}

function loaded(text: string): LoadedList {
  return { text, value: JSON.parse(text) as PriceList };
}

function firstSettings(list: PriceList, former: Settings | undefined): Settings {
  const zone = former?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';
  return {
    plan: list.plans[0]?.code ?? '',
    zone,
    start: former?.start ?? today(zone),
    coupons: [],
    taxBehavior: null,
    taxes: null,
  };
}
