/** Writes one record at a time as the kernel reads it, in arrays with room for more; moves to larger ones when they are full. */
import type { Features } from '../features/store.ts'
import { identityOf, type Value } from '../features/values.ts'
import type { LinkageModel } from '../model/document.ts'
import type { Pack } from '../score/pack.ts'
import type { Blocking, Keys } from './blocking.ts'
import { type Dictionary, growingDictionary } from './dictionary.ts'
import { longer } from './growing-texts.ts'

type Derived = Readonly<Record<string, Value | null>>

export type Encoder = Readonly<{
  /** What the kernel has to be made of; another one after `grow`. */
  pack(): Pack
  /** Writes a record at a place; its values get codes for good only when it stays. Null when there is no room. */
  write(derived: Derived, place: number, how: Readonly<{ stays: boolean; blocking: Blocking }>): Keys | null
  grow(): void
}>

/** Dictionaries by the array of values that features share. */
type Shelf = Readonly<{ dictionary: Dictionary; inKernel: number | null }>

/** Characters that there is room for, a code. */
const charactersOfACode = 24

export function growingEncoder(
  model: LinkageModel,
  features: Features,
  first: Pack,
  { room }: Readonly<{ room: number }>,
): Encoder {
  const names = [...new Set([...Object.keys(first.layout.slots), ...keyNames(model)])]
  const shelves = new Map<unknown, Shelf>()
  const shelfOf = new Map<string, Shelf>()
  const roomFor = (count: number) => ({ codes: count, characters: charactersOfACode * count + 2_000 })
  for (const name of names) {
    const { values, kind } = features.columns[name]!
    const inKernel = first.layout.dictionaries[name] ?? null
    let shelf = shelves.get(values)
    if (!shelf) {
      shelf = { inKernel, dictionary: growingDictionary(values, kind, inKernel === null ? {} : first.sides[inKernel]!) }
      shelf.dictionary.grow(roomFor(room))
      shelves.set(values, shelf)
    }
    shelfOf.set(name, shelf)
  }
  let capacity = first.count + room
  let pack = packWith(first, first.words)

  function packWith(before: Pack, words: Int32Array): Pack {
    const sides = before.sides.map(
      (side, at) => [...shelves.values()].find(({ inKernel }) => inKernel === at)?.dictionary.sides() ?? side,
    )
    const codes = Math.max(...[...shelves.values()].map(({ dictionary }) => dictionary.size())) + room + 64
    const frequencyBits = Object.fromEntries(
      Object.entries(before.frequencyBits).map(([key, bits]) => {
        const more = longer(Float64Array, bits, codes + bits.length)
        return [key, more.fill(Infinity, bits.length)] as const
      }),
    )
    return { ...before, words: longer(Int32Array, words, (capacity + 1) * before.layout.stride), sides, frequencyBits }
  }

  /** The codes of a record's values; null when there is no room. */
  function codesOf(derived: Derived, stays: boolean): ReadonlyMap<string, number> | null {
    const codes = new Map<string, number>()
    const passing = new Map<Shelf, Map<string, number>>()
    for (const [name, shelf] of shelfOf) {
      const value = derived[name] ?? null
      const code = value === null ? 0 : codeIn(shelf, value, stays ? null : passing)
      if (code === null) return null
      codes.set(name, code)
    }
    return codes
  }

  /** With `passing`, a new value's code is given to another one the next time. */
  function codeIn(shelf: Shelf, value: Value, passing: Map<Shelf, Map<string, number>> | null): number | null {
    const { dictionary } = shelf
    const known = dictionary.find(value)
    if (known !== undefined) return known
    if (!passing) {
      if (!dictionary.write(value, 0)) return null
      return dictionary.keep(value)
    }
    const here = passing.get(shelf) ?? new Map<string, number>()
    passing.set(shelf, here)
    const before = here.get(identityOf(value))
    if (before !== undefined) return before
    if (!dictionary.write(value, here.size)) return null
    const code = dictionary.size() + here.size
    here.set(identityOf(value), code)
    return code
  }

  function writeWords(codes: ReadonlyMap<string, number>, place: number): void {
    const { layout, words, sides } = pack
    const at = place * layout.stride
    for (const [name, slot] of Object.entries(layout.slots)) words[at + slot] = codes.get(name)!
    for (const [name, slot] of Object.entries(layout.digestSlots)) {
      const { digests } = sides[layout.dictionaries[name]!]!.texts!
      words[at + slot] = digests[4 * codes.get(name)!]!
      words[at + slot + 1] = digests[4 * codes.get(name)! + 1]!
    }
  }

  return {
    pack: () => pack,
    write(derived, place, { stays, blocking }) {
      if (place >= capacity) return null
      const codes = codesOf(derived, stays)
      if (!codes) return null
      writeWords(codes, place)
      return blocking.keysOf(
        (name) => codes.get(name)!,
        (name) => derived[name] ?? null,
        stays,
      )
    },
    grow() {
      capacity *= 2
      for (const { dictionary } of shelves.values()) dictionary.grow(roomFor(dictionary.size() + room))
      pack = packWith(pack, pack.words)
    },
  }
}

const keyNames = ({ blocking }: LinkageModel): readonly string[] =>
  blocking.flatMap(({ keys, split = [] }) => [...keys, ...split])
