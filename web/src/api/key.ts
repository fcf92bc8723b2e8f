/** The API key of this tab: kept in session storage, never in the address. */

const STORED = 'seikyu.key';

/** Takes a key from the address's `#key=…`, removes it there, and gives the key of this tab. */
export function takeKey(): string | undefined {
  const match = /^#key=([^&]+)$/.exec(location.hash);
  if (match?.[1] !== undefined) {
    keepKey(decodeURIComponent(match[1]));
    history.replaceState(null, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(STORED) ?? undefined;
}

export function keepKey(key: string): void {
  sessionStorage.setItem(STORED, key);
}

const SELLER = 'seikyu.seller';

/** Whose key this tab has; known from the last answer of the server, also without a network. */
export function sellerOfTab(): string {
  return sessionStorage.getItem(SELLER) ?? '';
}

export function keepSeller(id: string): void {
  sessionStorage.setItem(SELLER, id);
}

export function forgetKey(): void {
  sessionStorage.removeItem(STORED);
  sessionStorage.removeItem(SELLER);
}
