// Something of every kind in the database behind a server, a long document among them.

import { readFileSync } from 'node:fs';
import { seed } from '../contract/seed.mjs';

const url = process.env.SEIKYU_API_URL;
const key = process.env.SEIKYU_API_KEY;

async function post(path, body) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

await seed(url, key);
const customer = await post('/v1/customers', { name: "L'Été; -- 請求書\n".trim() });
const list = JSON.parse(readFileSync('examples/code-hosting.json', 'utf8'));
await post('/v1/invoices', {
  customer: customer.id,
  price_list: list.code,
  zone: 'Asia/Tokyo',
  lines: Array.from({ length: 1000 }, (_, at) => ({
    name: { en: `It's line ${at}; the "long" one`, ja: `${at} 行目` },
    quantity: `${at + 1}`,
    unit_price: '1.234567',
    taxes: [list.tax.rates[0].code],
  })),
});
const run = await post('/v1/bill-runs', { through: '2027-03-01T00:00:00Z' });
for (;;) {
  const { status } = await post(`/v1/bill-runs/${run.id}/advance`);
  if (status === 'done') break;
}
