// A restored database goes on: the next month is billed, and its numbers follow without a gap.

const url = process.env.SEIKYU_API_URL;
const key = process.env.SEIKYU_API_KEY;

async function ask(method, path, body) {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

const last = async () => (await ask('GET', '/v1/invoices?limit=1')).data[0];
const sequence = ({ number }) => Number(number.split('-').at(-1));

const before = await last();
const run = await ask('POST', '/v1/bill-runs', { through: '2027-05-01T00:00:00Z' });
let billed = 0;
for (;;) {
  const { status, billed: so_far } = await ask('POST', `/v1/bill-runs/${run.id}/advance`);
  billed = so_far;
  if (status === 'done') break;
}
const after = await last();
if (billed === 0) throw new Error('nothing was billed');
if (sequence(after) !== sequence(before) + billed) {
  throw new Error(`${before.number} is followed by ${billed} invoices until ${after.number}`);
}
const { verified } = await ask('GET', `/v1/invoices/${after.id}/verify`);
if (!verified) throw new Error(`${after.number} is not verified`);
console.log(`${billed} billed on, until ${after.number}`);
