/**
 * The quote on screen: the engine's session, its rows and totals as reactive state, undo, and a draft
 * kept in this browser at every change. Prices are computed by the session alone.
 */
import { type Refusal, refusalOf } from '../api/problem';
import type { DocumentId } from '../derivation/asked';
import type {
  Charge,
  Draft,
  EditableColumn,
  Engine,
  Interval,
  Line,
  LineDerivation,
  Meter,
  PasteReport,
  Price,
  Priced,
  PriceList,
  QuoteSession,
  QuoteTotals,
  RoundingMode,
  Row,
  TaxBehavior,
} from '../engine/engine';
import { joinZones } from '../engine/zones';
import { wordsOf } from '../language/text';
import { History } from './history';
import { openSnapshot, type Settings, type Snapshot, settingsOf, typedRow } from './snapshot';

/** A price list, read and as the text it came in. */
export interface LoadedList {
  readonly text: string;
  readonly value: PriceList;
}

/** A number as forms write it: nothing in it needs to be read by the engine first. */
const PLAIN = /^-?\d+(\.\d+)?$/;

/** A row that changes on its own, without touching its neighbours. */
export class RowState {
  row: Row = $state.raw() as Row;

  constructor(row: Row) {
    this.row = row;
  }
}

export class Quote {
  readonly #engine: Engine;
  readonly list: LoadedList;
  #session: QuoteSession;
  #zones: readonly string[];
  #history = new History<Snapshot>();
  #taxes: ReadonlyMap<string, readonly string[]>;
  #beforeEdit: Snapshot | undefined;

  rows: readonly RowState[] = $state.raw([]);
  totals: QuoteTotals = $state.raw() as QuoteTotals;
  settings: Settings = $state.raw() as Settings;
  refusal: Refusal | undefined = $state.raw();
  /** Rises with every change of a number. */
  version = $state(0);
  /** How often everything that recurs does so; nothing where the rows differ. */
  readonly interval: Interval | undefined = $derived.by(() => {
    const [first, ...others] = this.rows.flatMap(({ row }) => row.interval ?? []);
    const alike = others.every(({ unit, count }) => unit === first?.unit && count === first.count);
    return alike ? first : undefined;
  });
  canUndo = $state(false);
  canRedo = $state(false);

  constructor(engine: Engine, list: LoadedList, draft: Draft, zones: string) {
    this.#engine = engine;
    this.list = list;
    this.#zones = [zones];
    this.#taxes = new Map((draft.lines ?? []).map((line) => [line.key, line.taxes]));
    this.#session = new engine.QuoteSession(list.text, JSON.stringify(draft), zones);
    this.settings = settingsOf(draft);
    this.#readAll();
  }

  /** Opens a draft as it was kept in this browser. */
  static restored(engine: Engine, list: LoadedList, snapshot: Snapshot, zones: string): Quote {
    const base: Draft = {
      version: 'seikyu.quote.v1',
      price_list: snapshot.priceList,
      plan: snapshot.settings.plan,
      zone: snapshot.settings.zone,
      start: snapshot.settings.start,
    };
    const quote = new Quote(engine, list, base, zones);
    quote.#open(snapshot);
    return quote;
  }

  get currency(): string {
    return this.list.value.currency;
  }

  /** The rounding modes of the price list; halves away from zero where it names none. */
  get rounding(): { lines: RoundingMode; tax: RoundingMode } {
    const { lines, tax } = this.list.value.rounding ?? {};
    return { lines: lines ?? 'half_away_from_zero', tax: tax ?? 'half_away_from_zero' };
  }

  get rowsInError(): Row[] {
    return this.rows.flatMap(({ row }) => (row.error === undefined ? [] : [row]));
  }

