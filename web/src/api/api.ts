/** The API as a signed-in sales person uses it. */
import type { Basis, Draft, PlanChoice } from '../engine/engine';
import { bytes, type Client, client, formed, told } from './client';
import type {
  Accepted,
  ChangeLinkView,
  Committed,
  Customer,
  Declined,
  ImportedPriceList,
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
  readonly #api: Client;

  constructor(key: string, onunauthorized: () => void = () => undefined) {
    this.#api = client({
      key,
      onrefused: (refusal) => {
        if (refusal.status === 401) onunauthorized();
      },
    });
  }

  me(): Promise<Me> {
    return told(this.#api.GET('/v1/me'));
  }

  priceLists(): Promise<readonly PriceListEntry[]> {
    return whole((query) => formed(this.#api.GET('/v1/price-lists', { params: { query } })));
  }

  /** A price list as stored, byte for byte. */
  priceList(code: string): Promise<string> {
    const params = { path: { code } };
    return bytes(this.#api.GET('/v1/price-lists/{code}', { params, parseAs: 'text' }));
  }

  importPriceList(text: string): Promise<ImportedPriceList> {
    // As it was read from a file: the engine says what is wrong with it, and where.
    const written = { body: {} as never, bodySerializer: () => text };
    return told(this.#api.POST('/v1/price-lists', written));
  }

  customers(): Promise<readonly Customer[]> {
    return whole((query) => formed(this.#api.GET('/v1/customers', { params: { query } })));
  }

  createCustomer(body: NewCustomer): Promise<Customer> {
    return told(this.#api.POST('/v1/customers', { body }));
  }

  /** A page of the quotes, the latest first; the next one by its cursor. */
  quotes(cursor?: string): Promise<Page<QuoteEntry>> {
    return formed(this.#api.GET('/v1/quotes', { params: { query: pageAt(cursor) } }));
  }

  quote(id: string): Promise<SavedQuote> {
    return formed(this.#api.GET('/v1/quotes/{id}', { params: { path: { id } } }));
  }

  createQuote(body: QuoteBody): Promise<SavedQuote> {
    return formed(this.#api.POST('/v1/quotes', { body: body as never }));
  }

  /** Saves a new version of a quote. */
  reviseQuote(id: string, draft: Draft): Promise<SavedQuote> {
    const body = { draft } as never;
    return formed(this.#api.PUT('/v1/quotes/{id}', { params: { path: { id } }, body }));
  }

  sendQuote(id: string): Promise<SentLink> {
    return told(this.#api.POST('/v1/quotes/{id}/send', { params: { path: { id } } }));
  }

  /** An invoice as stored, byte for byte. */
  invoice(id: string): Promise<string> {
    const params = { path: { id } };
    return bytes(this.#api.GET('/v1/invoices/{id}', { params, parseAs: 'text' }));
  }
}

/** Which page of a list is asked for. */
interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

function pageAt(cursor?: string): PageQuery {
  return cursor === undefined ? { limit: PAGE } : { limit: PAGE, cursor };
}

/** A list whole, page by page, as far as a chooser can show it. */
async function whole<T>(ask: (query: PageQuery) => Promise<Page<T>>): Promise<readonly T[]> {
  const found: T[] = [];
  let query = pageAt();
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const list = await ask(query);
    found.push(...list.data);
    if (list.next === null) break;
    query = pageAt(list.next);
  }
  return found;
}

const byLink = client();

/** What the holder of a signed link may ask. */
export const links = {
  open: (token: string): Promise<string> =>
    bytes(byLink.GET('/v1/links/{token}', { params: { path: { token } }, parseAs: 'text' })),
  accept: (token: string, digest: string): Promise<Accepted> =>
    told(
      byLink.POST('/v1/links/{token}/accept', { params: { path: { token } }, body: { digest } }),
    ),
  decline: (token: string, reason: string): Promise<Declined> => {
    const params = { path: { token } };
    const body = reason === '' ? {} : { reason };
    return told(byLink.POST('/v1/links/{token}/decline', { params, body }));
  },
  invoice: (token: string): Promise<string> =>
    bytes(
      byLink.GET('/v1/links/{token}/invoice', { params: { path: { token } }, parseAs: 'text' }),
    ),
};

/** What the holder of a link to a plan may ask for. */
export const changeLinks = {
  open: (token: string): Promise<ChangeLinkView> =>
    formed(byLink.GET('/v1/change-links/{token}', { params: { path: { token } } })),
  /** A page of the subscription's invoices, the latest first; the next one by its cursor. */
  invoices: (token: string, cursor?: string): Promise<Page<LinkInvoice>> => {
    const query = cursor === undefined ? {} : { cursor };
    const params = { path: { token }, query };
    return formed(byLink.GET('/v1/change-links/{token}/invoices', { params }));
  },
  /** An invoice as stored, byte for byte. */
  invoice: (token: string, id: string): Promise<string> => {
    const params = { path: { token, id } };
    const asked = byLink.GET('/v1/change-links/{token}/invoices/{id}', { params, parseAs: 'text' });
    return bytes(asked);
  },
  commit: (
    token: string,
    choice: { choice: PlanChoice; through: string; basis: Basis },
    idempotencyKey: string,
  ): Promise<Committed> => {
    const params = { path: { token }, header: { 'Idempotency-Key': idempotencyKey } };
    const body = choice as never;
    return told(byLink.POST('/v1/change-links/{token}/commit', { params, body }));
  },
};
