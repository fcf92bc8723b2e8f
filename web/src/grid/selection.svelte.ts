/** Where the reader is in the grid, what is selected, and how a cell is being typed in. */
import { COLUMNS, type ColumnId } from './columns';

export interface Place {
  readonly row: number;
  readonly column: ColumnId;
}

export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly columns: readonly ColumnId[];
}

/** `none`: keys move; `replace`: typed over, arrows still move; `caret`: arrows move the caret. */
export type Typing = 'none' | 'replace' | 'caret';

const at = (column: ColumnId): number => COLUMNS.indexOf(column);

export class Selection {
  active: Place = $state.raw({ row: 0, column: 'quantity' });
  anchor: Place = $state.raw({ row: 0, column: 'quantity' });
  typing: Typing = $state('none');
  /** The text of the active cell when it was entered. */
  original = '';

  /** The selected range; nothing for a single cell. */
  readonly range: Range | undefined = $derived.by(() => {
    const { active, anchor } = this;
    if (active.row === anchor.row && active.column === anchor.column) return undefined;
    const [left, right] = [at(active.column), at(anchor.column)].sort((a, b) => a - b);
    return {
      top: Math.min(active.row, anchor.row),
      bottom: Math.max(active.row, anchor.row),
      columns: COLUMNS.slice(left, (right ?? 0) + 1),
    };
  });

  /** The selected range, or the active cell as one. */
  get span(): Range {
    const { row, column } = this.active;
    return this.range ?? { top: row, bottom: row, columns: [column] };
  }

  isActive(row: number, column: ColumnId): boolean {
    return this.active.row === row && this.active.column === column;
  }

  /** The selected columns of a row; nothing when the row is outside the range. */
  columnsIn(row: number): readonly ColumnId[] | undefined {
    const { range } = this;
    const inside = range !== undefined && row >= range.top && row <= range.bottom;
    return inside ? range.columns : undefined;
  }

  /** Moves to a place; the range grows when it is extended, else it is gone. */
  moveTo(place: Place, extend = false): void {
    this.active = place;
    if (!extend) this.anchor = place;
    this.typing = 'none';
  }
}

/** The place some rows and columns away, kept inside the grid. */
export function neighbour(from: Place, down: number, right: number, rows: number): Place {
  const row = Math.max(0, Math.min(rows - 1, from.row + down));
  const column = Math.max(0, Math.min(COLUMNS.length - 1, at(from.column) + right));
  return { row, column: COLUMNS[column] ?? from.column };
}
