// The whole story: price list → live quote → link → acceptance → invoice, and the same bytes at
// every door.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cell, newQuote, rowTexts, signIn, totals } from './builder.mjs';
import { api, billOnCommandLine, launch, openPage, repository, url } from './system.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** The bill of a request by the engine that the page loaded, in the page. */
async function billInBrowser(page, request, wasm) {
  const module = readFileSync(new URL('crates/wasm/pkg/web/seikyu_wasm.js', repository), 'utf8');
  await page.route('**/engine-under-test.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: module }),
  );
  return page.evaluate(
    async ({ request, wasm }) => {
      const engine = await import('/engine-under-test.js');
      await engine.default({ module_or_path: wasm });
      const { zone } = JSON.parse(request).contract;
      const data = await (await fetch(`/v1/zones/${encodeURIComponent(zone)}`)).text();
      return engine.bill(request, `[${data}]`);
    },
    { request, wasm },
  );
}

test('a price list becomes a quote, a subscription and an invoice, with the same numbers', async () => {
  const page = await openPage(browser);
  await signIn(page);

  // The price list is imported through the page.
  await page.getByRole('button', { name: 'Import a price list' }).first().click();
  const file = fileURLToPath(new URL('examples/code-hosting.json', repository));
  await page.getByLabel('Price list file (JSON)').setInputFiles(file);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('Imported code-hosting').waitFor();

  // A quote is written; no key that is typed makes a request.
  await newQuote(page);
  await page.getByLabel('Customer', { exact: true }).selectOption({ label: 'New customer…' });
  await page.getByLabel('Name', { exact: true }).fill('Nordwind GmbH');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByLabel('Starts on').fill('2026-12-01');

  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  const seen = [];
  await cell(page, 0, 'quantity').click();
  for (const digit of '23') {
    await page.keyboard.type(digit);
    seen.push((await totals(page))[0]);
  }
  await page.keyboard.press('ArrowDown');
  for (const digit of '41237') {
    await page.keyboard.type(digit);
    seen.push((await totals(page))[1]);
  }
  await page.getByText(/Welcome|ようこそ/).click();
  await page.getByRole('button', { name: 'Add line' }).click();
  await page.keyboard.type('Migration');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2');
  await page.keyboard.press('Tab');
  await page.keyboard.type('150');
  await page.keyboard.press('Enter');
  assert.deepEqual(requests, [], 'typing makes no request');
  assert.equal(new Set(seen.slice(0, 2)).size, 2, 'each digit of the seats changes the start');
  assert.equal((await rowTexts(page, 0)).amount, '$92.00');

  // The derivation of an amount, in sentences.
  await page.locator('[data-row="1"][data-column="amount"]').click();
  const steps = page.getByRole('dialog').getByRole('listitem');
  assert.match(await steps.first().innerText(), /Usage: 41,237/);
  await page.keyboard.press('Escape');

  // It is saved and its link is made; the customer opens it without a key.
  const shown = await totals(page);
  await page.getByRole('button', { name: 'Send link' }).click();
  const link = await page.getByRole('dialog').getByRole('textbox').inputValue();
  assert.match(link, new RegExp(`^${url}/quote\\.html#`));

  const buyer = await openPage(browser);
  let wasm;
  buyer.on('response', (response) => {
    if (response.url().endsWith('.wasm')) wasm = response.url();
  });
  await buyer.goto(link);
  await buyer.locator('[data-check="ok"]').waitFor();
  const headline = await buyer.locator('.headline-amount').allInnerTexts();
  assert.deepEqual(headline, shown, 'the customer sees what the sales person saw');
  assert.equal(await buyer.getByText('These numbers check').count(), 1);

  // Accepted: a subscription and an invoice, once.
  const answered = buyer.waitForResponse((response) => response.url().endsWith('/accept'));
  await buyer.getByRole('button', { name: 'Accept quote' }).click();
  const accepted = await (await answered).json();
  assert.match(accepted.subscription, /^sub_/);
  await buyer.getByRole('link', { name: 'See the invoice' }).click();
  await buyer.locator('[data-check="ok"]').waitFor();
  const [due] = await buyer.locator('.headline-amount').allInnerTexts();
  assert.equal(due, shown[0], 'the invoice asks for what was shown');

  // The same bytes: stored at the edge, computed in this browser, computed on the command line.
  const token = link.split('#')[1];
  const stored = await (await fetch(`${url}/v1/links/${token}/invoice`)).text();
  const document = JSON.parse(stored);
  const at = stored.indexOf('"bill":') + '"bill":'.length;
  const bill = stored.slice(at, -1);
  const request = JSON.stringify(document.input);
  assert.equal(JSON.parse(bill).digest, document.bill.digest);
  assert.equal(await billInBrowser(buyer, request, wasm), bill, 'browser and edge');
  assert.equal(billOnCommandLine(request), bill, 'command line and edge');
  const subscription = await api('GET', `/v1/subscriptions/${accepted.subscription}`);
  assert.equal(subscription.id, accepted.subscription);

  // The sales person sees that it is accepted, and the invoice by the key.
  await page.goto(`${url}/#/`);
  await page.getByText('Accepted').first().waitFor();
  await page.goto(`${url}/invoice.html?id=${accepted.invoice}`);
  await page.locator('[data-check="ok"]').waitFor();
  assert.deepEqual([...page.failures, ...buyer.failures], []);
});

test('a link that was revised, or is not one, is explained and orders nothing', async () => {
  const page = await openPage(browser);
  await page.goto(`${url}/quote.html`);
  await page.getByRole('heading', { name: 'This link is incomplete' }).waitFor();
  await page.goto(`${url}/quote.html#abc.def`);
  await page.getByRole('heading', { name: 'This link is not valid' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Accept quote' }).count(), 0);
});
