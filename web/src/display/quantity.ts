/** Quantities with what they count, and rates with their name. */
import { grouped, groupedAsTyped } from './number';

/** A regular English plural; units with capitals, such as kWh or GiB-month, have none. */
function plural(unit: string): string {
  if (!/^[a-z][a-z -]*$/.test(unit) || unit.endsWith('s')) return unit;
  if (/[^aeiou]y$/.test(unit)) return `${unit.slice(0, -1)}ies`;
  return /(x|z|ch|sh)$/.test(unit) ? `${unit}es` : `${unit}s`;
}

const startsWithDigit = (unit: string): boolean => /^\d/.test(unit);

/** A unit beside a number in a cell of its own: `seat`, `× 10A`. */
export function unitMark(unit: string): string {
  return startsWithDigit(unit) ? `× ${unit}` : unit;
}

/** `23 seats`, `1 seat`, `350 kWh`, `23 席`; `4 × 10A` where the unit begins with a digit. */
export function quantityWords(quantity: string, unit: string, language: string): string {
  const number = groupedAsTyped(quantity);
  if (unit === '') return number;
  if (startsWithDigit(unit)) return `${number} × ${unit}`;
  return `${number} ${language === 'en' && quantity !== '1' ? plural(unit) : unit}`;
}

/** The name of a rate; the rate itself is added where the name does not say it. */
export function withPercent(name: string, percent: string): string {
  const rate = `${grouped(percent)}%`;
  return name.includes(rate) ? name : `${name} ${rate}`;
}
