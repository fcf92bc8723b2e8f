/** What a key means in the grid. The grid carries the intents out. */
import type { Typing } from './selection.svelte';

export type Intent =
  | { does: 'move'; down: number; right: number; extend: boolean }
  | { does: 'edge'; row: 'first' | 'last' | 'same'; column: 'first' | 'last'; extend: boolean }
  | { does: 'enter'; back: boolean }
  | { does: 'tab'; back: boolean }
  | { does: 'edit' | 'revert' | 'clear' | 'removeLine' | 'fillDown' | 'undo' | 'redo' | 'keys' };

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const PAGE_ROWS = 10;

const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-PAGE_ROWS, 0],
  PageDown: [PAGE_ROWS, 0],
};

/** What kind of element has the focus. */
export type Target = 'name' | 'number' | 'select' | 'button' | 'cell';

function withControl(press: KeyPress): Intent | undefined {
  switch (press.key.toLowerCase()) {
    case 'z':
      return { does: press.shiftKey ? 'redo' : 'undo' };
    case 'y':
      return { does: 'redo' };
    case 'd':
      return { does: 'fillDown' };
    case 'backspace':
      return { does: 'removeLine' };
    case 'home':
      return { does: 'edge', row: 'first', column: 'first', extend: press.shiftKey };
    case 'end':
      return { does: 'edge', row: 'last', column: 'last', extend: press.shiftKey };
    default:
      return undefined;
  }
}

/** The intent of a key press, or nothing when the browser is to do what it does. */
export function intentOf(press: KeyPress, target: Target, typing: Typing): Intent | undefined {
  const input = target === 'name' || target === 'number';
  const caret = input && typing === 'caret';
  if (press.altKey) return undefined;
  if (press.ctrlKey || press.metaKey) return withControl(press);
  const arrow = ARROWS[press.key];
  if (arrow !== undefined) {
    const sideways = arrow[1] !== 0;
    if (caret && sideways) return undefined;
    const extend = press.shiftKey && (typing === 'none' || caret);
    return { does: 'move', down: arrow[0], right: arrow[1], extend };
  }
  switch (press.key) {
    case 'Home':
    case 'End': {
      if (caret || typing === 'replace') return undefined;
      const column = press.key === 'Home' ? 'first' : 'last';
      return { does: 'edge', row: 'same', column, extend: press.shiftKey };
    }
    case 'Enter':
      return target === 'button' || target === 'select'
        ? undefined
        : { does: 'enter', back: press.shiftKey };
    case 'Tab':
      return input ? { does: 'tab', back: press.shiftKey } : undefined;
    case 'F2':
      return { does: 'edit' };
    case 'Escape':
      return { does: 'revert' };
    case 'Delete':
      return typing === 'none' ? { does: 'clear' } : undefined;
    case '?':
    case '？':
      return target === 'name' || typing !== 'none' ? undefined : { does: 'keys' };
    default:
      return undefined;
  }
}
