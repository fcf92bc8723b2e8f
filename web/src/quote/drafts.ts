/** Drafts kept in this browser, with or without a network, until they are saved on the server. */
import type { Snapshot } from './snapshot';

const PREFIX = 'seikyu.draft.';

export interface KeptDraft {
  readonly id: string;
  readonly customer: string;
  readonly priceListText: string;
  readonly snapshot: Snapshot;
  readonly keptAt: string;
}

/** Keeps a draft; false when this browser has no room for it. */
export function keepDraft(draft: KeptDraft): boolean {
  try {
    localStorage.setItem(PREFIX + draft.id, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function keptDraft(id: string): KeptDraft | undefined {
  const text = localStorage.getItem(PREFIX + id);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as KeptDraft;
  } catch {
    return undefined;
  }
}

export function dropDraft(id: string): void {
  localStorage.removeItem(PREFIX + id);
}

/** All kept drafts, the latest first. */
export function keptDrafts(): KeptDraft[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .flatMap((key) => keptDraft(key.slice(PREFIX.length)) ?? [])
    .sort((left, right) => right.keptAt.localeCompare(left.keptAt));
}
