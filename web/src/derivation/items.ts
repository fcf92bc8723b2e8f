/** The items of a contract as they were in time, from all of its events. */
import type { Contract, Event, Item } from '../engine/engine';

interface ItemVersion {
  readonly from: number;
  readonly item: Item;
}

/** What an event brings; a commitment or a coupon is no item. */
function itemsOf(event: Event): readonly Item[] {
  switch (event.type) {
    case 'created':
    case 'plan_changed':
      return event.items;
    case 'item_added':
    case 'item_changed':
      return [event.item];
    default:
      return [];
  }
}

/** Finds an item by its key as it was at an instant, or, where none is given, as it was last. */
export function itemsOfContract(
  contract: Contract,
): (key: string, at?: string) => Item | undefined {
  const takenBack = new Set(
    contract.events.flatMap((event) => (event.type === 'unscheduled' ? [event.event] : [])),
  );
  const versions = new Map<string, ItemVersion[]>();
  const happened = contract.events
    .filter((event) => !('id' in event && event.id !== undefined && takenBack.has(event.id)))
    .map((event) => ({ event, from: Date.parse(event.at) }));
  // Events of one instant keep their order, in which the later one holds.
  for (const { event, from } of happened.toSorted((one, other) => one.from - other.from)) {
    for (const item of itemsOf(event)) {
      versions.set(item.key, [...(versions.get(item.key) ?? []), { from, item }]);
    }
  }
  return (key, at) => {
    const all = versions.get(key) ?? [];
    const until = at === undefined ? Number.POSITIVE_INFINITY : Date.parse(at);
    return (all.findLast(({ from }) => from <= until) ?? all[0])?.item;
  };
}
