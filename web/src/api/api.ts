/** The API as a signed-in sales person uses it. */
import type { Draft } from '../engine/engine';
import { ask, type Method, send } from './client';
import { refusalOf } from './problem';
import type {
  Customer,
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
    return (await this.#ask<Page<PriceListEntry>>('GET', `/v1/price-lists?limit=${PAGE}`)).data;
  }

  /** A price list as stored, byte for byte. */
  priceList(code: string): Promise<string> {
    return this.#send('GET', `/v1/price-lists/${encodeURIComponent(code)}`);
  }

  importPriceList(text: string): Promise<PriceListEntry> {
    return this.#ask('POST', '/v1/price-lists', text);
  }

  async customers(): Promise<readonly Customer[]> {
    return (await this.#ask<Page<Customer>>('GET', `/v1/customers?limit=${PAGE}`)).data;
  }

  createCustomer(customer: NewCustomer): Promise<Customer> {
    return this.#ask('POST', '/v1/customers', customer);
  }

  async quotes(): Promise<readonly QuoteEntry[]> {
    return (await this.#ask<Page<QuoteEntry>>('GET', `/v1/quotes?limit=${PAGE}`)).data;
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
