/** Which streets of a list an address may be in: found by postcode, street and building, a bounded number of them. */
import { sizeOf } from './columns.ts'
import type { AddressList } from './list.ts'
import { type Query, streetPhrases } from './query.ts'

/** So many streets are weighed at most. */
const mostWeighed = 1_500

/** Of the postcode, of each street that is named, of each building that is named. */
export function gather(list: AddressList, query: Query): Set<number> {
  const groups = new Set<number>()
  const { positionsOfBuilding } = list
  for (const group of groupsAt(list, query.postcodeCode)) if (groups.size < mostWeighed) groups.add(group)
  for (const { name } of query.streets) addStreet(groups, list, query, name)
  for (const { name } of query.buildings) {
    const from = positionsOfBuilding.from[name]!
    // A name that hundreds of houses have finds none of them: Rose Cottage needs its street or postcode.
    if (sizeOf(positionsOfBuilding, name) > 300) continue
    for (let at = from; at < positionsOfBuilding.from[name + 1]!; at++)
      groups.add(list.group[positionsOfBuilding.items[at]!]!)
  }
  return groups
}

/** Streets that are spelt nearly so, when none is as it is spelt. */
export function gatherNear(list: AddressList, query: Query, known: ReadonlySet<number>): Set<number> {
  const groups = new Set<number>()
  for (const phrase of streetPhrases(query))
    for (const name of list.nearStreets.near(phrase, 12)) addStreet(groups, list, query, name)
  return groups.difference(known)
}

function addAll(groups: Set<number>, items: Uint32Array, from = 0, to = 0): void {
  for (let at = from; at < to && groups.size < mostWeighed; at++) groups.add(items[at]!)
}

/** High Street is in every town: of the many, those of a place or an area that is named. */
function addStreet(groups: Set<number>, list: AddressList, query: Query, name: number): void {
  const { from, items } = list.groupsOfStreet
  const [start, end] = [from[name]!, from[name + 1]!]
  if (end - start <= 60) return addAll(groups, items, start, end)
  const places = new Set(query.places.map((place) => place.name))
  const area = query.postcode?.area
  for (let at = start; at < end && groups.size < mostWeighed; at++) {
    const group = items[at]!
    const isNamed = places.has(list.groups.town[group]!) || places.has(list.groups.locality[group]!)
    const code = list.groups.postcode[group]!
    if (isNamed || (area !== undefined && code >= 0 && list.postcodes.texts[code]!.startsWith(area))) groups.add(group)
  }
  if (groups.size === 0) addAll(groups, items, start, start + 60)
}

/** The streets of a postcode of the list; none for -1. */
export function groupsAt({ groupsOfPostcode: { from, items } }: AddressList, postcode: number): Uint32Array {
  return postcode < 0 ? items.subarray(0, 0) : items.subarray(from[postcode], from[postcode + 1])
}
