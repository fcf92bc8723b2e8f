/** Dates and instants for people, in the zone of the contract. */

/** Japanese dates are written out: 2026年11月24日. */
const styleOf = (language: string): 'long' | 'medium' => (language === 'ja' ? 'long' : 'medium');

/** A calendar date (`2026-12-01`) in words. */
export function date(day: string, language: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.valueOf())) return day;
  return new Intl.DateTimeFormat(language, {
    dateStyle: styleOf(language),
    timeZone: 'UTC',
  }).format(at);
}

/** The day on which an instant falls in a zone. */
export function dayOf(instant: string, zone: string, language: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.valueOf())) return instant;
  return new Intl.DateTimeFormat(language, { dateStyle: styleOf(language), timeZone: zone }).format(
    at,
  );
}

/** An instant with its time of day, in the reader's own zone. */
export function moment(instant: string, language: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.valueOf())) return instant;
  return new Intl.DateTimeFormat(language, {
    dateStyle: styleOf(language),
    timeStyle: 'short',
  }).format(at);
}

/** First and last day of a half-open period. */
export function period(
  span: { start: string; end: string },
  zone: string,
  language: string,
): string {
  const last = new Date(new Date(span.end).valueOf() - 1);
  // The range patterns of Japanese fall back to slashes, unlike its dates.
  if (language === 'ja') {
    return `${dayOf(span.start, zone, language)}～${dayOf(last.toISOString(), zone, language)}`;
  }
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: zone });
  return format.formatRange(new Date(span.start), last);
}

/** Today's date in a zone, as a calendar date. */
export function today(zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date());
}
