// Every page in each of its states, for what looks at all of them.
import { cell, newQuote, paste, signIn } from './builder.mjs';
import { settledInvoice } from './settled.mjs';
import { linkedPlan, sentQuote, url } from './system.mjs';

const DRAFT = {
  version: 'seikyu.quote.v1',
  price_list: 'code-hosting',
  plan: 'team',
  zone: 'Asia/Tokyo',
  start: '2026-12-01',
  quantities: { seats: '23' },
  usage: { 'linux-minutes': '41237', 'larger-minutes': '1815', cache: '37.5' },
  coupons: ['welcome15', 'runners25'],
  lines: [
    {
      key: 'line-1',
      name: { ja: '導入支援', en: 'Onboarding' },
      quantity: '2',
      unit_price: '150.00',
      taxes: ['standard'],
    },
  ],
};

const ELECTRICITY = {
  version: 'seikyu.quote.v1',
  price_list: 'electricity',
  plan: 'juryo-b-2025-02',
  zone: 'Asia/Tokyo',
  start: '2026-12-01',
  quantities: { base: '4' },
  usage: { energy: '350' },
};

const press = (page, name) => page.getByRole('button', { name }).first().click();

/** Walks through the states, calling `visit` with the name of each. */
export async function walk(page, visit) {
  await page.goto(`${url}/`);
  await page.getByRole('button', { name: /^(Sign in|サインイン)$/ }).click();
  await visit('sign-in-refused');

  const { link, quote } = await sentQuote(DRAFT);
  const electricity = await sentQuote(ELECTRICITY);
  await signIn(page);
  await page.getByRole('table').waitFor();
  await visit('quotes');
  await press(page, /Import a price list|価格表を取り込む/);
  await visit('import');
  await page.keyboard.press('Escape');
  await page.route('**/v1/quotes?*', (route) => route.fulfill({ json: { data: [], next: null } }));
  await page.reload();
  await page.getByText(/No quotes yet|見積はまだありません/).waitFor();
  await visit('quotes-empty');
  await page.unroute('**/v1/quotes?*');
  await page.route('**/v1/quotes?*', (route) => route.abort());
  await page.reload();
  await page.getByRole('alert').waitFor();
  await visit('quotes-failed');
  await page.unroute('**/v1/quotes?*');

  await newQuote(page);
  await page.getByLabel(/^(Customer|取引先)$/).selectOption('new');
  await visit('customer');
  await page.keyboard.press('Escape');
  await page.getByLabel(/^(Customer|取引先)$/).selectOption({ index: 1 });
  await cell(page, 0, 'quantity').fill('23');
  await cell(page, 1, 'quantity').fill('41237');
  await press(page, /Add line|行を追加/);
  await paste(page, '導入支援\t２\t150');
  await page
    .getByRole('status')
    .filter({ hasText: /Pasted|貼り付け/ })
    .waitFor();
  await visit('builder');
  await cell(page, 1, 'amount').click();
  await visit('why');
  await page.keyboard.press('Escape');
  await cell(page, 0, 'quantity').fill('二十三');
  await visit('builder-error');
  await cell(page, 0, 'quantity').fill('23');
  await page.keyboard.press('Control+K');
  await visit('commands');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await visit('keys');
  await page.keyboard.press('Escape');
  if ((page.viewportSize()?.width ?? 0) < 1080) {
    await press(page, /^(Document|書面)$/);
    await visit('builder-document');
  }
  await press(page, /Send link|リンクを送付/);
  await page.getByRole('dialog').getByRole('textbox').waitFor();
  await visit('sent');

  await page.goto('about:blank');
  await page.goto(link);
  await page.locator('[data-check="ok"]').waitFor();
  await visit('offer');
  await page.locator('.paper-totals .amount').nth(1).click();
  await visit('offer-why');
  await page.keyboard.press('Escape');
  await press(page, /Accept quote|見積を承諾する/);
  await page.getByRole('link', { name: /See the invoice|請求書を見る/ }).click();
  await page.locator('[data-check="ok"]').waitFor();
  await visit('invoice');
  await page.getByRole('link', { name: /Back to the quote|見積に戻る/ }).click();
  await page.locator('[data-check="ok"]').waitFor();
  await visit('offer-accepted');
  await page.goto('about:blank');
  await page.goto(electricity.link);
  await page.locator('[data-check="ok"]').waitFor();
  await visit('offer-electricity');
  await press(page, /Decline quote|見積を辞退する/);
  await page.getByRole('dialog').getByRole('textbox').fill('高すぎる');
  await visit('offer-declining');
  await press(page.getByRole('dialog'), /Decline quote|見積を辞退する/);
  await page.getByRole('heading', { name: /^(Declined|辞退済み)$/ }).waitFor();
  await visit('offer-declined');
  await page.goto(`${url}/#/quotes/${quote.id}`);
  await page.getByRole('link', { name: /Open the invoice|請求書を開く/ }).waitFor();
  await visit('quote-accepted');
  await page.route('**/v1/invoices/in_settled', (route) =>
    route.fulfill({ contentType: 'application/json', body: settledInvoice() }),
  );
  await page.goto(`${url}/invoice.html?id=in_settled`);
  await page.locator('[data-check="ok"]').waitFor();
  await visit('invoice-settled');
  await page.locator('.headline-amount').click();
  await visit('invoice-settled-why');
  await page.keyboard.press('Escape');
  await page.unroute('**/v1/invoices/in_settled');
  await page.goto(`${url}/quote.html#abc.def`);
  await page.getByRole('alert').waitFor();
  await visit('offer-refused');
  await page.goto(`${url}/invoice.html`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await visit('invoice-missing');
  const plan = await linkedPlan();
  await page.goto(plan.link);
  await page.locator('#knob-0').waitFor();
  await visit('plan');
  await page.locator('#knob-0').fill('60');
  await page.getByText(/The chart as a table|グラフを表で見る/).first().click();
  await visit('plan-moved');
  await page.getByRole('radio', { name: /Enterprise|エンタープライズ/ }).check();
  await visit('plan-other');
  await press(page, /Change now|変更する/);
  await page.getByText(/Changed|変更しました/).first().waitFor();
  await visit('plan-changed');
  await page.goto('about:blank');
  await page.goto(`${url}/plan.html#abc.def`);
  await page.getByRole('alert').waitFor();
  await visit('plan-refused');
}
