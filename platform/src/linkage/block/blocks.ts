/** Records grouped into the blocks of one rule, and how many pairs that makes. */
import type { BlockKeys } from './keys.ts'

/** Which pairs are wanted: of all records, or only of different sources, or only within a source. */
export type LinkMode = 'all' | 'across' | 'within'

/** Where each record comes from; records of one source stand together. Left out: all from one. */
export type Sources = Readonly<{ mode: LinkMode; sourceOf: Uint16Array }>

/** Block b holds `members[starts[b]]` up to `members[starts[b + 1]]`, ascending; blocks of one record are left out. */
export type Blocks = Readonly<{ starts: Uint32Array; members: Uint32Array; ids: Uint32Array }>

/** `least`: blocks of fewer records are left out. */
export function groupBlocks({ ids, starts, highest }: BlockKeys, least = 2): Blocks {
  const sizes = new Uint32Array(highest + 2)
  for (const id of ids) sizes[id]!++
  let blocks = 0
  let places = 0
  for (let id = 1; id <= highest; id++)
    if (sizes[id]! >= least) {
      blocks++
      places += sizes[id]!
    }
  const blockStarts = new Uint32Array(blocks + 1)
  const blockIds = new Uint32Array(blocks)
  const members = new Uint32Array(places)
  // From here on `sizes[id]` is where the block's next member goes, plus one; 0 for a block that is left out.
  let at = 0
  for (let id = 1, block = 0; id <= highest; id++) {
    const size = sizes[id]!
    sizes[id] = size >= least ? at + 1 : 0
    if (size < least) continue
    blockIds[block] = id
    at += size
    blockStarts[++block] = at
  }
  const put = (record: number, id: number): void => {
    const place = sizes[id]!
    if (id === 0 || place === 0) return
    members[place - 1] = record
    sizes[id] = place + 1
  }
  if (!starts) for (let record = 0; record < ids.length; record++) put(record, ids[record]!)
  else
    for (let record = 0; record + 1 < starts.length; record++)
      for (let one = starts[record]!; one < starts[record + 1]!; one++) put(record, ids[one]!)
  return { starts: blockStarts, members, ids: blockIds }
}

/** How many pairs the blocks make, before pairs of earlier rules are taken out; exact up to 2^53. */
export function pairsOf({ starts, members }: Blocks, sources?: Sources): number {
  let pairs = 0
  for (let block = 0; block + 1 < starts.length; block++)
    pairs += pairsWithin(members, starts[block]!, starts[block + 1]!, sources)
  return pairs
}

function pairsWithin(members: Uint32Array, from: number, to: number, sources?: Sources): number {
  const all = ((to - from) * (to - from - 1)) / 2
  if (!sources || sources.mode === 'all') return all
  let within = 0
  for (let start = from, at = from + 1; at <= to; at++)
    if (at === to || sources.sourceOf[members[at]!] !== sources.sourceOf[members[start]!]) {
      within += ((at - start) * (at - start - 1)) / 2
      start = at
    }
  return sources.mode === 'within' ? within : all - within
}
