/** Carries out what keys, the clipboard and the pointer ask of the grid. */
import { flushSync, tick } from 'svelte';
import type { PasteReport } from '../engine/engine';
import { language } from '../language/language.svelte';
import type { Quote } from '../quote/quote.svelte';
import { COLUMNS, type ColumnId, copiedText, isBlank, isEditable } from './columns';
import { type Intent, intentOf, type Target } from './keyboard';
import { neighbour, type Place, Selection } from './selection.svelte';

export interface GridCallbacks {
  readonly onkeys: () => void;
  /** A range was pasted; nothing when its column cannot be edited. */
  readonly onpasted: (report: PasteReport | undefined) => void;
}

function targetOf(element: EventTarget | null): Target {
  if (element instanceof HTMLInputElement) {
    return element.dataset['column'] === 'name' ? 'name' : 'number';
  }
  if (element instanceof HTMLSelectElement) return 'select';
  return element instanceof HTMLButtonElement ? 'button' : 'cell';
}

export class GridController {
  readonly selection = new Selection();
  readonly #quote: Quote;
  readonly #callbacks: GridCallbacks;
  #root: HTMLElement | undefined;

  constructor(quote: Quote, callbacks: GridCallbacks) {
    this.#quote = quote;
    this.#callbacks = callbacks;
  }

  /** Takes the grid's element. */
  attach(root: HTMLElement): void {
    this.#root = root;
  }

