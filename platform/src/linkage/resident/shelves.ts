/** The dictionaries of all features, one for those that share one, and the codes of a record's values in them. */
import type { Features } from '../features/store.ts'
import { identityOf, type Value } from '../features/values.ts'
import type { Pack } from '../score/pack.ts'
import type { Sides } from '../score/sides.ts'
import { type Dictionary, growingDictionary } from './dictionary.ts'

export type Derived = Readonly<Record<string, Value | null>>

export type Shelves = Readonly<{
  /** The codes of a record's values, given for good or for this once; null when there is no room. */
  codesOf(derived: Derived, stays: boolean): ReadonlyMap<string, number> | null
  /** By the kernel's dictionary. */
  sides(before: readonly Sides[]): readonly Sides[]
  /** The most codes of any. */
  mostCodes(): number
  grow(room: number): void
}>

/** Characters that there is room for, a code. */
const charactersOfACode = 24

type Shelf = Readonly<{ dictionary: Dictionary; inKernel: number | null }>
/** New values of a record that does not stay: their codes are given to others the next time. */
type Passing = Map<Shelf, Map<string, number>>

export function fillShelves(names: readonly string[], features: Features, { layout, sides }: Pack): Shelves {
  const byValues = new Map<unknown, Shelf>()
  const shelfOf = new Map<string, Shelf>()
  for (const name of names) {
    const { values, kind } = features.columns[name]!
    const inKernel = layout.dictionaries[name] ?? null
    const begun = inKernel === null ? {} : sides[inKernel]!
    const shelf = byValues.get(values) ?? { inKernel, dictionary: growingDictionary(values, kind, begun) }
    byValues.set(values, shelf)
    shelfOf.set(name, shelf)
  }
  const all = [...byValues.values()]
  return {
    codesOf(derived, stays) {
      const codes = new Map<string, number>()
      const passing: Passing | null = stays ? null : new Map()
      for (const [name, shelf] of shelfOf) {
        const value = derived[name] ?? null
        const code = value === null ? 0 : codeIn(shelf, value, passing)
        if (code === null) return null
        codes.set(name, code)
      }
      return codes
    },
    sides: (before) =>
      before.map((side, at) => all.find(({ inKernel }) => inKernel === at)?.dictionary.sides() ?? side),
    mostCodes: () => Math.max(...all.map(({ dictionary }) => dictionary.size())),
    grow(room) {
      for (const { dictionary } of all) dictionary.grow({ codes: room, characters: charactersOfACode * room + 2_000 })
    },
  }
}

function codeIn(shelf: Shelf, value: Value, passing: Passing | null): number | null {
  const { dictionary } = shelf
  const known = dictionary.find(value)
  if (known !== undefined) return known
  if (!passing) return dictionary.write(value, 0) ? dictionary.keep(value) : null
  const here = passing.get(shelf) ?? new Map<string, number>()
  passing.set(shelf, here)
  const before = here.get(identityOf(value))
  if (before !== undefined) return before
  if (!dictionary.write(value, here.size)) return null
  const code = dictionary.size() + here.size
  here.set(identityOf(value), code)
  return code
}
