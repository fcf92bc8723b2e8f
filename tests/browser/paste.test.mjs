// Ranges from a spreadsheet: full-width digits, signs and separators, and cells that are not numbers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cell, focusedCell, newQuote, paste, rowTexts, signIn, totals } from './builder.mjs';
import { launch, openPage, provision } from './system.mjs';

let browser;
before(async () => {
  await provision();
  browser = await launch();
});
after(() => browser?.close());

async function builderWithLine() {
  const page = await openPage(browser);
  await signIn(page);
  await newQuote(page);
  await page.getByRole('button', { name: 'Add line' }).click();
  return page;
}

test('a range with full-width digits and bad cells: nothing lost, nothing guessed', async () => {
  const page = await builderWithLine();
  await paste(
    page,
    ['研修\t１２\t¥１，５００', 'Setup\tabc\t200', 'Rebate\t1\t△50', 'Odd\t1,23\t10'].join('\n'),
  );
  await page.getByText('Pasted 12 cells in 4 rows.').waitFor();
  await page.getByText('2 cells are not accepted.').waitFor();
  assert.equal((await rowTexts(page, 4)).amount, '$18,000.00');
  const bad = await rowTexts(page, 5);
  assert.equal(bad.quantity, 'abc', 'the text is kept');
  assert.equal(bad.amount, 'cannot be computed');
  assert.equal((await rowTexts(page, 6)).amount, '−$50.00');
  assert.equal(
    (await rowTexts(page, 7)).quantity,
    '1,23',
    'what can be read in two ways is not guessed',
  );
  assert.deepEqual(await totals(page), [null, null]);
  const report = page.locator('.report');
  assert.match(await report.innerText(), /“abc” is not a number/);
  assert.match(await report.innerText(), /“1,23” can be read in two ways/);

  // Each bad cell is a click away; corrected, the totals are back.
  await report.getByRole('button', { name: 'Row 6, Quantity' }).click();
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await report.getByRole('button', { name: 'Row 8, Quantity' }).click();
  await page.keyboard.type('1');
  await page.keyboard.press('ArrowUp');
  assert.equal((await rowTexts(page, 5)).amount, '$600.00');
  assert.notEqual((await totals(page))[0], null);

  // One step back takes the whole range away again.
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Control+Z');
  assert.equal(await page.locator('.grid-row').count(), 5);
  assert.deepEqual(page.failures, []);
});

test('a copied range pastes back as it was', async () => {
  const page = await builderWithLine();
  await paste(page, 'One\t2\t3.50\nTwo\t4\t1.25');
  await page.getByText('Pasted 6 cells in 2 rows.').waitFor();
  await cell(page, 4, 'name').click();
  for (const key of ['Shift+ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowRight']) {
    await page.keyboard.press(key);
  }
  await page.keyboard.press('Control+C');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, 'One\t2\t3.50\nTwo\t4\t1.25');
  await page.getByRole('button', { name: 'Add line' }).click();
  await page.keyboard.press('Control+V');
  await page.waitForFunction(() => document.querySelectorAll('.grid-row').length === 8);
  assert.equal((await rowTexts(page, 7)).amount, '$5.00');
  assert.deepEqual(page.failures, []);
});

test('ten thousand lines are pasted within a second or so and stay quick to type in', async () => {
  const page = await builderWithLine();
  const lines = Array.from({ length: 10_000 }, (_, line) => `Line ${line}\t${line + 1}\t0.25`);
  const began = performance.now();
  await paste(page, lines.join('\n'));
  await page.getByText('Pasted 30000 cells in 10000 rows.').waitFor();
  const pasted = performance.now() - began;
  await page.keyboard.press('Control+End');
  assert.equal(await focusedCell(page), '10003 amount', 'rows far from view are reached by keys');
  assert.equal((await rowTexts(page, 10_003)).amount, '$2,500.00');

  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowRight');
  await page.evaluate(() => {
    globalThis.times = [];
    const measure = () => {
      const pressed = performance.now();
      requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => globalThis.times.push(performance.now() - pressed);
        painted.port2.postMessage(null);
      });
    };
    addEventListener('keydown', measure, true);
  });
  for (const digit of '123456781234567812345') {
    await page.keyboard.press(digit);
    await page.waitForTimeout(50);
    if (digit === '8') await page.keyboard.press('Control+Z');
  }
  const times = (await page.evaluate(() => globalThis.times)).sort((left, right) => left - right);
  const median = times[Math.floor(times.length / 2)];
  console.log(
    `10,000 lines: pasted in ${pasted.toFixed(0)} ms; key to next frame, median ${median.toFixed(1)} ms`,
  );
  assert.ok(pasted < 5000, `pasting took ${pasted} ms`);
  assert.ok(median < 100, `a key takes ${median} ms`);
  assert.deepEqual(page.failures, []);
});