  /** What one unit of a row is called. */
  unitOf(row: Row, language: string): string {
    return wordsOf(row.unit ?? this.#meterOf(row.key)?.unit, language);
  }

  /** The charge of a price of the plan. */
  charge(key: string): Charge | undefined {
    return this.#priceOf(key)?.charge;
  }

  /** Whether a row is the last of several that are rounded together. */
  closesLine(row: Row): boolean {
    return row.part && this.rows.findLast((state) => state.row.line === row.line)?.row === row;
  }

  /** The rounded amount of the line a row belongs to. */
  lineAmount(row: Row): string | undefined {
    return this.explain(row.index)?.amount;
  }

  /** Quantity and unit price as the engine reads what is typed: `１，２００` as `1200`. */
  accepted(row: Row): { quantity: string; unitPrice: string | undefined } {
    const typed = { quantity: row.quantity_text, unitPrice: row.unit_price_text };
    if (row.kind !== 'extra' || row.amount === undefined) return typed;
    if (PLAIN.test(typed.quantity) && PLAIN.test(typed.unitPrice ?? '')) return typed;
    const part = this.#explain(row.index)?.parts.find((part) => part.item === row.key);
    const step = part?.steps[0];
    return {
      quantity: part?.quantity ?? typed.quantity,
      unitPrice: step?.rule === 'units' ? step.unit_price : typed.unitPrice,
    };
  }

  snapshot(): Snapshot {
    return {
      priceList: this.list.value.code,
      settings: this.settings,
      rows: this.rows.map(({ row }) => typedRow(row, this.#taxes.get(row.key) ?? null)),
    };
  }

  /** Sets a cell to what is typed so far; totals follow at once. */
  edit(index: number, column: EditableColumn, text: string): void {
    this.#beforeEdit ??= this.snapshot();
    this.#try(() => {
      const change = this.#session.setCell(index, column, text);
      for (const row of change.rows) {
        const state = this.rows[row.index];
        if (state !== undefined) state.row = row;
      }
      this.totals = change.totals;
      this.version += 1;
    });
  }

  /** Ends the typing of a cell: all of it is one step for undo. */
  commit(): void {
    if (this.#beforeEdit === undefined) return;
    this.#history.push(this.#beforeEdit);
    this.#beforeEdit = undefined;
    this.#readHistory();
  }

  /** Gives a cell its former text back, as if nothing had been typed. */
  revert(index: number, column: EditableColumn, text: string): void {
    this.edit(index, column, text);
    this.#beforeEdit = undefined;
  }

  addLine(): number | undefined {
    return this.#step(() => this.#session.addLine());
  }

  removeLine(index: number): void {
    this.#step(() => this.#session.removeLine(index));
  }

  setInterval(index: number, interval: Interval | null): void {
    const json = interval === null ? null : JSON.stringify(interval);
    this.#step(() => this.#session.setInterval(index, json));
  }

  paste(index: number, column: EditableColumn, text: string): PasteReport | undefined {
    return this.#step(() => this.#session.paste(index, column, text));
  }

  setPlan(plan: string): void {
    this.#set({ plan }, () => this.#session.setPlan(plan));
  }

  setStart(start: string): void {
    this.#set({ start }, () => this.#session.setStart(start));
  }

  setCoupons(coupons: readonly string[]): void {
    this.#set({ coupons }, () => this.#session.setCoupons([...coupons]));
  }

  setTaxBehavior(taxBehavior: TaxBehavior | null): void {
    this.#set({ taxBehavior }, () => this.#session.setTaxBehavior(taxBehavior));
  }

  setTaxes(taxes: readonly string[] | null): void {
    this.#set({ taxes }, () => this.#session.setTaxes(taxes === null ? null : [...taxes]));
  }

  /** Chooses another time zone, with its data. */
  setZone(zone: string, zones: string): void {
    this.commit();
    const before = this.snapshot();
    this.#try(() => {
      if (!this.#zones.includes(zones)) this.#zones = [...this.#zones, zones];
      this.#open({ ...before, settings: { ...before.settings, zone } });
      this.#history.push(before);
      this.#readHistory();
    });
  }

  undo(): void {
    this.commit();
    this.#travel(this.#history.undo(this.snapshot()));
  }

  redo(): void {
    this.commit();
    this.#travel(this.#history.redo(this.snapshot()));
  }

  /** Why a row's line costs what it costs; nothing while the line is in error. */
  explain(index: number): LineDerivation | undefined {
    // Read here so that whatever is derived from the answer follows every edit.
    return this.version === 0 ? undefined : this.#explain(index);
  }

  /** The lines of a document, as it would be billed; none while a row is in error. */
  linesOf(document: DocumentId): readonly Line[] {
    if (this.version === 0) return [];
    try {
      const priced = JSON.parse(this.#session.priced()) as Priced;
      return document === 'start' ? priced.first.lines : priced.period.lines;
    } catch {
      return [];
    }
  }

  /** The accepted draft and its priced form, as canonical JSON; throws a refusal. */
  finished(): { draft: string; priced: string } {
    try {
      return { draft: this.#session.draft(), priced: this.#session.priced() };
    } catch (thrown) {
      throw refusalOf(thrown);
    }
  }

  close(): void {
    this.#session.free();
  }

  #explain(index: number): LineDerivation | undefined {
    try {
      return this.#session.explain(index);
    } catch {
      return undefined;
    }
  }

  #priceOf(key: string): Price | undefined {
    const plan = this.list.value.plans.find((plan) => plan.code === this.settings.plan);
    return plan?.prices.find((price) => price.code === key);
  }

  #meterOf(key: string): Meter | undefined {
    const usage = this.#priceOf(key)?.usage;
    return this.list.value.meters?.find((meter) => meter.code === usage);
  }

  #travel(to: Snapshot | undefined): void {
    if (to === undefined) return;
    this.#try(() => this.#open(to));
    this.#readHistory();
  }

  #open(snapshot: Snapshot): void {
    const zones = joinZones(this.#zones);
    const session = openSnapshot(this.#engine, this.list, snapshot, zones);
    this.#session.free();
    this.#session = session;
    this.#taxes = new Map(
      snapshot.rows.flatMap((row) => (row.taxes === null ? [] : [[row.key, row.taxes]])),
    );
    this.settings = snapshot.settings;
    this.#readAll();
  }

  #set(change: Partial<Settings>, apply: () => void): void {
    this.#step(() => {
      apply();
      this.settings = { ...this.settings, ...change };
    });
  }

  #step<T>(apply: () => T): T | undefined {
    this.commit();
    const before = this.snapshot();
    return this.#try(() => {
      const result = apply();
      this.#history.push(before);
      this.#readHistory();
      this.#readAll();
      return result;
    });
  }

  #try<T>(apply: () => T): T | undefined {
    try {
      const result = apply();
      this.refusal = undefined;
      return result;
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
      return undefined;
    }
  }

  #readAll(): void {
    const rows = this.#session.rows(0, this.#session.rowCount());
    this.rows = rows.map((row) => new RowState(row));
    this.totals = this.#session.totals();
    this.version += 1;
  }

  #readHistory(): void {
    this.canUndo = this.#history.canUndo;
    this.canRedo = this.#history.canRedo;
  }
}
