/** The API's forms, as far as the web app reads them. */
import type { Bill, BillRequest, Draft, PriceList } from '../engine/engine';

export interface Page<T> {
  readonly data: readonly T[];
  readonly next: string | null;
}

export interface Me {
  readonly seller: Seller;
}

/** A seller as documents show it. */
export interface Seller {
  readonly id: string;
  readonly name: string;
  readonly address?: string;
  readonly country?: string;
  /** Tax registration, such as a VAT id or a Japanese T-number. */
  readonly registration_number?: string;
  readonly mode?: string;
}

export interface PriceListEntry {
  readonly code: string;
  readonly version: number;
  readonly name?: Record<string, string>;
}

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly country?: string;
  readonly language?: string;
}

export interface NewCustomer {
  readonly name: string;
  readonly email?: string;
  readonly country?: string;
  readonly language?: string;
}

/** What a quote is saved from. */
export interface QuoteBody {
  readonly customer: string;
  readonly draft: Draft;
}

export interface QuoteEntry {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly customer: string;
  readonly customer_name: string;
  readonly updated_at: string;
  readonly invoice?: string;
}

export interface SavedQuote extends QuoteEntry {
  readonly draft: Draft;
  readonly price_list: string;
  readonly price_list_version: number;
  readonly first: Bill;
  readonly period: Bill;
  readonly digest: string;
  readonly link: string | null;
}

export interface SentLink {
  readonly link: string;
  readonly expires_at: string;
}

/** What the holder of a signed link sees. */
export interface LinkView {
  readonly quote: string;
  readonly status: string;
  readonly seller: Seller;
  readonly customer: { readonly name: string };
  readonly price_list: PriceList;
  readonly draft: Draft;
  readonly digest: string;
  readonly expires_at: string;
  readonly subscription?: string;
  readonly invoice?: string;
}

/** What a link to a plan shows. */
export interface ChangeLinkView {
  readonly subscription: string;
  readonly seller: Seller;
  readonly customer: { readonly name: string };
  readonly price_list: PriceList;
  readonly request: BillRequest;
  readonly expires_at: string;
}

/** An invoice in the list that the holder of a link to a plan sees. */
export interface LinkInvoice {
  readonly id: string;
  readonly number: string;
  readonly issued_at: string;
  readonly due_on: string;
  readonly currency: string;
  readonly gross: string;
  readonly due: string;
}

/** An invoice as it is stored. */
export interface InvoiceDocument {
  readonly version: string;
  readonly id: string;
  readonly number: string;
  readonly issued_at: string;
  readonly due_on: string;
  readonly seller: Seller;
  readonly customer: { readonly name: string; readonly email?: string; readonly country?: string };
  readonly input: BillRequest;
  readonly bill: Bill;
}
