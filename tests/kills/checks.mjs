// What has to hold after any crash.

import { createHash } from 'node:crypto';
import { monthOf, monthStart, netCents, SUBSCRIPTIONS } from './clients.mjs';

const VERIFIED = 100;

function must(holds, what) {
  if (!holds) throw new Error(what);
}

const cents = (amount) => Math.round(Number(amount) * 100);

/** Checks everything, and says what was checked. */
export async function check(clients, receiver) {
  const invoices = (await clients.list('/v1/invoices')).toSorted((a, b) =>
    a.number < b.number ? -1 : 1,
  );
  must(clients.months > 0, 'no month was billed');
  const due = clients.months * SUBSCRIPTIONS;
  must(invoices.length === due, `${invoices.length} invoices instead of ${due}`);
  await chain(clients, invoices);
  await payments(clients, invoices);
  await books(clients, invoices);
  const events = await delivered(clients, receiver);
  return `${clients.months} months, ${due} invoices, ${clients.paid.size} payments, ${events} events`;
}

/** Each period once, at its price; numbers without gap; each document names the one before. */
async function chain(clients, invoices) {
  const billed = new Set();
  let previous;
  for (const [index, listed] of invoices.entries()) {
    const sequence = Number(listed.number.split('-').at(-1));
    must(sequence === index + 1, `${listed.number} is number ${index + 1}`);
    const text = await clients.text(`/v1/invoices/${listed.id}`);
    const invoice = JSON.parse(text);
    must(invoice.previous === previous, `${listed.number} does not name the one before`);
    previous = createHash('sha256').update(text).digest('hex');
    const periods = new Set(invoice.bill.lines.map(({ period }) => period.start));
    must(periods.size === 1 && invoice.bill.lines.length === 3, `lines of ${listed.number}`);
    const [start] = periods;
    const month = monthOf(start);
    must(monthStart(month) === start, `${listed.number} bills from ${start}`);
    must(cents(listed.net) === netCents(month), `${listed.number} comes to ${listed.net}`);
    const key = `${invoice.subscription} ${start}`;
    must(!billed.has(key), `${key} is billed twice`);
    billed.add(key);
  }
  const step = Math.max(1, Math.floor(invoices.length / VERIFIED));
  for (let index = 0; index < invoices.length; index += step) {
    const verified = await clients.send('GET', `/v1/invoices/${invoices[index].id}/verify`);
    must(verified.verified, `${invoices[index].number} is not verified`);
  }
}

/** Each payment once, each invoice paid by its own. */
async function payments(clients, invoices) {
  const recorded = await clients.list('/v1/payments');
  const references = new Set(recorded.map(({ reference }) => reference));
  must(references.size === recorded.length, 'an invoice is paid twice');
  must(recorded.length === invoices.length, `${recorded.length} payments`);
  must(clients.paid.size === invoices.length, `${clients.paid.size} are known to be paid`);
  for (const invoice of invoices) must(invoice.open === '0.00', `${invoice.number} is open`);
}

/** The trial balance comes to zero, and to what was billed and paid. */
async function books(clients, invoices) {
  const { currencies } = await clients.send('GET', '/v1/reports/trial-balance?at=2100-01-01');
  const [{ debit, credit, accounts, currency }] = currencies;
  must(currencies.length === 1 && currency === 'EUR', 'another currency');
  must(debit === credit, `${debit} is not ${credit}`);
  const sum = accounts.reduce((total, { balance }) => total + cents(balance), 0);
  must(sum === 0, `the accounts come to ${sum}`);
  const gross = invoices.reduce((total, invoice) => total + cents(invoice.gross), 0);
  const cash = accounts.find(({ account }) => account === 'cash');
  must(cents(cash.balance) === gross, `cash is ${cash.balance}, billed ${gross}`);
}

/** Every event at least once at the first endpoint, and everywhere those of an object in their order. */
async function delivered(clients, receiver) {
  const first = receiver.taken.filter(({ endpoint }) => endpoint.endsWith('/0'));
  const taken = new Set(first.map(({ id }) => id));
  const events = await clients.list('/v1/events');
  // The latest come first.
  const since = events.slice(0, events.findIndex(({ id }) => id === clients.before));
  must(since.length > 0, 'nothing happened');
  for (const { id, type } of since) must(taken.has(id), `${type} ${id} was never delivered`);
  const last = new Map();
  for (const { endpoint, object, sequence } of receiver.taken) {
    const key = `${endpoint} ${object}`;
    const before = last.get(key) ?? sequence - 1;
    must(sequence <= before + 1, `${object} skips from ${before} to ${sequence}`);
    last.set(key, Math.max(before, sequence));
  }
  return since.length;
}
