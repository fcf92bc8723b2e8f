// How long the main thread of Chromium takes from a movement of the seat slider, which comes at the
// beginning of a frame as the browser's own input does, until that frame with the new prices is painted:
// script, style, layout and painting. The page's questions to the API are answered from what the engine
// gives.
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

/** Milliseconds from each movement to the end of the frame that shows its prices, in rising order. */
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
        const body = pathname.endsWith('/invoices') ? '{"data":[],"next":null}' : view;
        return route.fulfill({ contentType: 'application/json', body });
      }
      const kind = KINDS[extname(pathname)] ?? 'application/octet-stream';
      return route.fulfill({ contentType: kind, body: file(`web/dist${pathname}`) });
    });
    await page.goto('http://plans.example/plan.html#token');
    await page.locator('#knob-0').waitFor();
    const times = await page.evaluate(async (count) => {
      const slider = document.querySelector('#knob-0');
      // What is done at the beginning of a frame, and when that frame was painted: a message that is
      // sent from a frame is received after it.
      const frame = (work) =>
        new Promise((resolve) => {
          requestAnimationFrame(() => {
            const start = performance.now();
            work();
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - start);
            port2.postMessage(undefined);
          });
        });
      const prices = () => document.querySelector('.card .price').textContent;
      const found = [];
      for (let turn = 0; turn < count; turn += 1) {
        const before = prices();
        const took = await frame(() => {
          slider.value = String(10 + (turn % 40));
          slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
        });
        if (prices() === before) throw new Error('the frame does not show the new price');
        found.push(took);
      }
      return found;
    }, MOVEMENTS);
    return times.toSorted((a, b) => a - b);
  } finally {
    await browser.close();
  }
}
