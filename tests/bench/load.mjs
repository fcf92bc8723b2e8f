// The parts of `cargo xtask load`: a subscription of three lines (flat, seats, graduated usage) by the API,
// SQL that copies it, and the run over all of them.

const START = '2026-10-01';
const THROUGH = '2026-10-31T15:00:00Z';
const READS = 300;
const [part, count, template] = process.argv.slice(2);

const monthly = { interval: { unit: 'month', count: 1 }, timing: 'in_arrears' };
const price = (code, product, rest) => ({ code, product, ...monthly, ...rest });
const product = (code, name) => ({ code, name: { en: name }, taxes: ['vat'] });

const list = {
  version: 'seikyu.price-list.v1',
  code: 'load',
  name: { en: 'Load' },
  currency: 'EUR',
  rounding: {},
  coupon_mode: 'sequential',
  tax: {
    behavior: 'exclusive',
    rates: [{ code: 'vat', category: 'S', percent: '20', name: { en: 'VAT' } }],
  },
  meters: [{ code: 'calls', name: { en: 'Calls' }, unit: { en: 'call' }, aggregation: 'sum' }],
  products: [product('base', 'Base'), product('seat', 'Seats'), product('call', 'Calls')],
  plans: [
    {
      code: 'team',
      version: 1,
      name: { en: 'Team' },
      prices: [
        price('base', 'base', { charge: { model: 'flat', amount: '49' } }),
        price('seats', 'seat', { charge: { model: 'per_unit', unit_price: '7' }, quantity: '5' }),
        price('calls', 'call', {
          usage: 'calls',
          charge: {
            model: 'graduated',
            tiers: [
              { up_to: '1000', unit_price: '0.01' },
              { up_to: '10000', unit_price: '0.008' },
              { up_to: null, unit_price: '0.005' },
            ],
          },
        }),
      ],
    },
  ],
};

/** How many statements D1 has run for what was sent. */
let statements = 0;

async function send(method, path, body) {
  const response = await fetch(process.env.SEIKYU_URL + path, {
    method,
    headers: {
      authorization: `Bearer ${process.env.SEIKYU_API_KEY}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  statements += Number(/(\d+) statements/.exec(response.headers.get('server-timing'))?.[1]);
  return JSON.parse(text);
}

/** Makes the subscription that is copied, and says its id. */
async function make() {
  await send('POST', '/v1/price-lists', list);
  const customer = await send('POST', '/v1/customers', { name: 'Load' });
  const draft = {
    version: 'seikyu.quote.v1',
    price_list: 'load',
    plan: 'team',
    zone: 'Asia/Tokyo',
    start: START,
    quantities: { seats: '23' },
  };
  const { id } = await send('POST', '/v1/subscriptions', { customer: customer.id, draft });
  const events = [5, 15, 25].map((day) => ({
    id: `load-${day}`,
    subscription: id,
    meter: 'calls',
    at: `2026-10-${String(day).padStart(2, '0')}T00:00:00Z`,
    quantity: String(day * 1000),
  }));
  await send('POST', '/v1/usage-events', { events });
  process.stdout.write(id);
}

/** Statements that make a copy of the subscription, with customer and usage of its own, `count` − 1 times. */
function copies() {
  const id = (prefix) => `'${prefix}_' || printf('%026d', n)`;
  const numbers = `WITH RECURSIVE numbers (n) AS (
    SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${count})`;
  const template_of = (table, column = 'subscription_id') =>
    `FROM ${table} AS t CROSS JOIN numbers WHERE t.${column} = '${template}'`;
  if (count === '1') return '';
  return [
    `INSERT INTO customers (seller_id, id, name, created_at)
    ${numbers} SELECT s.seller_id, ${id('cus')}, 'Load ' || n, s.created_at
    FROM subscriptions AS s CROSS JOIN numbers WHERE s.id = '${template}'`,
    `INSERT INTO subscriptions (seller_id, id, customer_id, version, status, currency, price_list,
      plan, started_at, terms, created_at, next_due_at, billed_through)
    ${numbers} SELECT t.seller_id, ${id('sub')}, ${id('cus')}, t.version, t.status, t.currency,
      t.price_list, t.plan, t.started_at, t.terms, t.created_at, t.next_due_at, t.billed_through
    ${template_of('subscriptions', 'id')}`,
    `INSERT INTO subscription_events (seller_id, subscription_id, sequence, event, created_at)
    ${numbers} SELECT t.seller_id, ${id('sub')}, t.sequence, t.event, t.created_at
    ${template_of('subscription_events')}`,
    `INSERT INTO usage_events (seller_id, id, subscription_id, meter, at, record, received_at)
    ${numbers} SELECT t.seller_id, t.id || '-' || n, ${id('sub')}, t.meter, t.at, t.record,
      t.received_at
    ${template_of('usage_events')}`,
  ]
    .map((statement) => `${statement};\n`)
    .join('');
}

async function median(read) {
  const times = [];
  for (let turn = 0; turn < READS; turn += 1) {
    const start = performance.now();
    await read();
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[READS / 2];
}

/** Bills all of them by one run, and reads an invoice. */
async function measure() {
  const start = performance.now();
  statements = 0;
  const { id } = await send('POST', '/v1/bill-runs', { through: THROUGH });
  let run;
  do {
    run = await send('POST', `/v1/bill-runs/${id}/advance`);
  } while (run.status === 'running');
  const took = performance.now() - start;
  const each = statements / run.billed;
  if (run.billed !== Number(count)) throw new Error(`billed ${run.billed} of ${count}`);
  const { data } = await send('GET', '/v1/invoices?limit=1');
  const invoice = await send('GET', `/v1/invoices/${data[0].id}`);
  if (invoice.bill.lines.length !== 3) throw new Error(`${invoice.bill.lines.length} lines`);
  await median(() => send('GET', '/healthz'));
  const bare = await median(() => send('GET', '/healthz'));
  const read = await median(() => send('GET', `/v1/invoices/${data[0].id}`));
  row([
    count,
    `${Math.round(took)} ms`,
    `${(took / run.billed).toFixed(2)} ms`,
    each.toFixed(3),
    `${bare.toFixed(2)} ms`,
    `${read.toFixed(2)} ms`,
    (read / bare).toFixed(2),
  ]);
}

function row(cells) {
  process.stdout.write(`${cells.map((cell) => cell.padStart(14)).join('')}\n`);
}

if (part === 'template') await make();
else if (part === 'copies') process.stdout.write(copies());
else if (part === 'measure') await measure();
else row(['subscriptions', 'one run', 'an invoice', 'statements', 'bare query', 'GET invoice', 'ratio']);
