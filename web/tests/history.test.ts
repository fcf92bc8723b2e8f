import { expect, test } from 'vitest';
import { History } from '../src/quote/history';

test('undo and redo walk through the states in order', () => {
  const history = new History<string>();
  history.push('a');
  history.push('b');
  expect(history.undo('c')).toBe('b');
  expect(history.undo('b')).toBe('a');
  expect(history.undo('a')).toBeUndefined();
  expect(history.redo('a')).toBe('b');
  expect(history.redo('b')).toBe('c');
  expect(history.redo('c')).toBeUndefined();
});

test('an edit after undo forgets what was undone', () => {
  const history = new History<string>();
  history.push('a');
  history.undo('b');
  expect(history.canRedo).toBe(true);
  history.push('a');
  expect(history.canRedo).toBe(false);
  expect(history.canUndo).toBe(true);
});

test('a hundred steps are kept', () => {
  const history = new History<number>();
  for (let step = 0; step < 150; step += 1) history.push(step);
  let count = 0;
  while (history.undo(-1) !== undefined) count += 1;
  expect(count).toBe(100);
});
