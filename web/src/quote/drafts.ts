/** Drafts kept in this browser, with or without a network, until they are saved on the server. */
import type { Snapshot } from './snapshot';

const PREFIX = 'seikyu.draft.';

export interface KeptDraft {
  /** Whose draft it is: one browser may be used by several sellers. */
  readonly seller: string;
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

export function keptDraft(id: string, seller: string): KeptDraft | undefined {
  const text = localStorage.getItem(PREFIX + id);
  if (text === null) return undefined;
  try {
    const draft = JSON.parse(text) as KeptDraft;
    return draft.seller === seller ? draft : undefined;
  } catch {
    return undefined;
  }
}

export function dropDraft(id: string): void {
  localStorage.removeItem(PREFIX + id);
}

/** The kept drafts of a seller, the latest first. */
export function keptDrafts(seller: string): KeptDraft[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .flatMap((key) => keptDraft(key.slice(PREFIX.length), seller) ?? [])
    .sort((left, right) => right.keptAt.localeCompare(left.keptAt));
}
