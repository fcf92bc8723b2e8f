import { expect, test } from 'vitest';
import type { InvoiceDocument } from '../src/api/types';
import { answer } from '../src/derivation/bill';
import { en } from '../src/language/en';
import { said } from './telling';

const line = (name: string, amount: string, discount: string, billed?: string) => ({
  key: name,
  name: { en: name },
  amount,
  discount,
  net: amount,
  tax: '0.00',
  gross: amount,
  taxes: [],
  derivation: {
    parts: [],
    exact: '0',
    rounding: 'half_away_from_zero',
    amount: '0.00',
    ...(billed === undefined ? {} : { already_billed: billed }),
  },
});

/** A charge and a reduction that were billed and are credited, and a reduction of today. */
const invoice = {
  input: { contract: { currency: 'USD', zone: 'UTC', rounding: {}, events: [] } },
  bill: {
    currency: 'USD',
    tax_behavior: 'exclusive',
    lines: [
      line('Storage', '-20.00', '-2.00', '60.00'),
      line('Rebate', '5.00', '0.50', '-10.00'),
      line('More', '40.00', '4.00', '60.00'),
      line('Loyalty', '-30.00', '-3.00'),
    ],
    discounts: [],
    taxes: [],
    totals: {
      lines: '-5.00',
      discounts: '-0.50',
      returned_discounts: '-1.50',
      net: '-4.50',
      tax: '0.00',
      gross: '-4.50',
      due: '0.00',
      credit: '4.50',
    },
  },
} as unknown as InvoiceDocument;

test('discounts that go back are those of credits, whatever their sign', () => {
  const { subject, sentences } = answer(
    invoice,
    { about: 'total', total: { of: 'returned' } },
    en,
    'en',
  );
  expect(subject).toBe('Discounts taken back with credits  $1.50');
  expect(said(sentences)).toMatchInlineSnapshot(`
    "Discounts of earlier bills go back with what is credited
    Storage = $2.00
    Rebate = −$0.50
    Discounts taken back with credits = $1.50"
  `);
});
