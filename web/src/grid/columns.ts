/** The columns of the grid, in their order. */
import type { EditableColumn, Row } from '../engine/engine';
import { intervalWords } from '../language/faults';
import type { Messages } from '../language/messages';
import { wordsOf } from '../language/text';

export const COLUMNS = ['name', 'quantity', 'unit_price', 'interval', 'amount', 'remove'] as const;

export type ColumnId = (typeof COLUMNS)[number];

/** Whether a column can be edited in a row. */
export function isEditable(row: Row, column: ColumnId): column is EditableColumn {
  if (column === 'name') return row.editable.name;
  if (column === 'quantity') return row.editable.quantity;
  return column === 'unit_price' && row.editable.unit_price;
}

/** Whether nothing is typed in a free line; such a row is no part of the quote. */
export function isBlank(row: Row): boolean {
  return row.kind === 'extra' && row.amount === undefined && row.error === undefined;
}

/** The row's name as shown. */
export function rowName(row: Row, messages: Messages, language: string): string {
  if (row.name !== undefined) return wordsOf(row.name, language);
  return row.name_text.trim() === '' ? messages.grid.unnamed : row.name_text;
}

/** What a cell is when copied: raw texts, so that pasting them back changes nothing. */
export function copiedText(
  row: Row,
  column: ColumnId,
  messages: Messages,
  language: string,
): string {
  switch (column) {
    case 'name':
      return row.name === undefined ? row.name_text : wordsOf(row.name, language);
    case 'quantity':
      return row.quantity_text;
    case 'unit_price':
      return row.unit_price_text ?? '';
    case 'interval':
      return intervalWords(messages, row.interval);
    case 'amount':
      return row.amount ?? '';
    case 'remove':
      return '';
  }
}
