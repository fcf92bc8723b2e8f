// An error is never shown as 0, and never saved.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cell, newQuote, rowTexts, signIn, totals } from './builder.mjs';
import { launch, openPage, provision, sentQuote, url } from './system.mjs';

let browser;
before(async () => {
  await provision();
  browser = await launch();
});
after(() => browser?.close());

const BAD = ['ten', '-3', '1,23', '1e5', 'NaN', '9'.repeat(40), '0.0000000000001', '', '∞'];

test('whatever is wrong in a cell, amounts and totals say so and saving is blocked', async () => {
  const page = await openPage(browser);
  await signIn(page);
  await newQuote(page);
  await page.getByLabel('Customer', { exact: true }).selectOption({ index: 1 });
  const before = await totals(page);
  for (const text of BAD) {
    await cell(page, 0, 'quantity').fill(text);
    const shown = await rowTexts(page, 0);
    assert.equal(shown.amount, 'cannot be computed', `“${text}”`);
    assert.deepEqual(await totals(page), [null, null], `“${text}”`);
    const described = await cell(page, 0, 'quantity').getAttribute('aria-describedby');
    const reason = await page.locator(`[id="${described}"]`).innerText();
    assert.ok(reason.length > 10, `“${text}” has a reason`);
    assert.equal(await page.getByText('Cannot be computed').first().isVisible(), true);
    assert.equal(await page.getByRole('button', { name: /^Save/ }).isDisabled(), true);
    assert.equal(await page.getByRole('button', { name: 'Send link' }).isDisabled(), true);
    const paper = await page
      .locator('.headline, .paper-lines tbody tr:first-child td:last-child')
      .allInnerTexts();
    assert.doesNotMatch(paper.join(), /\$/, `“${text}” has no amount on the document`);
  }
  await cell(page, 0, 'quantity').fill('1');
  assert.notEqual((await totals(page))[0], null);
  assert.equal((await totals(page)).length, before.length);
  assert.deepEqual(page.failures, []);
});

test('a server that cannot be reached is told as such, and the draft is kept', async () => {
  const page = await openPage(browser);
  await signIn(page);
  await newQuote(page);
  await page.getByLabel('Customer', { exact: true }).selectOption({ index: 1 });
  await page.context().setOffline(true);
  await cell(page, 0, 'quantity').fill('31');
  const shown = await totals(page);
  assert.notEqual(shown[0], null, 'prices need no network');
  await page.getByRole('button', { name: /^Save/ }).click();
  await page.getByText('The server cannot be reached.').waitFor();
  assert.deepEqual(await totals(page), shown);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByRole('grid').waitFor();
  assert.equal((await rowTexts(page, 0)).quantity, '31', 'the draft survives a reload');
  assert.deepEqual(await totals(page), shown);
  assert.deepEqual(page.failures, []);
});

test('texts that are not accepted survive a reload, too', async () => {
  const page = await openPage(browser);
  await signIn(page);
  await newQuote(page);
  await cell(page, 0, 'quantity').fill('ten');
  await page.getByText('Kept on this device').or(page.getByText('Cannot be saved')).waitFor();
  await page.waitForTimeout(400);
  await page.reload();
  await page.getByRole('grid').waitFor();
  assert.equal((await rowTexts(page, 0)).quantity, 'ten');
  assert.deepEqual(await totals(page), [null, null]);
});

test('numbers that do not check cannot be accepted', async () => {
  const { link } = await sentQuote({
    version: 'seikyu.quote.v1',
    price_list: 'code-hosting',
    plan: 'team',
    zone: 'UTC',
    start: '2026-12-01',
    quantities: { seats: '5' },
  });
  const page = await openPage(browser);
  await page.route('**/v1/links/*', async (route) => {
    const response = await route.fetch();
    const view = await response.json();
    await route.fulfill({ response, json: { ...view, digest: 'f'.repeat(64) } });
  });
  await page.goto(link);
  await page.locator('[data-check="bad"]').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Accept quote' }).isDisabled(), true);
});

test('a wrong key, an unknown invoice and a refused price list are explained', async () => {
  const page = await openPage(browser);
  await page.goto(`${url}/#key=sk_test_nothing`);
  await page.getByText('This key is not accepted.').waitFor();
  await signIn(page);
  await page.reload();
  await page.getByRole('button', { name: 'Import a price list' }).first().click();
  await page
    .getByLabel('Price list file (JSON)')
    .setInputFiles({ name: 'list.json', mimeType: 'application/json', buffer: Buffer.from('{') });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('Not imported: 1 thing is wrong with the file.').waitFor();
  await page.goto(`${url}/invoice.html?id=inv_00000000000000000000000000`);
  await page.getByRole('heading', { name: 'There is no such invoice' }).waitFor();
  assert.deepEqual(page.failures, []);
});
