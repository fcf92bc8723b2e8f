/**
 * The one door to the billing engine: WebAssembly on the main thread, loaded once. Everything else in
 * the web app asks this module for prices; nothing here or elsewhere in TypeScript computes money.
 */
import init, {
  bill,
  checkPriceList,
  digest,
  engineVersion,
  PlanSession,
  priceQuote,
  QuoteSession,
} from '@seikyu/engine';

export type {
  Basis,
  Bill,
  BilledAdjustment,
  BillRequest,
  CellError,
  Change,
  ChangePreview,
  Charge,
  Contract,
  Coupon,
  CouponMode,
  DiscountView,
  DocumentView,
  Draft,
  EarlierUsage,
  Event,
  ExtraLine,
  Fault,
  Interval,
  Item,
  Line,
  LineDerivation,
  Meter,
  Part,
  PasteFault,
  PasteReport,
  PayableRounding,
  Period,
  PlanAlternative,
  PlanChoice,
  PlanCurve,
  Price,
  Priced,
  PriceList,
  Problem,
  QuoteTotals,
  RoundingMode,
  Row,
  Step,
  TaxBehavior,
  TaxView,
  Text,
  TrueUp,
  TrueUpView,
  WalletDraw,
} from '@seikyu/engine';

export type { PlanSession, QuoteSession };

/** A column of the grid that can be edited. */
export type EditableColumn = 'name' | 'quantity' | 'unit_price';

/** The functions of the engine, once it is loaded. */
export interface Engine {
  readonly bill: typeof bill;
  readonly checkPriceList: typeof checkPriceList;
  readonly digest: typeof digest;
  readonly PlanSession: typeof PlanSession;
  readonly priceQuote: typeof priceQuote;
  readonly QuoteSession: typeof QuoteSession;
  readonly version: string;
}

let loading: Promise<Engine> | undefined;

/** Loads the engine; later calls give the same one. */
export function loadEngine(): Promise<Engine> {
  loading ??= init().then(() => ({
    bill,
    checkPriceList,
    digest,
    PlanSession,
    priceQuote,
    QuoteSession,
    version: engineVersion(),
  }));
  return loading;
}
