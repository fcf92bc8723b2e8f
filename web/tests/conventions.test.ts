import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../src/', import.meta.url);
/** Made from the description of the API, and read by nobody. */
const GENERATED = 'api/schema.d.ts';

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name !== GENERATED)
  .filter((name) => /\.(ts|svelte|css)$/.test(name))
  .map((name) => ({ name, text: readFileSync(new URL(name, root), 'utf8') }));

const code = files.filter(({ name }) => !name.endsWith('.css'));

/** What turns a decimal string into a float, or a float into a string that looks exact. */
const FLOATS =
  /\bparseFloat\b|\bparseInt\b|\bNumber\s*\(|\bBigInt\s*\(|\.toFixed\b|\.toPrecision\b/;

/** Places on a chart or a slider, which nobody reads as an amount. */
const DRAWING = 'display/drawing.ts';

test('money is never computed in TypeScript', () => {
  const computing = code.filter(({ name }) => name !== DRAWING);
  const found = computing.flatMap(({ name, text }) =>
    text.split('\n').flatMap((line, at) => (FLOATS.test(line) ? [`${name}:${at + 1}`] : [])),
  );
  expect(found).toEqual([]);
});

test('only charts and sliders draw with numbers', () => {
  const importers = code.filter(({ text }) => text.includes('display/drawing'));
  expect(importers.map(({ name }) => name).sort()).toEqual([
    'pages/plan/CostChart.svelte',
    'pages/plan/Knobs.svelte',
    'pages/plan/knobs.ts',
  ]);
});

test('only one module knows the engine package by its name', () => {
  const importers = code.filter(({ text }) => text.includes("'@seikyu/engine'"));
  expect(importers.map(({ name }) => name)).toEqual(['engine/engine.ts']);
});

test('components stay within 200 lines, other files within 500', () => {
  const long = files.filter(({ name, text }) => {
    const lines = text.split('\n').length;
    return lines > (name.endsWith('.svelte') ? 200 : 500);
  });
  expect(long.map(({ name }) => name)).toEqual([]);
});

describe('what is shown comes from the catalogs', () => {
  const components = code.filter(({ name }) => name.endsWith('.svelte'));
  test.each(components.map(({ name, text }) => [name, text]))('%s', (_, text) => {
    const markup = text
      .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/<kbd[^>]*>[^<]*<\/kbd>/g, '')
      .replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, '')
      .replace(/<[^>]+>/g, ' ');
    expect(markup.match(/[A-Za-z]{3,}/g) ?? []).toEqual([]);
  });
});
