import { groupedBy } from '../grouped.ts'
import { rootOf, unite } from './components.ts'
import { none } from './groups.ts'
import type { Edges, Ruling } from './input.ts'
import { bitsOfUnits, unitsOf } from './units.ts'

/** Levels of strength are this far apart. */
const levelsPerBit = 16
const strongest = bitsOfUnits(unitsOf(Infinity)) * levelsPerBit

export type BreakUp = Readonly<{
  /** Per record its place among the members. */
  places: Uint32Array
  members: number
  /** Rulings that two members are one: kept together whatever it costs. */
  same: readonly Ruling[]
  edgesAtOnce: number
}>

/**
 * Breaks up a component that has too many edges to be looked at closely: its threshold is raised, where it must be, until what still
 * hangs together has few enough. Gives each member (by its place) the smallest place of its part.
 *
 * Level by level from the strongest edges down, so that no order of equal edges matters: a part grows as long as all the
 * edges of its members are few enough, and stays as it is after. Linear; eight bytes an edge.
 */
export function brokenUp(edges: Edges, which: Uint32Array, task: BreakUp): Uint32Array {
  const { places, members, same, edgesAtOnce } = task
  const { left, right, weight } = edges
  const parts = Uint32Array.from({ length: members }, (_, place) => place)
  const together = parts.slice()
  const degrees = new Float64Array(members)
  for (const edge of which) {
    degrees[places[left[edge]!]!]!++
    degrees[places[right[edge]!]!]!++
  }
  const join = (one: number, other: number) => {
    const [first, second] = [rootOf(together, one), rootOf(together, other)]
    if (unite(together, first, second)) degrees[Math.min(first, second)]! += degrees[Math.max(first, second)]!
  }
  for (const ruling of same) {
    join(places[ruling.left]!, places[ruling.right]!)
    unite(parts, places[ruling.left]!, places[ruling.right]!)
  }
  const level = which.map((edge) => levelOf(weight[edge]!))
  const { order, starts } = groupedBy(level, which.length, 2 * strongest + 1)
  for (let at = 0; at + 1 < starts.length; at++) {
    const here = order.subarray(starts[at]!, starts[at + 1]!)
    for (const place of here) join(places[left[which[place]!]!]!, places[right[which[place]!]!]!)
    for (const place of here) {
      const one = places[left[which[place]!]!]!
      if (degrees[rootOf(together, one)]! <= 2 * edgesAtOnce) unite(parts, one, places[right[which[place]!]!]!)
    }
  }
  for (let place = 0; place < members; place++) parts[place] = rootOf(parts, place)
  return parts
}

/** 0 for the strongest; hard evidence against a pair is on no level. */
function levelOf(bits: number): number {
  return bits === -Infinity ? none : strongest - Math.floor(bitsOfUnits(unitsOf(bits)) * levelsPerBit)
}
