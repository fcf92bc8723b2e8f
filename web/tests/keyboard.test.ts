import { expect, test } from 'vitest';
import { intentOf, type KeyPress, type Target } from '../src/grid/keyboard';
import type { Typing } from '../src/grid/selection.svelte';

function press(keys: string): KeyPress {
  const parts = keys.split('+');
  return {
    key: parts.at(-1) ?? '',
    shiftKey: parts.includes('Shift'),
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Meta'),
    altKey: parts.includes('Alt'),
  };
}

function check(keys: string, target: Target, typing: Typing, expected: unknown): void {
  expect(intentOf(press(keys), target, typing), `${keys} on ${target}, ${typing}`).toEqual(
    expected,
  );
}

test('arrows move, extend with Shift, and belong to the text while a caret is in it', () => {
  check('ArrowDown', 'number', 'none', { does: 'move', down: 1, right: 0, extend: false });
  check('Shift+ArrowRight', 'name', 'none', { does: 'move', down: 0, right: 1, extend: true });
  check('ArrowRight', 'number', 'replace', { does: 'move', down: 0, right: 1, extend: false });
  check('ArrowRight', 'number', 'caret', undefined);
  check('ArrowDown', 'number', 'caret', { does: 'move', down: 1, right: 0, extend: false });
  check('Alt+ArrowDown', 'select', 'none', undefined);
});

test('Enter goes down except where it presses a button', () => {
  check('Enter', 'number', 'replace', { does: 'enter', back: false });
  check('Shift+Enter', 'cell', 'none', { does: 'enter', back: true });
  check('Enter', 'button', 'none', undefined);
});

test('Tab moves from inputs and leaves from anything else', () => {
  check('Tab', 'number', 'none', { does: 'tab', back: false });
  check('Shift+Tab', 'name', 'replace', { does: 'tab', back: true });
  check('Tab', 'button', 'none', undefined);
});

test('Delete empties a cell, and a character while typing', () => {
  check('Delete', 'number', 'none', { does: 'clear' });
  check('Delete', 'number', 'caret', undefined);
});

test('the question mark shows keys except where it is text', () => {
  check('?', 'number', 'none', { does: 'keys' });
  check('？', 'button', 'none', { does: 'keys' });
  check('?', 'name', 'none', undefined);
  check('?', 'number', 'replace', undefined);
});

test('undo, redo, fill down and removal are with Ctrl or Meta', () => {
  check('Ctrl+z', 'number', 'replace', { does: 'undo' });
  check('Meta+Shift+z', 'number', 'none', { does: 'redo' });
  check('Ctrl+y', 'cell', 'none', { does: 'redo' });
  check('Ctrl+d', 'number', 'none', { does: 'fillDown' });
  check('Ctrl+Backspace', 'name', 'none', { does: 'removeLine' });
  check('Ctrl+c', 'number', 'none', undefined);
  check('Ctrl+v', 'number', 'none', undefined);
});

test('ordinary letters are typed', () => {
  check('a', 'name', 'none', undefined);
  check('5', 'number', 'none', undefined);
});
