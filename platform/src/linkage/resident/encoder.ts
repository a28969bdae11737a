/** Writes one record at a time as the kernel reads it, in arrays with room for more; moves to larger ones when they are full. */
import type { Features } from '../features/store.ts'
import type { LinkageModel } from '../model/document.ts'
import type { Pack } from '../score/pack.ts'
import type { Blocking, Keys } from './blocking.ts'
import { longer } from './growing-texts.ts'
import { type Derived, fillShelves } from './shelves.ts'

export type Encoder = Readonly<{
  /** What the kernel has to be made of; another one after `grow`. */
  pack(): Pack
  /** Writes a record at a place; its values get codes for good only when it stays. Null when there is no room. */
  write(derived: Derived, place: number, how: Readonly<{ stays: boolean; blocking: Blocking }>): Keys | null
  grow(): void
}>

export function growingEncoder(
  model: LinkageModel,
  features: Features,
  first: Pack,
  { room }: Readonly<{ room: number }>,
): Encoder {
  const keyNames = model.blocking.flatMap(({ keys, split = [] }) => [...keys, ...split])
  const shelves = fillShelves([...new Set([...Object.keys(first.layout.slots), ...keyNames])], features, first)
  let capacity = first.count + room
  const grown = (before: Pack, codes: number): Pack => {
    shelves.grow(codes)
    const length = shelves.mostCodes() + codes
    // A value that came later has no known frequency.
    const bits = Object.entries(before.frequencyBits).map(
      ([key, known]) => [key, longer(Float64Array, known, length).fill(Infinity, known.length)] as const,
    )
    const words = longer(Int32Array, before.words, (capacity + 1) * before.layout.stride)
    return { ...before, words, sides: shelves.sides(before.sides), frequencyBits: Object.fromEntries(bits) }
  }
  let pack = grown(first, room)
  return {
    pack: () => pack,
    write(derived, place, { stays, blocking }) {
      const codes = place < capacity ? shelves.codesOf(derived, stays) : null
      if (!codes) return null
      writeWords(pack, codes, place)
      const codeOf = (name: string): number => codes.get(name)!
      return blocking.keysOf(codeOf, (name) => derived[name] ?? null, stays)
    },
    grow() {
      capacity *= 2
      pack = grown(pack, shelves.mostCodes() + room)
    },
  }
}

function writeWords({ layout, words, sides }: Pack, codes: ReadonlyMap<string, number>, place: number): void {
  const at = place * layout.stride
  for (const [name, slot] of Object.entries(layout.slots)) words[at + slot] = codes.get(name)!
  for (const [name, slot] of Object.entries(layout.digestSlots)) {
    const { digests } = sides[layout.dictionaries[name]!]!.texts!
    words[at + slot] = digests[4 * codes.get(name)!]!
    words[at + slot + 1] = digests[4 * codes.get(name)! + 1]!
  }
}
