/** The blocks of one rule, to which records are added: those of the beginning as they were grouped, later ones beside them. */
import type { Blocks } from '../block/blocks.ts'
import type { Interner } from '../block/interner.ts'
import { groupBlocks } from '../block/blocks.ts'
import type { KeyedBlocks } from '../block/keys.ts'

export type RuleIndex = Readonly<{
  /** The ids of a record whose keys have these codes; unknown ones are left out, or given when `give` is set. */
  idsOf(codes: readonly (readonly number[])[], give: boolean): readonly number[]
  /** Hands out the members of a block, some at a time. */
  each(id: number, see: (members: Uint32Array, from: number, to: number) => void): void
  /** How many members a block has, removed ones counted. */
  sizeOf(id: number): number
  add(id: number, record: number): void
}>

type Later = { members: Uint32Array; count: number }

export function indexRule({ keys, interners }: KeyedBlocks): RuleIndex {
  const blocks: Blocks = groupBlocks(keys, 1)
  const blockOf = new Int32Array(keys.highest + 1).fill(-1)
  for (const [block, id] of blocks.ids.entries()) blockOf[id] = block
  const later = new Map<number, Later>()
  return {
    idsOf: (codes, give) => chain(interners, codes, give),
    each(id, see) {
      const block = blockOf[id] ?? -1
      if (block >= 0) see(blocks.members, blocks.starts[block]!, blocks.starts[block + 1]!)
      const more = later.get(id)
      if (more) see(more.members, 0, more.count)
    },
    sizeOf(id) {
      const block = blockOf[id] ?? -1
      return (block < 0 ? 0 : blocks.starts[block + 1]! - blocks.starts[block]!) + (later.get(id)?.count ?? 0)
    },
    add(id, record) {
      const more = later.get(id) ?? { members: new Uint32Array(4), count: 0 }
      if (more.count === more.members.length) {
        const larger = new Uint32Array(2 * more.count)
        larger.set(more.members)
        more.members = larger
      }
      more.members[more.count++] = record
      later.set(id, more)
    },
  }
}

/** The first key's codes are ids already; each further key makes pairs of them. */
function chain(
  interners: readonly Interner[],
  codes: readonly (readonly number[])[],
  give: boolean,
): readonly number[] {
  let ids = codes[0]!
  for (const [at, interner] of interners.entries())
    ids = ids.flatMap((id) =>
      codes[at + 1]!.map((code) => (give ? interner.intern(id, code) : interner.find(id, code))),
    )
  return [...new Set(ids)].filter((id) => id !== 0).toSorted((a, b) => a - b)
}