  /** Puts the focus on a cell. */
  focus(place: Place, extend = false): void {
    this.#quote.commit();
    this.selection.moveTo(place, extend);
    flushSync();
    const cell = this.#root?.querySelector<HTMLElement>(
      `[data-row="${place.row}"][data-column="${place.column}"]`,
    );
    cell?.focus();
    cell?.scrollIntoView({ block: 'nearest' });
    if (cell instanceof HTMLInputElement) cell.select();
  }

  /** Goes to the name of an empty line at the end, adding one where there is none. */
  async addLine(): Promise<void> {
    this.#quote.commit();
    const last = this.#quote.rows.at(-1)?.row;
    const row = last !== undefined && isBlank(last) ? last.index : this.#quote.addLine();
    await tick();
    if (row !== undefined) this.focus({ row, column: 'name' });
  }

  removeLine(index: number): void {
    if (this.#quote.rows[index]?.row.kind !== 'extra') return;
    this.#travel(() => this.#quote.removeLine(index));
  }

  onKeydown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const intent = intentOf(event, targetOf(event.target), this.selection.typing);
    if (intent === undefined) return;
    if (intent.does === 'tab' && this.#nextEditable(intent.back) === undefined) return;
    if (intent.does === 'edit' && !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    this.#carryOut(intent);
  }

  onCopy(event: ClipboardEvent): void {
    if (this.selection.typing === 'caret' || event.clipboardData === null) return;
    const { top, bottom, columns } = this.selection.span;
    const copied = columns.filter((column) => column !== 'remove');
    const lines = this.#quote.rows
      .slice(top, bottom + 1)
      .map(({ row }) => copied.map((column) => this.#text(row.index, column)).join('\t'));
    event.clipboardData.setData('text/plain', lines.join('\n'));
    event.preventDefault();
    if (event.type === 'cut') this.#clear();
  }

  async onPaste(event: ClipboardEvent): Promise<void> {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const single = !/[\t\n]/.test(text.trimEnd());
    const plain = event.target instanceof HTMLInputElement && this.selection.range === undefined;
    if (single && plain) return;
    event.preventDefault();
    const { top, columns } = this.selection.span;
    const column = columns[0];
    if (column !== 'name' && column !== 'quantity' && column !== 'unit_price') {
      this.#callbacks.onpasted(undefined);
      return;
    }
    const report = this.#quote.paste(top, column, text);
    if (report !== undefined) this.#callbacks.onpasted(report);
    await tick();
    this.focus({ row: top, column });
  }

  onFocusin(event: FocusEvent): void {
    const place = this.#placeOf(event.target);
    if (place === undefined) return;
    if (!this.selection.isActive(place.row, place.column)) {
      this.#quote.commit();
      this.selection.moveTo(place);
      flushSync();
    }
    if (event.target instanceof HTMLInputElement) {
      this.selection.original = event.target.value;
      event.target.select();
    }
  }

  onFocusout(event: FocusEvent): void {
    const to = event.relatedTarget;
    if (to instanceof Node && this.#root?.contains(to) === true) return;
    this.#quote.commit();
    this.selection.typing = 'none';
  }

  onPointerdown(event: PointerEvent): void {
    const place = this.#placeOf(event.target);
    if (place === undefined || event.pointerType !== 'mouse') return;
    const { target } = event;
    if (target instanceof HTMLSelectElement || target instanceof HTMLButtonElement) return;
    if (target instanceof HTMLInputElement && target === document.activeElement) {
      if (!event.shiftKey) this.selection.typing = 'caret';
      return;
    }
    event.preventDefault();
    this.focus(place, event.shiftKey);
  }

  #carryOut(intent: Intent): void {
    const { active } = this.selection;
    const rows = this.#quote.rows.length;
    if (intent.does === 'move') {
      this.focus(neighbour(active, intent.down, intent.right, rows), intent.extend);
    } else if (intent.does === 'edge') {
      const row = { first: 0, last: rows - 1, same: active.row }[intent.row];
      this.focus({ row, column: intent.column === 'first' ? 'name' : 'amount' }, intent.extend);
    } else if (intent.does === 'enter') {
      if (intent.back) this.focus(neighbour(active, -1, 0, rows));
      else this.#goDown();
    } else if (intent.does === 'tab') {
      this.#goAcross(intent.back);
    } else {
      const actions = {
        edit: () => this.#editText(),
        revert: () => this.#revert(),
        clear: () => this.#clear(),
        removeLine: () => this.removeLine(active.row),
        fillDown: () => this.#fillDown(),
        undo: () => this.#travel(() => this.#quote.undo()),
        redo: () => this.#travel(() => this.#quote.redo()),
        keys: () => this.#callbacks.onkeys(),
      };
      actions[intent.does]();
    }
  }

  #travel(step: () => void): void {
    step();
    flushSync();
    const row = Math.min(this.selection.active.row, this.#quote.rows.length - 1);
    this.focus({ row, column: this.selection.active.column });
  }

  #goDown(): void {
    const { active } = this.selection;
    const rows = this.#quote.rows.length;
    if (active.row < rows - 1) this.focus(neighbour(active, 1, 0, rows));
    else void this.addLine();
  }

  /** The next cell that can be edited; `new` for a new line, nothing where Tab leaves the grid. */
  #nextEditable(back: boolean): Place | 'new' | undefined {
    const { rows } = this.#quote;
    const step = back ? -1 : 1;
    let column = COLUMNS.indexOf(this.selection.active.column) + step;
    for (let index = this.selection.active.row; index in rows; index += step) {
      const row = rows[index]?.row;
      for (; column in COLUMNS; column += step) {
        const id = COLUMNS[column];
        if (row === undefined || id === undefined || !isEditable(row, id)) continue;
        return { row: index, column: id };
      }
      column = back ? COLUMNS.length - 1 : 0;
    }
    const last = rows.at(-1)?.row;
    const typed = last !== undefined && !isBlank(last) && this.selection.typing !== 'none';
    return typed && !back ? 'new' : undefined;
  }

  #goAcross(back: boolean): void {
    const next = this.#nextEditable(back);
    if (next === 'new') void this.addLine();
    else if (next !== undefined) this.focus(next);
  }

  #editText(): void {
    this.selection.typing = 'caret';
    const input = document.activeElement;
    if (!(input instanceof HTMLInputElement)) return;
    input.setSelectionRange(input.value.length, input.value.length);
  }

  #revert(): void {
    const { active, original, typing } = this.selection;
    const row = this.#quote.rows[active.row]?.row;
    if (typing !== 'none' && row !== undefined && isEditable(row, active.column)) {
      this.#quote.revert(active.row, active.column, original);
    }
    this.focus(active);
  }

  #clear(): void {
    this.#write(() => '');
  }

  #fillDown(): void {
    const { top } = this.selection.span;
    this.#write((column) => this.#text(top, column), 1);
  }

  /** Writes into every cell of the selection that can be edited, as one step. */
  #write(text: (column: ColumnId) => string, skip = 0): void {
    const { top, bottom, columns } = this.selection.span;
    for (let index = top + skip; index <= bottom; index += 1) {
      for (const column of columns) {
        const row = this.#quote.rows[index]?.row;
        if (row === undefined || !isEditable(row, column)) continue;
        this.#quote.edit(index, column, text(column));
      }
    }
    this.#quote.commit();
  }

  #text(index: number, column: ColumnId): string {
    const row = this.#quote.rows[index]?.row;
    return row === undefined ? '' : copiedText(row, column, language.messages, language.code);
  }

  #placeOf(target: EventTarget | null): Place | undefined {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null;
    const key = cell?.closest<HTMLElement>('[data-key]')?.dataset['key'];
    const row = this.#quote.rows.findIndex((state) => state.row.key === key);
    const column = COLUMNS.find((id) => id === cell?.dataset['column']);
    return row < 0 || column === undefined ? undefined : { row, column };
  }
}
