/** Long lists in chunks: only what is near the view is in the document. */

/** Lists up to here are always whole. */
const WHOLE_MAX = 200;
const CHUNK = 50;

export interface ChunkRange {
  readonly from: number;
  readonly to: number;
  readonly always: boolean;
}

/** The chunks of a list; `keep` is the row that has to be there, such as the one with the focus. */
export function chunks(count: number, keep: number): ChunkRange[] {
  const ranges: ChunkRange[] = [];
  for (let from = 0; from < count; from += CHUNK) {
    const to = Math.min(from + CHUNK, count);
    const kept = keep >= from && keep < to;
    ranges.push({ from, to, always: from === 0 || kept || count <= WHOLE_MAX });
  }
  return ranges;
}
