// Every page and state, in both languages, light and dark, without a single axe violation.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { walk } from './states.mjs';
import { launch, openPage } from './system.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const CASES = [
  { language: 'en', width: 1440, colorScheme: 'light' },
  { language: 'ja', width: 1440, colorScheme: 'dark' },
  { language: 'en', width: 390, colorScheme: 'dark' },
  { language: 'ja', width: 390, colorScheme: 'light' },
];

for (const options of CASES) {
  const { language, width, colorScheme } = options;
  test(`${language}, ${width} px, ${colorScheme}`, async () => {
    // The check itself is a script that the page's own policy would not let in.
    const page = await openPage(browser, { ...options, reducedMotion: 'reduce', bypassCSP: true });
    const found = new Map();
    const states = [];
    await walk(page, async (state) => {
      states.push(state);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(
        (values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values } }),
        RULES,
      );
      for (const { id, nodes } of violations) {
        const key = `${id}: ${nodes.map(({ html }) => html).join('\n')}`;
        found.set(key, [...(found.get(key) ?? []), state]);
      }
      const lang = await page.evaluate(() => document.documentElement.lang);
      assert.equal(lang, language, `${state} says its language`);
    });
    assert.deepEqual(Object.fromEntries(found), {});
    assert.ok(states.length >= 16);
    assert.deepEqual(page.failures, []);
  });
}
