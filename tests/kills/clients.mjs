// The clients of a server that is killed: one bills month after month, one records payments, one is the
// cron that sends webhooks. What got no answer is repeated with the same idempotency key, and only then
// does a client go on.

export const SUBSCRIPTIONS = 25;
const SEATS = 23;
const MONTHS_MAX = 240;
const FIRST_YEAR = 2006;

/** The first instant of a month, the first being 0. */
export function monthStart(month) {
  const year = FIRST_YEAR + Math.floor(month / 12);
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01T00:00:00Z`;
}

/** The month of an instant. */
export function monthOf(instant) {
  const [year, month] = instant.split('-').map(Number);
  return (year - FIRST_YEAR) * 12 + month - 1;
}

/** Calls that each subscription makes in a month. */
export const calls = (month) => 100 * (1 + (month % 7));

/** What a month costs in cents, before tax: 49 flat, 23 seats of 7, calls of 0.01. */
export const netCents = (month) => 4900 + SEATS * 700 + calls(month);

const monthly = { interval: { unit: 'month', count: 1 }, timing: 'in_arrears' };
const price = (code, product, rest) => ({ code, product, ...monthly, ...rest });
const product = (code) => ({ code, name: { en: code }, taxes: ['vat'] });

const PRICE_LIST = {
  version: 'seikyu.price-list.v1',
  code: 'kills',
  name: { en: 'Kills' },
  currency: 'EUR',
  tax: {
    behavior: 'exclusive',
    rates: [{ code: 'vat', category: 'S', percent: '20', name: { en: 'VAT' } }],
  },
  meters: [{ code: 'calls', name: { en: 'Calls' }, unit: { en: 'call' }, aggregation: 'sum' }],
  products: [product('base'), product('seat'), product('call')],
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
          charge: { model: 'graduated', tiers: [{ up_to: null, unit_price: '0.01' }] },
        }),
      ],
    },
  ],
};

/** No answer came: whether the request took effect is not known. */
class Unanswered extends Error {}

export class Clients {
  /** Months that are billed. */
  months = 0;
  subscriptions = [];
  /** Every invoice that was paid: its id, and the cents. */
  paid = new Map();
  endpoints = [];
  /** The last event before there was an endpoint. */
  before = '';
  #url;
  #key;
  #stopped = false;
  #unpaid = [];
  #listed = 0;

  constructor(url, key) {
    this.#url = url;
    this.#key = key;
  }

  /** Sends a request, and gives the JSON of its answer. */
  async send(method, path, body, idempotency) {
    const text = await this.#ask(method, path, body, idempotency);
    return text === '' || path.startsWith('/cdn-cgi/') ? undefined : JSON.parse(text);
  }

  /** The answer to a question as it is, to the byte. */
  text(path) {
    return this.#ask('GET', path);
  }

  /** A refusal is a fault of the test or the server; no answer is neither. */
  async #ask(method, path, body, idempotency) {
    let answer;
    let text;
    try {
      answer = await fetch(this.#url + path, {
        method,
        headers: {
          authorization: `Bearer ${this.#key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(idempotency === undefined ? {} : { 'idempotency-key': idempotency }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await answer.text();
    } catch (error) {
      throw new Unanswered(String(error));
    }
    // What wrangler itself says while workerd is gone is no answer of the API.
    const ours = answer.headers.has('x-request-id') || path.startsWith('/cdn-cgi/');
    if (answer.status === 503 || !ours) throw new Unanswered(`${answer.status} ${text}`);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text;
  }

  /** All entries of a list. */
  async list(path, most = Number.POSITIVE_INFINITY) {
    const entries = [];
    let cursor = '';
    while (cursor !== null && entries.length < most) {
      const mark = path.includes('?') ? '&' : '?';
      const page = await this.send('GET', `${path}${mark}limit=100${cursor && `&cursor=${cursor}`}`);
      entries.push(...page.data);
      cursor = page.next;
    }
    return entries;
  }

  async prepare(receiver) {
    await this.send('POST', '/v1/price-lists', PRICE_LIST);
    for (let index = 0; index < SUBSCRIPTIONS; index += 1) {
      const customer = await this.send('POST', '/v1/customers', { name: `Customer ${index}` });
      const draft = {
        version: 'seikyu.quote.v1',
        price_list: 'kills',
        plan: 'team',
        zone: 'UTC',
        start: monthStart(0).slice(0, 10),
        quantities: { seats: String(SEATS) },
      };
      const made = await this.send('POST', '/v1/subscriptions', { customer: customer.id, draft });
      this.subscriptions.push({ id: made.id, customer: customer.id });
    }
    const [last] = await this.list('/v1/events', 1);
    this.before = last.id;
    await this.addEndpoint(receiver);
  }

  /** Adds an endpoint. One that is served when the server is killed rests until its lease ends. */
  async addEndpoint(receiver) {
    const url = `${receiver}/${this.endpoints.length}`;
    const endpoint = await this.send('POST', '/v1/webhook-endpoints', { url });
    this.endpoints.push(endpoint.id);
  }

  stop() {
    this.#stopped = true;
  }

  /** Works until it is stopped or no answer comes, and says how many requests got none. */
  async work() {
    this.#stopped = false;
    const clients = [() => this.#billMonth(), () => this.#pay(), () => this.#dispatch()];
    const ends = clients.map(async (turn) => {
      try {
        while (!this.#stopped) {
          // A client with nothing to do waits for the others.
          if (!(await turn())) await new Promise((resolve) => setTimeout(resolve, 10));
        }
        return 0;
      } catch (error) {
        if (error instanceof Unanswered) return 1;
        throw error;
      }
    });
    return (await Promise.all(ends)).reduce((sum, one) => sum + one, 0);
  }

  /** Does what is left, until all is paid and every event has arrived. */
  async finish() {
    while (await this.#billMonth(true));
    while (await this.#pay());
    do await this.#dispatch();
    while ((await this.#undelivered()) > 0);
  }

  /** Sends the usage of a month, and bills it by a run; `begun` only what was begun. */
  async #billMonth(begun = false) {
    if (this.months >= MONTHS_MAX || (begun && !this.#begun)) return false;
    this.#begun = true;
    const month = this.months;
    const events = this.subscriptions.map(({ id }) => ({
      id: `${id}-${month}`,
      subscription: id,
      meter: 'calls',
      at: monthStart(month),
      quantity: String(calls(month)),
    }));
    await this.send('POST', '/v1/usage-events', { events });
    const through = { through: monthStart(month + 1) };
    const run = await this.send('POST', '/v1/bill-runs', through, `run-${month}`);
    let after = run;
    while (after.status === 'running') {
      after = await this.send('POST', `/v1/bill-runs/${run.id}/advance`);
    }
    this.months = month + 1;
    this.#begun = false;
    return true;
  }

  #begun = false;

  /** Pays an invoice in full. */
  async #pay() {
    if (this.#unpaid.length === 0) {
      if (this.#listed === this.months) return false;
      const months = this.months;
      // Those of the month that is being billed may come before them.
      const most = (months - this.#listed + 1) * SUBSCRIPTIONS;
      const newest = await this.list('/v1/invoices', most);
      this.#unpaid = newest.filter((invoice) => !this.paid.has(invoice.id));
      this.#listed = months;
      return true;
    }
    const invoice = this.#unpaid[0];
    const payment = {
      customer: invoice.customer,
      currency: 'EUR',
      amount: invoice.gross,
      reference: invoice.number,
      allocations: [{ invoice: invoice.id, amount: invoice.gross }],
    };
    await this.send('POST', '/v1/payments', payment, `pay-${invoice.id}`);
    this.paid.set(invoice.id, Math.round(Number(invoice.gross) * 100));
    this.#unpaid.shift();
    return true;
  }

  /** The cron of a minute. */
  async #dispatch() {
    await this.send('GET', '/cdn-cgi/handler/scheduled');
    return false;
  }

  async #undelivered() {
    let pending = 0;
    for (const endpoint of this.endpoints) {
      const deliveries = await this.list(`/v1/webhook-endpoints/${endpoint}/deliveries`);
      pending += deliveries.filter(({ status }) => status !== 'delivered').length;
    }
    if (pending > 0) await new Promise((resolve) => setTimeout(resolve, 500));
    return pending;
  }
}
