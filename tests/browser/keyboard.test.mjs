// The whole quote without a mouse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { focusedCell, newQuote, rowTexts, signIn, totals } from './builder.mjs';
import { launch, openPage, provision } from './system.mjs';

let browser;
before(async () => {
  await provision();
  browser = await launch();
});
after(() => browser?.close());

async function openBuilder(options) {
  const page = await openPage(browser, options);
  await signIn(page);
  await newQuote(page);
  return page;
}

/** Presses Tab until the focus is in the grid. */
async function tabIntoGrid(page) {
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await focusedCell(page)) !== null) return;
    await page.keyboard.press('Tab');
  }
  assert.fail('the grid is not reached by Tab');
}

test('twenty lines, a discount, saved and sent, by keyboard alone', async () => {
  const page = await openBuilder();
  await page.locator('body').press('Control+K');
  await page.keyboard.type('New customer');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Keyboard AG');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await tabIntoGrid(page);
  assert.equal(await focusedCell(page), '0 quantity');
  await page.keyboard.type('12');
  await page.keyboard.press('Control+End');
  assert.equal(await focusedCell(page), '3 amount');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  for (let line = 1; line <= 20; line += 1) {
    await page.keyboard.type(`Item ${line}`);
    await page.keyboard.press('Tab');
    await page.keyboard.type(`${line}`);
    await page.keyboard.press('Tab');
    await page.keyboard.type('2.50');
    await page.keyboard.press('Tab');
    await page.waitForFunction((row) => document.activeElement?.dataset.row === row, `${line + 4}`);
  }
  assert.deepEqual(await rowTexts(page, 23), {
    name: 'Item 20',
    quantity: '20',
    unit_price: '2.50',
    interval: 'once',
    amount: '$50.00',
    remove: '',
  });
  const before = await totals(page);
  await page.keyboard.press('Control+K');
  await page.keyboard.type('Coupon');
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    (was) => document.querySelector('[data-total="start"]')?.textContent !== was,
    before[0],
  );
  await page.keyboard.press('Control+S');
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.keyboard.press('Control+K');
  await page.keyboard.type('Send');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Link for the customer' }).waitFor();
  await page.keyboard.press('Escape');
  assert.deepEqual(page.failures, []);
});

test('arrows, F2, Escape, Delete, Home and End do what a spreadsheet does', async () => {
  const page = await openBuilder();
  await tabIntoGrid(page);
  await page.keyboard.press('ArrowDown');
  assert.equal(await focusedCell(page), '1 quantity');
  await page.keyboard.press('ArrowRight');
  assert.equal(await focusedCell(page), '1 unit_price');
  await page.keyboard.press('Home');
  assert.equal(await focusedCell(page), '1 name');
  await page.keyboard.press('End');
  assert.equal(await focusedCell(page), '1 amount');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowRight');
  assert.equal(await focusedCell(page), '0 quantity');

  const start = (await totals(page))[0];
  await page.keyboard.type('77');
  assert.notEqual((await totals(page))[0], start, 'totals follow the keys');
  await page.keyboard.press('Escape');
  assert.equal((await totals(page))[0], start, 'Escape gives the former text back');
  await page.keyboard.press('F2');
  await page.keyboard.type('5');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await focusedCell(page), '0 quantity', 'with a caret, arrows are the text’s');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Delete');
  assert.equal((await totals(page))[0], null, 'an empty cell is not a zero');
  await page.keyboard.press('Control+Z');
  assert.equal((await totals(page))[0], start);
  await page.keyboard.press('Control+Y');
  assert.equal((await totals(page))[0], null);
  await page.keyboard.press('Control+Z');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await focusedCell(page), '0 quantity', 'focus comes back');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Why this amount?' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await focusedCell(page), '0 amount');
  assert.deepEqual(page.failures, []);
});

test('Tab leaves the grid: it is no trap', async () => {
  const page = await openBuilder();
  await tabIntoGrid(page);
  for (let presses = 0; presses < 30 && (await focusedCell(page)) !== null; presses += 1) {
    await page.keyboard.press('Tab');
  }
  assert.equal(await focusedCell(page), null);
});

test('an input method is left alone until the text is decided', async () => {
  const page = await openBuilder({ language: 'ja' });
  await page.getByRole('button', { name: '行を追加' }).click();
  await page.keyboard.press('Tab');
  const start = (await totals(page))[0];
  const client = await page.context().newCDPSession(page);
  for (const text of ['１', '１２']) {
    await client.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
    assert.equal((await totals(page))[0], start, 'nothing is computed while composing');
  }
  await client.send('Input.insertText', { text: '１２' });
  await page.waitForFunction(() => document.querySelector('[data-total="start"]') === null);
  assert.equal((await rowTexts(page, 4)).quantity, '１２');
  await page.keyboard.press('Tab');
  await page.keyboard.type('１００');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.type('研修');
  await page.keyboard.press('Enter');
  assert.equal((await rowTexts(page, 4)).amount, '$1,200.00');
  assert.deepEqual(page.failures, []);
});
