/** A pair of records as one table: what both say of the same thing stands in one row. */
import type { ReviewedComparison, ReviewedRecord } from '#entities'
import { placeInName, subjectOf } from '../person/subjects.ts'

type Value = ReviewedRecord['values'][number]
type Told = string | number | boolean
export type Row = Readonly<{ what: string; left: readonly Told[]; right: readonly Told[] }>

/** What either record has, in the order of the left one. A thing of which a record says nothing has no values. */
export function sideBySide(left: readonly Value[], right: readonly Value[]): readonly Row[] {
  const [ofLeft, ofRight] = [told(left), told(right)]
  return [...new Set([...ofLeft.keys(), ...ofRight.keys()])]
    .map((what) => ({ what, left: ofLeft.get(what) ?? [], right: ofRight.get(what) ?? [] }))
    .toSorted((one, other) => rank(one) - rank(other))
}

/** Names first: people know people by them. Sorting keeps the order of the rest. */
const rank = ({ what }: Row): number => (what === 'Name' ? 0 : 1)

function told(values: readonly Value[]): ReadonlyMap<string, readonly Told[]> {
  const groups = Map.groupBy(values, subjectOf)
  return new Map([...groups].map(([what, group]) => [what, valuesOf(group)]))
}

function valuesOf(group: readonly Value[]): readonly Told[] {
  const said = group.filter((one): one is Value & { value: Told } => one.value !== null && one.value !== '')
  const parts = said.filter((one) => placeInName(one) !== null)
  const wholes = said.filter((one) => placeInName(one) === null).map(({ value }) => value)
  const name = parts
    .toSorted((one, other) => placeInName(one)! - placeInName(other)!)
    .map(({ value }) => value)
    .join(' ')
  return name ? [name, ...wholes] : wholes
}

/** How much a comparison says, in words; half a bit is as good as nothing. */
export function sayBits(bits: ReviewedComparison['bits']): string {
  const size = Math.abs(bits)
  if (size <= 0.5) return 'says nothing'
  const how = size >= 7 ? 'very strongly ' : size >= 3 ? 'strongly ' : size < 1 ? 'a little ' : ''
  return `${how}${bits > 0 ? 'for it' : 'against it'}`
}
