// One object of every kind, by the API, and the settings that tell schemathesis of them.

import { readFileSync } from 'node:fs';

const example = (name) => JSON.parse(readFileSync(`examples/${name}.json`, 'utf8'));

// Endpoints alone can be deleted: by one step of a test, which found it in the list, while another goes on
// with the one that it created.
const GONE = /^\/v1\/webhook-endpoints\/\{id\}/;
const MAY_BE_GONE = 'checks.ensure_resource_availability.enabled = false\n';

const tokenOf = (link) => link.split('#')[1];

/**
 * Settings that give each path an object that is there: `all`, and those of `keys` alone, so that a test
 * does not revoke the key it is made with.
 */
export async function seed(url, key) {
  const send = async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  const post = (path, body) => send('POST', path, body);
  const get = (path) => send('GET', path);

  await post('/v1/price-lists', example('code-hosting'));
  const customer = await post('/v1/customers', { name: 'Contract' });
  const draft = { ...example('code-hosting.quote'), coupons: [] };
  const open = await post('/v1/quotes', { customer: customer.id, draft });
  const quote = await post('/v1/quotes', { customer: customer.id, draft });
  const { link } = await post(`/v1/quotes/${quote.id}/send`);
  // One to be declined, so that the others stay as they are.
  const unwanted = await post('/v1/quotes', { customer: customer.id, draft });
  const offered = await post(`/v1/quotes/${unwanted.id}/send`);
  const token = tokenOf(link);
  const accepted = await post(`/v1/links/${token}/accept`, { digest: quote.digest });
  const { subscription, invoice } = accepted;
  const change = await post(`/v1/subscriptions/${subscription}/change-link`);
  const changeToken = tokenOf(change.link);
  const { open: due } = await get(`/v1/invoices/${invoice}/payments`);
  const { currency } = await get(`/v1/subscriptions/${subscription}`).then((one) => one.contract);
  const paid = { customer: customer.id, currency, amount: due };
  const payment = await post('/v1/payments', paid);
  const refund = await post('/v1/refunds', { payment: payment.id, amount: '1' });
  const writeOff = await post(`/v1/invoices/${invoice}/write-off`, { amount: '1' });
  const { bill } = await get(`/v1/invoices/${invoice}`);
  const line = bill.lines.find((one) => Number(one.amount) > 1);
  const credited = { line: line.key, period: line.period, amount: '1' };
  const creditNote = await post('/v1/credit-notes', {
    invoice,
    credit: { lines: [credited] },
    reason: { en: 'Out of service' },
  });
  await post('/v1/usage-events', {
    events: [
      {
        id: 'contract-1',
        subscription,
        meter: example('code-hosting').meters[0].code,
        at: '2026-12-02T00:00:00Z',
        quantity: '3',
      },
    ],
  });
  const run = await post('/v1/bill-runs', { through: '2027-01-01T00:00:00Z', dry_run: true });
  const endpoint = await post('/v1/webhook-endpoints', {
    url: 'https://example.com/hooks',
    enabled: false,
  });
  // Endpoints and keys come to their end in a test: these are for the operations that end them.
  const doomed = await post('/v1/webhook-endpoints', {
    url: 'https://example.com/gone',
    enabled: false,
  });
  const spare = await post('/v1/keys', { name: 'Contract', role: 'read_only' });
  const events = await get(`/v1/events?object=${invoice}`);

  const paths = {
    '/v1/price-lists/{code}': { code: 'code-hosting' },
    '/v1/zones/{name}': { name: 'Asia/Tokyo' },
    '/v1/customers/{id}': { id: customer.id },
    '/v1/keys/{id}': { id: spare.id },
    '/v1/keys/{id}/revoke': { id: spare.id },
    '/v1/keys/{id}/rotate': { id: spare.id },
    '/v1/quotes/{id}': { id: open.id },
    '/v1/quotes/{id}/send': { id: open.id },
    '/v1/quotes/{id}/decline': { id: unwanted.id },
    '/v1/links/{token}': { token },
    '/v1/links/{token}/accept': { token },
    '/v1/links/{token}/decline': { token: tokenOf(offered.link) },
    '/v1/links/{token}/invoice': { token },
    '/v1/change-links/{token}': { token: changeToken },
    '/v1/change-links/{token}/commit': { token: changeToken },
    '/v1/change-links/{token}/invoices': { token: changeToken },
    '/v1/change-links/{token}/invoices/{id}': {
      token: changeToken,
      id: invoice,
    },
    '/v1/events/{id}': { id: events.data[0].id },
    '/v1/events/{id}/replay': { id: events.data[0].id },
    '/v1/payments/{id}': { id: payment.id },
    '/v1/payments/{id}/allocations': { id: payment.id },
    '/v1/payments/{id}/reverse': { id: payment.id },
    '/v1/refunds/{id}': { id: refund.id },
    '/v1/write-offs/{id}': { id: writeOff.id },
    '/v1/webhook-endpoints/{id}/deliveries': { id: endpoint.id },
    '/v1/webhook-endpoints/{id}/rotate-secret': { id: endpoint.id },
    '/v1/webhook-endpoints/{id}': { id: doomed.id },
  };
  const description = JSON.parse(readFileSync('web/public/openapi.json', 'utf8'));
  const kinds = {
    subscriptions: subscription,
    invoices: invoice,
    'credit-notes': creditNote.id,
    'bill-runs': run.id,
  };
  const settings = Object.keys(description.paths)
    .filter((path) => path.includes('{'))
    .map((path) => {
      const known = paths[path] ?? { id: kinds[path.split('/')[2]] };
      const pairs = Object.entries(known).map(([name, value]) => {
        if (value === undefined) throw new Error(`no object is known for ${path}`);
        return `${name} = ${JSON.stringify(value)}`;
      });
      const parameters = `parameters = { ${pairs.join(', ')} }\n`;
      return `[[operations]]\ninclude-path = "${path}"\n${parameters}${GONE.test(path) ? MAY_BE_GONE : ''}`;
    });
  const keys = settings.filter((one) => one.includes('"/v1/keys/'));
  return { keys: keys.join('\n'), all: settings.join('\n') };
}
