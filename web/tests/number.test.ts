import { describe, expect, test } from 'vitest';
import {
  grouped,
  groupedAsTyped,
  isZero,
  money,
  reduction,
  sameNumber,
  symbolOf,
  unitPrice,
} from '../src/display/number';

describe('decimal strings are grouped without being computed', () => {
  test.each([
    ['0', '0'],
    ['999', '999'],
    ['1000', '1,000'],
    ['1234567.5', '1,234,567.5'],
    ['-1234.50', '−1,234.50'],
    ['1600/31', '1,600/31'],
    ['12345678901234567890.123456789012', '12,345,678,901,234,567,890.123456789012'],
  ])('%s is shown as %s', (decimal, shown) => {
    expect(grouped(decimal)).toBe(shown);
  });

  test('a text that is no plain decimal is shown as it was typed', () => {
    expect(groupedAsTyped('120000')).toBe('120,000');
    expect(groupedAsTyped('１２')).toBe('１２');
    expect(groupedAsTyped('abc')).toBe('abc');
    expect(groupedAsTyped('1,2')).toBe('1,2');
  });
});

describe('amounts carry the sign of their currency', () => {
  test.each([
    ['1234.50', 'USD', 'en', '$1,234.50'],
    ['-20.00', 'USD', 'ja', '−$20.00'],
    ['11873', 'JPY', 'ja', '¥11,873'],
    ['11873', 'JPY', 'en', '¥11,873'],
    ['5.00', 'CAD', 'en', 'CA$5.00'],
    ['5.00', 'CHF', 'en', 'CHF\u00a05.00'],
  ])('%s %s in %s is %s', (amount, currency, language, shown) => {
    expect(money(amount, currency, language)).toBe(shown);
  });

  test('yen have the half-width sign in Japanese too', () => {
    expect(symbolOf('JPY', 'ja')).toBe('¥');
  });

  test('unit prices keep their own decimals, and have at least those of the currency', () => {
    expect(unitPrice('0.00012', 'USD', 'en')).toBe('$0.00012');
    expect(unitPrice('12', 'USD', 'en')).toBe('$12.00');
    expect(unitPrice('12.5', 'USD', 'en')).toBe('$12.50');
    expect(unitPrice('29.80', 'JPY', 'ja')).toBe('¥29.80');
    expect(unitPrice('935', 'JPY', 'ja')).toBe('¥935');
    expect(unitPrice('-8.06', 'JPY', 'ja')).toBe('−¥8.06');
    expect(unitPrice('1600/31', 'USD', 'en')).toBe('$1,600/31');
  });
});

test('a reduction changes the sign, and zero has none', () => {
  expect(reduction('20.00')).toBe('-20.00');
  expect(reduction('-20.00')).toBe('20.00');
  expect(reduction('0.00')).toBe('0.00');
  expect(reduction('0')).toBe('0');
});

test('numbers are compared by value', () => {
  expect(sameNumber('120', '120.00')).toBe(true);
  expect(sameNumber('0.10', '0.1')).toBe(true);
  expect(sameNumber('100', '1')).toBe(false);
  expect(sameNumber('1600/31', '51.61')).toBe(false);
  expect(isZero('0.00')).toBe(true);
  expect(isZero('0.01')).toBe(false);
  expect(isZero('10')).toBe(false);
});
