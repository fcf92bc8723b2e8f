// Every amount of an invoice on which everything happens is a button that explains this very amount.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signIn } from './builder.mjs';
import { settledInvoice } from './settled.mjs';
import { launch, openPage, url } from './system.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function open(language, body) {
  const page = await openPage(browser, { language });
  await page.route('**/v1/invoices/in_settled', (route) =>
    route.fulfill({ contentType: 'application/json', body }),
  );
  await signIn(page);
  await page.goto(`${url}/invoice.html?id=in_settled`);
  await page.locator('[data-check="ok"]').waitFor();
  return page;
}

for (const language of ['en', 'ja']) {
  test(`the why of each amount is of that amount (${language})`, async () => {
    const page = await open(language, settledInvoice());
    const amounts = page.locator('.paper .amount');
    const count = await amounts.count();
    assert.ok(count >= 25, `${count} amounts`);
    for (let index = 0; index < count; index += 1) {
      const shown = await amounts.nth(index).innerText();
      await amounts.nth(index).click();
      const sheet = page.getByRole('dialog');
      const subject = await sheet.locator('.subject').innerText();
      assert.ok(subject.endsWith(shown), `${subject} explains ${shown}`);
      const totals = await sheet.locator('.total .number').allInnerTexts();
      assert.ok(totals.includes(shown), `${subject} leads to ${totals}`);
      await page.keyboard.press('Escape');
    }
    assert.deepEqual(page.failures, []);
  });
}

test('an item is told by the name it had in its time', async () => {
  const page = await open('en', settledInvoice());
  await page.locator('.paper-lines .amount').first().click();
  const headings = page.getByRole('dialog').locator('.heading');
  assert.deepEqual(await headings.allInnerTexts(), [
    'Seats · Nov 1 – 15, 2026',
    'Seats, new price · Nov 16 – 30, 2026',
  ]);
});

test('the totals show what the bill says, from the items to what is due', async () => {
  const body = settledInvoice();
  const { totals, discounts, adjustments, taxes, wallets } = JSON.parse(body).bill;
  const page = await open('en', body);
  const less = (amount) => (/[1-9]/.test(amount) ? `−CHF ${amount}` : `CHF ${amount}`);
  const plus = (amount) => `CHF ${amount}`;
  const shown = await page.locator('[data-totals="invoice"] .amount').allInnerTexts();
  assert.deepEqual(
    shown.map((text) => text.replaceAll('\u00a0', ' ')),
    [
      plus(totals.lines),
      ...discounts.map((one) => less(one.amount)),
      plus(totals.returned_discounts.slice(1)),
      ...adjustments.map((one) => (one.kind === 'charge' ? plus : less)(one.amount)),
      plus(totals.net),
      ...taxes.map((one) => plus(one.amount)),
      plus(totals.gross),
      less(totals.withheld),
      less(totals.prepaid),
      ...wallets.map((one) => less(one.drawn)),
      less(totals.balance),
      less(totals.rounding.slice(1)),
      plus(totals.due),
    ],
  );
});
