// Pictures of every page and state, for people to look at; and that nothing sticks out of the page.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { walk } from './states.mjs';
import { launch, openPage, repository } from './system.mjs';

const folder = fileURLToPath(new URL('test-results/screenshots/', repository));

let browser;
before(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await launch();
});
after(() => browser?.close());

const SIZES = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];

for (const language of ['en', 'ja']) {
  for (const size of SIZES) {
    test(`${language} at ${size.width} px`, async () => {
      const page = await openPage(browser, { language, ...size, reducedMotion: 'reduce' });
      await walk(page, async (state) => {
        const { content, window } = await page.evaluate(() => ({
          content: document.documentElement.scrollWidth,
          window: document.documentElement.clientWidth,
        }));
        assert.ok(content <= window, `${state} is ${content} px wide in a window of ${window} px`);
        // Tall enough for the whole page, so that what sticks to its edges is where it belongs.
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) });
        await page.screenshot({ path: `${folder}${state}-${language}-${size.width}.png` });
        await page.setViewportSize(size);
      });
    });
  }
}
