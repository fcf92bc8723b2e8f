/** Which amount the reader asks about. */
export type DocumentId = 'start' | 'period';

export type Asked =
  | { about: 'line'; key: string }
  | { about: 'discount' | 'tax'; document: DocumentId; index: number }
  | { about: 'gross'; document: DocumentId };
