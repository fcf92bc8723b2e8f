/**
 * Time-zone data for the engine: UTC needs none, any other zone is fetched once and kept in this
 * browser, so that a quote can be priced again without a network.
 */
import { bytes, client } from '../api/client';

const api = client();

const kept = (zone: string): string => `seikyu.zone.${zone}`;

/** Zone data as the JSON list that the engine reads. */
export async function zoneData(zone: string): Promise<string> {
  if (zone === 'UTC') return '[]';
  const known = localStorage.getItem(kept(zone));
  if (known !== null) return `[${known}]`;
  const params = { path: { name: zone } };
  const data = await bytes(api.GET('/v1/zones/{name}', { params, parseAs: 'text' }));
  try {
    localStorage.setItem(kept(zone), data);
  } catch {
    // A full store costs one request the next time, nothing else.
  }
  return `[${data}]`;
}

/** Several lists of zone data as one. */
export function joinZones(lists: readonly string[]): string {
  const data = lists.map((list) => list.slice(1, -1)).filter((inner) => inner !== '');
  return `[${data.join(',')}]`;
}
