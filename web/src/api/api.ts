/** The API as a signed-in sales person uses it. */
import type { Basis, Draft, PlanChoice } from '../engine/engine';
import { ask, type Method, send } from './client';
import { refusalOf } from './problem';
import type {
  ChangeLinkView,
  Customer,
  LinkInvoice,
  Me,
  NewCustomer,
  Page,
  PriceListEntry,
  QuoteBody,
  QuoteEntry,
  SavedQuote,
  SentLink,
} from './types';

/** The most items of a list that the web app asks for at once. */
const PAGE = 100;

/** The most pages of a list that is read whole. */
const PAGES_MAX = 20;

export class Api {
  readonly #key: string;
  readonly #onunauthorized: () => void;

  constructor(key: string, onunauthorized: () => void = () => undefined) {
    this.#key = key;
    this.#onunauthorized = onunauthorized;
  }

  me(): Promise<Me> {
    return this.#ask('GET', '/v1/me');
  }

  async priceLists(): Promise<readonly PriceListEntry[]> {
    return this.#all<PriceListEntry>('/v1/price-lists');
  }

  /** A price list as stored, byte for byte. */
  priceList(code: string): Promise<string> {
    return this.#send('GET', `/v1/price-lists/${encodeURIComponent(code)}`);
  }

  importPriceList(text: string): Promise<PriceListEntry> {
    return this.#ask('POST', '/v1/price-lists', text);
  }

  async customers(): Promise<readonly Customer[]> {
    return this.#all<Customer>('/v1/customers');
  }

  createCustomer(customer: NewCustomer): Promise<Customer> {
    return this.#ask('POST', '/v1/customers', customer);
  }

  /** A page of the quotes, the latest first; the next one by its cursor. */
  quotes(cursor?: string): Promise<Page<QuoteEntry>> {
    const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    return this.#ask('GET', `/v1/quotes?limit=${PAGE}${after}`);
  }

  quote(id: string): Promise<SavedQuote> {
    return this.#ask('GET', `/v1/quotes/${encodeURIComponent(id)}`);
  }

  createQuote(body: QuoteBody): Promise<SavedQuote> {
    return this.#ask('POST', '/v1/quotes', body);
  }

  /** Saves a new version of a quote. */
  reviseQuote(id: string, draft: Draft): Promise<SavedQuote> {
    return this.#ask('PUT', `/v1/quotes/${encodeURIComponent(id)}`, { draft });
  }

  sendQuote(id: string): Promise<SentLink> {
    return this.#ask('POST', `/v1/quotes/${encodeURIComponent(id)}/send`);
  }

  /** An invoice as stored, byte for byte. */
  invoice(id: string): Promise<string> {
    return this.#send('GET', `/v1/invoices/${encodeURIComponent(id)}`);
  }

  /** A list whole, page by page, as far as a chooser can show it. */
  async #all<T>(path: string): Promise<readonly T[]> {
    const found: T[] = [];
    let cursor = '';
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const list = await this.#ask<Page<T>>('GET', `${path}?limit=${PAGE}${cursor}`);
      found.push(...list.data);
      if (list.next === null) break;
      cursor = `&cursor=${encodeURIComponent(list.next)}`;
    }
    return found;
  }

  async #send(method: Method, path: string, body?: unknown): Promise<string> {
    try {
      return await send(method, path, {
        key: this.#key,
        ...(body === undefined ? {} : { body }),
      });
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      if (refusal.status === 401) this.#onunauthorized();
      throw refusal;
    }
  }

  async #ask<T>(method: Method, path: string, body?: unknown): Promise<T> {
    return JSON.parse(await this.#send(method, path, body)) as T;
  }
}

/** What the holder of a signed link may ask. */
export const links = {
  open: (token: string): Promise<string> => send('GET', `/v1/links/${encodeURIComponent(token)}`),
  accept: (
    token: string,
    digest: string,
  ): Promise<{ subscription: string; invoice: string | null }> =>
    ask('POST', `/v1/links/${encodeURIComponent(token)}/accept`, { body: { digest } }),
  invoice: (token: string): Promise<string> =>
    send('GET', `/v1/links/${encodeURIComponent(token)}/invoice`),
};

/** What the holder of a link to a plan may ask for. */
export const changeLinks = {
  open: (token: string): Promise<ChangeLinkView> =>
    ask('GET', `/v1/change-links/${encodeURIComponent(token)}`),
  /** A page of the subscription's invoices, the latest first; the next one by its cursor. */
  invoices: (token: string, cursor?: string): Promise<Page<LinkInvoice>> => {
    const after = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    return ask('GET', `/v1/change-links/${encodeURIComponent(token)}/invoices${after}`);
  },
  /** An invoice as stored, byte for byte. */
  invoice: (token: string, id: string): Promise<string> =>
    send('GET', `/v1/change-links/${encodeURIComponent(token)}/invoices/${encodeURIComponent(id)}`),
  commit: (
    token: string,
    body: { choice: PlanChoice; through: string; basis: Basis },
    idempotencyKey: string,
  ): Promise<{ subscription: string; invoice: string | null }> =>
    ask('POST', `/v1/change-links/${encodeURIComponent(token)}/commit`, {
      body,
      idempotencyKey,
    }),
};
