// A customer opens the link to a plan, moves seats, compares, chooses and commits; the invoice is what was
// shown.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, launch, linkedPlan, openPage } from './system.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const amounts = (page) => page.locator('.card .price').allInnerTexts();

for (const language of ['en', 'ja']) {
  test(`a plan is compared, chosen and committed (${language})`, async () => {
    const { subscription, link } = await linkedPlan();
    const page = await openPage(browser, { language });
    const asked = [];
    await page.goto(link);
    const seats = page.locator('#knob-0');
    await seats.waitFor();
    const today = await amounts(page);
    assert.equal(today.length, 2);
    page.on('request', (request) => asked.push(request.url()));

    // Ten seats more, by keyboard: every movement re-prices, and none asks the server.
    await seats.focus();
    for (let press = 0; press < 10; press += 1) await page.keyboard.press('ArrowRight');
    assert.equal(await seats.inputValue(), '33');
    const moved = await amounts(page);
    assert.notDeepEqual(moved, today);
    const due = page.locator('dd.strong').first();
    const before = await due.innerText();
    await page.getByLabel(/, exact number|（数値で入力）/).first().fill(language === 'ja' ? '４０' : '40');
    await page.keyboard.press('Enter');
    assert.notEqual(await due.innerText(), before);
    assert.deepEqual(asked, []);

    // Why an amount is what it is.
    await page.locator('td .amount').last().click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');

    // What is due now is told line by line, each amount with its why.
    const shown = await due.innerText();
    await page.locator('summary', { hasText: /due now, line by line|今回のお支払額の内訳/ }).click();
    const totals = page.locator('[data-totals="due_now"]');
    assert.equal(await totals.locator('.due .amount').innerText(), shown);
    await page.locator('details .lines .amount').first().click();
    const why = page.getByRole('dialog');
    assert.match(await why.innerText(), language === 'ja' ? /数量|席/ : /40 seats/);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: /Change now|変更する/ }).click();
    await page.getByText(/Changed|変更しました/).first().waitFor();
    const changed = await api('GET', `/v1/subscriptions/${subscription}`);
    const last = changed.contract.events.at(-1);
    assert.deepEqual([last.type, last.quantity], ['quantity_changed', '40']);
    const { data } = await api('GET', '/v1/invoices?limit=1');
    const invoice = await api('GET', `/v1/invoices/${data[0].id}`);
    assert.equal(invoice.subscription, subscription);
    const digits = (text) => text.replace(/[^0-9.]/g, '');
    assert.equal(digits(shown), invoice.bill.totals.due);

    // The customer opens that invoice, which the browser computes again, and comes back.
    await page.getByRole('link', { name: /Open the invoice|ご請求書を開く/ }).click();
    await page.getByRole('heading', { name: /Invoice|請求書/ }).first().waitFor();
    await page.getByText(invoice.number).first().waitFor();
    await page.locator('[data-check="ok"]').first().waitFor();
    await page.getByRole('link', { name: /Back to the plan|プランに戻る/ }).click();
    await page.getByRole('link', { name: invoice.number }).waitFor();
    assert.deepEqual(page.failures, []);
  });
}

test('a choice whose answer is lost is made once when it is sent again', async () => {
  const { subscription, link } = await linkedPlan();
  const page = await openPage(browser);
  await page.goto(link);
  await page.getByLabel(/, exact number/).first().fill('40');
  await page.keyboard.press('Enter');
  const { contract } = await api('GET', `/v1/subscriptions/${subscription}`);
  await page.route(
    '**/commit',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await page.getByRole('button', { name: /Change now/ }).click();
  await page.getByText('The change was not made').waitFor();
  await page.getByRole('button', { name: /Change now/ }).click();
  await page.getByText('✓ Changed', { exact: true }).waitFor();
  const made = await api('GET', `/v1/subscriptions/${subscription}`);
  assert.equal(made.contract.events.length, contract.events.length + 1);
  assert.equal(made.contract.events.at(-1).quantity, '40');
});

test('another plan from the next period on costs nothing now', async () => {
  const { subscription, link } = await linkedPlan();
  const page = await openPage(browser);
  await page.goto(link);
  await page.getByRole('radio', { name: 'Enterprise' }).check();
  await page.getByRole('radio', { name: 'From the next period on' }).check();
  assert.equal(await page.locator('dd.strong').first().innerText(), '$0.00');
  await page.getByRole('button', { name: /Change from the next period on/ }).click();
  await page.getByText('✓ Changed', { exact: true }).waitFor();
  const { contract } = await api('GET', `/v1/subscriptions/${subscription}`);
  assert.equal(contract.events.at(-1).plan.code, 'enterprise');
  assert.deepEqual(page.failures, []);
});

test('what cannot be read as a quantity is said, kept and moves nothing', async () => {
  const { link } = await linkedPlan();
  const page = await openPage(browser);
  await page.goto(link);
  const seats = page.getByLabel(/, exact number/).first();
  await seats.waitFor();
  const today = await amounts(page);
  await seats.fill('1,5');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('“1,5” is no quantity here').waitFor();
  assert.equal(await seats.inputValue(), '1,5');
  assert.equal(await seats.getAttribute('aria-invalid'), 'true');
  assert.deepEqual(await amounts(page), today);
  await seats.fill('1,500');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor({ state: 'detached' });
  assert.equal(await seats.inputValue(), '1500');
  assert.notDeepEqual(await amounts(page), today);
});

test('what has changed meanwhile is said, and the choice is kept', async () => {
  const { subscription, link } = await linkedPlan();
  const page = await openPage(browser);
  await page.goto(link);
  await page.getByLabel(/, exact number/).first().fill('30');
  await page.keyboard.press('Enter');
  const event = {
    id: crypto.randomUUID(),
    subscription,
    meter: 'cache',
    at: `${new Date().toISOString().slice(0, 19)}Z`,
    quantity: '1',
  };
  await api('POST', '/v1/usage-events', { events: [event] });
  await page.getByRole('button', { name: /Change now/ }).click();
  await page.getByText('Something has changed since you looked').waitFor();
  await page.getByRole('button', { name: 'Compute again' }).click();
  await page.getByText('Something has changed since you looked').waitFor({ state: 'detached' });
  assert.equal(await page.getByLabel(/, exact number/).first().inputValue(), '30');
  await page.getByRole('button', { name: /Change now/ }).click();
  await page.getByText('✓ Changed', { exact: true }).waitFor();
});
