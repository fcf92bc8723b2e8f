/**
 * Decimal strings for people. Digits are only moved and grouped here, never computed: amounts come
 * from the engine with the decimals they have.
 */

const MINUS = '\u2212';
const NARROW = '\u00a0';

/** Groups the whole digits by three: `-1234567.50` → `−1,234,567.50`; a fraction keeps its slash. */
export function grouped(decimal: string): string {
  return decimal
    .split('/')
    .map((part) => {
      const negative = part.startsWith('-');
      const [whole = '', decimals] = (negative ? part.slice(1) : part).split('.');
      const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',');
      return `${negative ? MINUS : ''}${digits}${decimals === undefined ? '' : `.${decimals}`}`;
    })
    .join('/');
}

/** What a cell shows while it is not edited: plain decimals grouped, anything else as typed. */
export function groupedAsTyped(text: string): string {
  return /^-?\d+(\.\d+)?$/.test(text) ? grouped(text) : text;
}

const symbols = new Map<string, string>();
const decimals = new Map<string, number>();

function currencyFormat(currency: string, language: string): Intl.NumberFormat {
  return new Intl.NumberFormat(language, { style: 'currency', currency });
}

/** The sign of a currency: `$`, `¥`, `CA$`; its code where it has no sign. */
export function symbolOf(currency: string, language: string): string {
  const key = `${language} ${currency}`;
  let symbol = symbols.get(key);
  if (symbol === undefined) {
    const parts = currencyFormat(currency, language).formatToParts(0);
    symbol = parts.find((part) => part.type === 'currency')?.value ?? currency;
    if (symbol === '\uffe5') symbol = '\u00a5';
    if (/[A-Za-z]$/.test(symbol)) symbol += NARROW;
    symbols.set(key, symbol);
  }
  return symbol;
}

function decimalsOf(currency: string): number {
  let count = decimals.get(currency);
  if (count === undefined) {
    count = currencyFormat(currency, 'en').resolvedOptions().maximumFractionDigits ?? 2;
    decimals.set(currency, count);
  }
  return count;
}

/** An amount with its currency's sign, with the decimals it has: `-1234.50` → `−$1,234.50`. */
export function money(amount: string, currency: string, language: string): string {
  const negative = amount.startsWith('-');
  const digits = grouped(negative ? amount.slice(1) : amount);
  return `${negative ? MINUS : ''}${symbolOf(currency, language)}${digits}`;
}

/** A unit price or exact amount: its own decimals, at least those of the currency. */
export function unitPrice(price: string, currency: string, language: string): string {
  if (price.includes('/')) return money(price, currency, language);
  const [whole = '', part = ''] = price.split('.');
  const padded = part.padEnd(decimalsOf(currency), '0');
  return money(padded === '' ? whole : `${whole}.${padded}`, currency, language);
}

/** Whether two decimal strings are the same number. */
export function sameNumber(left: string, right: string): boolean {
  return plain(left) === plain(right);
}

function plain(decimal: string): string {
  const trimmed = decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
  return trimmed === '-0' ? '0' : trimmed;
}

/** A negative number as a reduction is shown: `20.00` → `-20.00`, nothing for zero. */
export function reduction(amount: string): string {
  if (/^-?0*(\.0*)?$/.test(amount)) return amount;
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

/** Whether a decimal string is zero. */
export function isZero(amount: string): boolean {
  return /^-?0*(\.0*)?$/.test(amount);
}
