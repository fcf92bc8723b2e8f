/** Which amount of a quote the reader asks about. */
import type { Total } from '../totals/rows';

export type DocumentId = 'start' | 'period';

export type Asked =
  | { about: 'line'; key: string }
  | { about: 'total'; document: DocumentId; total: Total };
