/** What is wrong with a cell, in the reader's language. */
import type { CellError, EditableColumn, Row } from '../engine/engine';
import type { Messages } from './messages';

/** The heading of a column. */
export function columnName(messages: Messages, column: EditableColumn): string {
  const { name, quantity, unitPrice } = messages.grid;
  return { name, quantity, unit_price: unitPrice }[column];
}

/** The text as it was typed in a column of a row. */
export function typedText(row: Row, column: EditableColumn): string {
  if (column === 'name') return row.name_text;
  return column === 'quantity' ? row.quantity_text : (row.unit_price_text ?? '');
}

/** One sentence: what was found and what is accepted. */
export function cellSentence(messages: Messages, error: CellError, found: string): string {
  const words = messages.cellErrors;
  const column = columnName(messages, error.column);
  switch (error.code) {
    case 'empty':
      return words.empty(column);
    case 'not_a_number':
      return words.not_a_number(column, found);
    case 'ambiguous':
      return words.ambiguous(column, found);
    case 'out_of_range':
      return words.out_of_range(column, found);
    case 'overflow':
      return words.overflow(column);
    default:
      return words.other(column, error.detail);
  }
}

/** How often something is charged, in words. */
export function intervalWords(
  messages: Messages,
  interval: { unit: keyof Messages['intervals']; count: number } | null | undefined,
): string {
  if (interval === null || interval === undefined) return messages.grid.once;
  return messages.intervals[interval.unit](interval.count);
}
