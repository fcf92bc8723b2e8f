// Everything that the API tells of a seller at a day, as text: two databases that tell the same are alike.

import { createHash } from 'node:crypto';

const url = process.env.SEIKYU_API_URL;
const key = process.env.SEIKYU_API_KEY;
const AT = '2450-01-01';

async function told(path) {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return text;
}

const say = (path, text) =>
  console.log(`${path} ${text.length} ${createHash('sha256').update(text).digest('hex')}`);

async function* entries(path) {
  const mark = path.includes('?') ? '&' : '?';
  for (let cursor = ''; ; ) {
    const text = await told(`${path}${mark}limit=100${cursor}`);
    const page = JSON.parse(text);
    yield* page.data;
    if (page.next === null) return;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

for (const report of ['trial-balance', 'receivables-aging']) {
  const path = `/v1/reports/${report}?at=${AT}`;
  console.log(path, await told(path));
}
for (const list of [
  ...['customers', 'price-lists', 'quotes', 'subscriptions', `invoices?at=${AT}`, 'credit-notes'],
  ...['payments', 'refunds', 'write-offs', 'journal', 'events', 'bill-runs', 'webhook-endpoints'],
]) {
  const path = `/v1/${list}`;
  let count = 0;
  for await (const entry of entries(path)) {
    say(`${path} ${entry.id ?? entry.code}`, JSON.stringify(entry));
    count += 1;
  }
  console.log(path, count);
}
let verified = 0;
for (const documents of ['invoices', 'credit-notes']) {
  for await (const { id } of entries(`/v1/${documents}`)) {
    say(`/v1/${documents}/${id}`, await told(`/v1/${documents}/${id}`));
    const verification = JSON.parse(await told(`/v1/${documents}/${id}/verify`));
    if (!verification.verified) throw new Error(`${id}: ${JSON.stringify(verification)}`);
    verified += 1;
  }
}
console.log(`verified: ${verified} documents`);
