// What the journeys run against: a real server, a real Chromium, the command line.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

function needed(...names) {
  const name = names.find((candidate) => process.env[candidate]);
  if (name === undefined) throw new Error(`set ${names[0]}: these tests need a running server`);
  return process.env[name];
}

export const url = needed('SEIKYU_URL', 'SEIKYU_API_URL').replace(/\/$/, '');
export const key = needed('SEIKYU_API_KEY');
export const repository = new URL('../../', import.meta.url);

const CHROMIUM_ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch() {
  const executablePath = process.env.CHROMIUM ?? process.env.CHROME_BIN ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
}

/** A page of its own, in a language, that fails the test on any error of the page's script. */
export async function openPage(browser, options = {}) {
  const { language = 'en', width = 1440, height = 1000, ...rest } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language === 'ja' ? 'ja-JP' : 'en-US',
    timezoneId: 'Asia/Tokyo',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...rest,
  });
  const page = await context.newPage();
  page.failures = [];
  page.on('pageerror', (error) => page.failures.push(error.message));
  return page;
}

export function example(name) {
  return readFileSync(new URL(`examples/${name}.json`, repository), 'utf8');
}

/** A request to the API with the seller's key. */
export async function api(method, path, body) {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : { 'idempotency-key': crypto.randomUUID() }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** Puts the example price lists and a customer on the server. */
export async function provision() {
  for (const name of ['code-hosting', 'electricity', 'object-storage']) {
    await api('POST', '/v1/price-lists', example(name));
  }
  return api('POST', '/v1/customers', { name: 'みらい商事 K.K.', email: 'ap@mirai.example' });
}

/** A quote that was sent, and its link. */
export async function sentQuote(draft) {
  const customer = await provision();
  const quote = await api('POST', '/v1/quotes', { customer: customer.id, draft });
  const { link } = await api('POST', `/v1/quotes/${quote.id}/send`);
  return { quote, customer, link: url + link };
}

/**
 * A subscription of code hosting that began some weeks ago, used and billed until now, and the link to
 * its plan.
 */
export async function linkedPlan() {
  const customer = await provision();
  const daysAgo = (days) => new Date(Date.now() - days * 86_400_000).toISOString();
  const draft = {
    version: 'seikyu.quote.v1',
    price_list: 'code-hosting',
    plan: 'team',
    zone: 'Asia/Tokyo',
    start: daysAgo(40).slice(0, 10),
    quantities: { seats: '23' },
  };
  const { id } = await api('POST', '/v1/subscriptions', { customer: customer.id, draft });
  const used = (meter, quantity) => ({
    id: crypto.randomUUID(),
    subscription: id,
    meter,
    at: `${daysAgo(5).slice(0, 19)}Z`,
    quantity,
  });
  await api('POST', '/v1/usage-events', {
    events: [used('linux-minutes', '41237'), used('larger-minutes', '1815'), used('cache', '37.5')],
  });
  const through = `${new Date().toISOString().slice(0, 19)}Z`;
  await api('POST', `/v1/subscriptions/${id}/invoices`, { through });
  const { link } = await api('POST', `/v1/subscriptions/${id}/change-link`);
  return { subscription: id, link: url + link };
}

/** The engine on the command line: a bill request in, the bill's bytes out. */
export function billOnCommandLine(request) {
  const command = needed('SEIKYU_BIN', 'SEIKYU_COMMAND');
  return execFileSync(command, ['bill'], { input: request, encoding: 'utf8' }).replace(/\n$/, '');
}
