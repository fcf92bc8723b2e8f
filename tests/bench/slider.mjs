// How long the work takes from a movement of the seat slider to new prices, laid out, on the built page in
// Chromium; the wait for the frame and its painting are not in it. The page's two questions to the API are answered from what the engine gives.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { priceQuote } from '@seikyu/engine';
import { chromium } from 'playwright-core';

const MOVEMENTS = 200;
const KINDS = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const file = (path) => readFileSync(new URL(`../../${path}`, import.meta.url));

/** What the link to a plan shows: a subscription of code hosting with a month of usage. */
function shown() {
  const list = file('examples/code-hosting.json').toString();
  const draft = { ...JSON.parse(file('examples/code-hosting.quote.json')), zone: 'UTC' };
  const { request } = JSON.parse(priceQuote(list, JSON.stringify(draft), '[]'));
  const usage = Object.entries(draft.usage).map(([meter, quantity]) => ({
    meter,
    at: '2026-12-10T00:00:00Z',
    quantity,
  }));
  return {
    subscription: 'sub',
    seller: { id: 'sel', name: 'Seller', mode: 'test' },
    customer: { name: 'Customer' },
    price_list: JSON.parse(list),
    request: { ...request, usage, through: '2026-12-16T00:00:00Z' },
    expires_at: '2027-01-16T00:00:00Z',
  };
}

/** Milliseconds from each movement to new prices and layout, in rising order. */
export async function movements() {
  const executablePath = process.env.CHROME_BIN ?? '/usr/bin/chromium';
  const browser = await chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  try {
    const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1440, height: 900 } });
    const view = JSON.stringify(shown());
    await page.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname.startsWith('/v1/')) {
        return route.fulfill({ contentType: 'application/json', body: view });
      }
      const kind = KINDS[extname(pathname)] ?? 'application/octet-stream';
      return route.fulfill({ contentType: kind, body: file(`web/dist${pathname}`) });
    });
    await page.goto('http://plans.example/plan.html#token');
    await page.locator('#knob-0').waitFor();
    const times = await page.evaluate(async (count) => {
      const slider = document.querySelector('#knob-0');
      const painted = () =>
        new Promise((resolve) => {
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now());
            port2.postMessage(undefined);
          });
        });
      const prices = () => document.querySelector('.card .price').textContent;
      const found = [];
      for (let turn = 0; turn < count; turn += 1) {
        // Right after a frame, where the whole of the next one is to spare.
        await painted();
        const before = prices();
        const start = performance.now();
        slider.value = String(10 + (turn % 40));
        slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
        // The work ends when what changed is laid out.
        const end = await new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now());
          queueMicrotask(() => {
            // Style and layout belong to the frame.
            document.body.getBoundingClientRect();
            port2.postMessage(undefined);
          });
        });
        await painted();
        if (prices() === before) throw new Error('the price did not move');
        found.push(end - start);
      }
      return found;
    }, MOVEMENTS);
    return times.toSorted((a, b) => a - b);
  } finally {
    await browser.close();
  }
}
