/** The totals a screen shows: two documents, absent while a row is in error. */
import type { DocumentView, TaxBehavior } from '../engine/engine';

export interface QuoteTotals {
  readonly currency: string;
  readonly exponent: number;
  readonly tax_behavior: TaxBehavior;
  readonly rows_in_error: number;
  readonly start?: DocumentView;
  readonly period?: DocumentView;
}

export type { DiscountView, DocumentView, TaxView } from '../engine/engine';
