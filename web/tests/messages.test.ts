import { describe, expect, test } from 'vitest';
import { en } from '../src/language/en';
import { ja } from '../src/language/ja';

type Leaf = [path: string, value: unknown];

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}/${key}`));
}

const english = new Map(leaves(en));
const japanese = new Map(leaves(ja));

test('both languages have the same messages', () => {
  expect([...japanese.keys()].sort()).toEqual([...english.keys()].sort());
});

test('no message is empty in both languages', () => {
  const empty = [...english].filter(([path, text]) => text === '' && japanese.get(path) === '');
  expect(empty).toEqual([]);
});

describe('messages with arguments use every one of them', () => {
  const functions = [...english].filter(([, value]) => typeof value === 'function');
  test.each(functions.map(([path]) => path))('%s', (path) => {
    for (const catalog of [english, japanese]) {
      const message = catalog.get(path) as (...values: unknown[]) => string;
      const values = Array.from({ length: message.length }, (_, index) => index + 71);
      const said = message(...values);
      for (const value of values) expect(said).toContain(`${value}`);
    }
  });
});

test('Japanese messages are in Japanese', () => {
  const same = [...english].filter(
    ([path, value]) =>
      typeof value === 'string' && value.length > 8 && japanese.get(path) === value,
  );
  expect(same.map(([path]) => path)).toEqual(
    same.map(([path]) => path).filter((path) => path.startsWith('/keys/list/')),
  );
});
