/**
 * Numbers to draw with: where on a chart a point lies, where a slider stands. What is shown and sent is
 * the engine's decimal text, never a number from here.
 */

/** A decimal string as a place on an axis; 0 where there is none. */
export function place(decimal: string | null | undefined): number {
  return Number(decimal ?? 0);
}

/** A place no further than the end of its axis. */
export function within(decimal: string, end: number): number {
  return Math.min(place(decimal), end);
}

/** Whole numbers at nothing, half way and the end of an axis, each once. */
export function axisMarks(end: number): string[] {
  return [...new Set([0, Math.round(end / 2), end])].map(String);
}

/** The smallest 1, 2 or 5 times a power of ten that is at least a number. */
export function roundUp(number: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(number, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= number) ?? 10 * power;
}
