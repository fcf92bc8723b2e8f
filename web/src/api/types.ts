/** The API's forms, from its description; those of the engine are typed by the engine's own package. */
import type { Bill, BillRequest, Draft, PriceList } from '../engine/engine';
import type { components } from './schema';

type Schemas = components['schemas'];

/** A form of the description with forms of the engine in some of its fields. */
type WithEngine<T, Forms> = Omit<T, keyof Forms> & Readonly<Forms>;

export interface Page<T> {
  readonly data: readonly T[];
  readonly next: string | null;
}

export type Me = Schemas['Me'];

/** A seller as documents show it. */
export type Seller = Schemas['Seller'];

export type PriceListEntry = Schemas['ListedPriceList'];
export type ImportedPriceList = Schemas['ImportedPriceList'];
export type Customer = Schemas['Customer'];
export type NewCustomer = Schemas['AddCustomer'];
export type QuoteEntry = Schemas['ListedQuote'];
export type SentLink = Schemas['SentQuote'];
export type Accepted = Schemas['AcceptedQuote'];
export type Declined = Schemas['DeclinedQuote'];
export type Committed = Schemas['CommittedChange'];

/** What a quote is saved from. */
export interface QuoteBody {
  readonly customer: string;
  readonly draft: Draft;
}

export type SavedQuote = WithEngine<Schemas['Quote'], { draft: Draft; first: Bill; period: Bill }>;

/** What the holder of a signed link sees. */
export type LinkView = WithEngine<Schemas['QuoteLink'], { price_list: PriceList; draft: Draft }>;

/** What a link to a plan shows. */
export type ChangeLinkView = WithEngine<
  Schemas['ChangeLink'],
  { price_list: PriceList; request: BillRequest }
>;

/** An invoice in the list that the holder of a link to a plan sees. */
export type LinkInvoice = Schemas['LinkedInvoice'];

/** An invoice as it is stored. */
export type InvoiceDocument = WithEngine<Schemas['Invoice'], { input: BillRequest; bill: Bill }>;
