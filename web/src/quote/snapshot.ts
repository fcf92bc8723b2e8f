/**
 * A quote as typed, texts that are not accepted included: what undo returns to and what is kept in
 * this browser. The engine's own draft holds only what is accepted.
 */
import type {
  Draft,
  EditableColumn,
  Engine,
  ExtraLine,
  Interval,
  PriceList,
  QuoteSession,
  Row,
  TaxBehavior,
} from '../engine/engine';

export interface Settings {
  readonly plan: string;
  readonly zone: string;
  readonly start: string;
  readonly coupons: readonly string[];
  readonly taxBehavior: TaxBehavior | null;
  readonly taxes: readonly string[] | null;
}

export interface TypedRow {
  readonly key: string;
  readonly extra: boolean;
  readonly name: string;
  readonly quantity: string;
  readonly unitPrice: string | null;
  readonly interval: Interval | null;
  readonly taxes: readonly string[] | null;
}

export interface Snapshot {
  readonly priceList: string;
  readonly settings: Settings;
  readonly rows: readonly TypedRow[];
}

/** The settings of a draft. */
export function settingsOf(draft: Draft): Settings {
  return {
    plan: draft.plan,
    zone: draft.zone,
    start: draft.start,
    coupons: draft.coupons ?? [],
    taxBehavior: draft.tax_behavior ?? null,
    taxes: draft.taxes ?? null,
  };
}

/** A row as typed; taxes of free lines are not shown by the grid and come from the draft. */
export function typedRow(row: Row, taxes: readonly string[] | null): TypedRow {
  return {
    key: row.key,
    extra: row.kind === 'extra',
    name: row.name_text,
    quantity: row.quantity_text,
    unitPrice: row.unit_price_text ?? null,
    interval: row.interval ?? null,
    taxes,
  };
}

/** The draft of settings with nothing chosen yet. */
export function draftOf(priceList: string, settings: Settings, lines: ExtraLine[] = []): Draft {
  return {
    version: 'seikyu.quote.v1',
    price_list: priceList,
    plan: settings.plan,
    zone: settings.zone,
    start: settings.start,
    quantities: {},
    usage: {},
    lines,
    coupons: [...settings.coupons],
    ...(settings.taxBehavior === null ? {} : { tax_behavior: settings.taxBehavior }),
    ...(settings.taxes === null ? {} : { taxes: [...settings.taxes] }),
  };
}

function placeholder(row: TypedRow, list: PriceList): ExtraLine {
  const rate = list.tax.rates[0];
  return {
    key: row.key,
    name: { en: '-' },
    quantity: '1',
    unit_price: '0',
    taxes: [...(row.taxes ?? (rate === undefined ? [] : [rate.code]))],
    ...(row.interval === null ? {} : { interval: row.interval }),
  };
}

/** Opens a session on a snapshot: settings and lines as a draft, then every text as it was typed. */
export function openSnapshot(
  engine: Engine,
  list: { text: string; value: PriceList },
  snapshot: Snapshot,
  zones: string,
): QuoteSession {
  const lines = snapshot.rows.filter((row) => row.extra).map((row) => placeholder(row, list.value));
  const draft = draftOf(snapshot.priceList, snapshot.settings, lines);
  const session = new engine.QuoteSession(list.text, JSON.stringify(draft), zones);
  const typed = new Map(snapshot.rows.map((row) => [row.key, row]));
  for (const row of session.rows(0, session.rowCount())) {
    const wanted = typed.get(row.key);
    if (wanted === undefined) continue;
    const set = (column: EditableColumn, text: string, shown: string): void => {
      if (text !== shown) session.setCell(row.index, column, text);
    };
    set('quantity', wanted.quantity, row.quantity_text);
    if (row.kind === 'extra') {
      set('unit_price', wanted.unitPrice ?? '', row.unit_price_text ?? '');
      set('name', wanted.name, row.name_text);
    }
  }
  return session;
}
