/** The second half of a match: which door of a street it is, with bits for number, part of the building and the building's name. */
import { firstOf, lastOf, letterOf } from './door.ts'
import type { AddressList } from './list.ts'
import { model } from './model.ts'
import { nearName } from './near-name.ts'
import { type Numbers, notListed, type Query } from './query.ts'
import { headOf } from './streets.ts'
import type { WeighedGroup } from './weigh-groups.ts'

export type DoorLevel = 'agree' | 'range' | 'letter' | 'slip' | 'differ' | 'unsaid' | 'unlisted' | 'neither'
export type PartLevel = 'agree' | 'differ' | 'unsaid' | 'unlisted' | 'neither'
export type BuildingLevel = 'agree' | 'slip' | 'head' | 'unsaid' | 'other' | 'neither'

export type Candidate = Readonly<{ at: number; bits: number; group: WeighedGroup; numbers: Numbers }>

type Building = Readonly<{ level: BuildingLevel; bits: number }>
/** A reading of the numbers with what agreeing on each is worth here. */
type Priced = Readonly<{ numbers: Numbers; doorAgrees: number; partAgrees: number }>

/** So many doors are weighed at most, whatever the list. */
const mostDoors = 6_000
const mostInGroup = 400
/** A candidate so far behind the best cannot matter. */
const widest = 30

export function weighDoors(list: AddressList, query: Query, groups: readonly WeighedGroup[]): Candidate[] {
  const readings = query.numbers.map((numbers) => priced(list, numbers))
  const buildings = new Map<number, Building>()
  const found: Candidate[] = []
  let most = Number.NEGATIVE_INFINITY
  let weighed = 0
  for (const group of groups) {
    for (const at of doorsOf(list, query, group.group)) {
      if (weighed++ >= mostDoors) break
      const door = list.door[at]!
      const building = buildingOnce(list, query, buildings, list.building[at]!)
      let best = Number.NEGATIVE_INFINITY
      let reading: Priced | undefined
      for (const one of readings) {
        const bits = doorBits(one, door) + partBits(one, list.part[at]!) + one.numbers.strain
        if (bits > best) [best, reading] = [bits, one]
      }
      const bits =
        group.bits + best + (building.level === 'unsaid' && door < 0 ? model.buildingUnsaidAlone : building.bits)
      if (bits > most) most = bits
      if (reading && bits > most - widest) found.push({ at, bits, group, numbers: reading.numbers })
    }
  }
  return found.filter(({ bits }) => bits > most - widest)
}

/** All doors of a street; of a very long one those with a number that was said, those in a building that was named, and the first few. */
function* doorsOf(list: AddressList, query: Query, group: number): Generator<number> {
  const { from } = list.groups
  const [start, end] = [from[group]!, from[group + 1]!]
  if (end - start <= mostInGroup) {
    for (let at = start; at < end; at++) yield at
    return
  }
  const seen = new Set<number>()
  const once = (at: number) => seen.size < 2 * mostInGroup && at < end && at >= start && !seen.has(at) && seen.add(at)
  for (const { door } of query.numbers) {
    if (door < 0) continue
    for (
      let at = lowerBound(list.door, start, end, firstOf(door) << 13);
      at < end && firstOf(list.door[at]!) === firstOf(door);
      at++
    )
      if (once(at)) yield at
  }
  for (const { name } of query.buildings) {
    const { from: first, items } = list.positionsOfBuilding
    for (let at = first[name]!; at < first[name + 1]!; at++) if (once(items[at]!)) yield items[at]!
  }
  for (let at = start; at < start + 20; at++) if (once(at)) yield at
}

function lowerBound(column: Int32Array, start: number, end: number, value: number): number {
  let [low, high] = [start, end]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (column[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

function priced(list: AddressList, numbers: Numbers): Priced {
  const { door, part } = numbers
  const share = (count: number) => Math.max(count, 1) / Math.max(list.size, 2)
  return {
    numbers,
    doorAgrees: door < 0 ? 0 : Math.log2(model.door.agree / Math.max(share(list.often.number[firstOf(door)]!), 0.0005)),
    partAgrees: part < 0 ? 0 : Math.log2(model.part.agree / Math.max(share(list.often.part[part]!), 0.002)),
  }
}

function doorBits(reading: Priced, listed: number): number {
  switch (doorLevel(reading.numbers.door, listed)) {
    case 'agree':
      return reading.doorAgrees
    case 'range':
      return reading.doorAgrees + Math.log2(model.door.range)
    case 'letter':
      return reading.doorAgrees + Math.log2(model.door.letter)
    case 'slip':
      return reading.doorAgrees + Math.log2(model.door.slip)
    case 'unsaid':
      return model.doorUnsaid
    case 'unlisted':
      return model.doorUnlisted
    case 'neither':
      return model.doorNeither
    default:
      return model.doorDiffers
  }
}

export function doorLevel(said: number, listed: number): DoorLevel {
  if (said < 0) return listed < 0 ? 'neither' : 'unsaid'
  if (listed < 0) return 'unlisted'
  if (said === listed) return 'agree'
  const isOverlap = firstOf(said) <= lastOf(listed) && firstOf(listed) <= lastOf(said)
  if (isOverlap && firstOf(said) === firstOf(listed) && lastOf(said) === lastOf(listed)) return 'letter'
  if (isOverlap && letterOf(said) === letterOf(listed)) return 'range'
  return isSlip(firstOf(said), firstOf(listed)) && letterOf(said) === letterOf(listed) ? 'slip' : 'differ'
}

/** 12 for 21, 112 or 122 for 12: digits swapped, or one doubled. */
function isSlip(one: number, other: number): boolean {
  const [short, long] = one < other ? [one, other] : [other, one]
  if (long >= 10 && long < 100 && short === (long % 10) * 10 + Math.floor(long / 10)) return true
  const size = 10 ** Math.floor(Math.log10(Math.max(short, 1)))
  const first = Math.floor(short / size)
  return long === short * 10 + (short % 10) || long === short + first * size * 10
}

function partBits({ numbers, partAgrees }: Priced, listed: number): number {
  switch (partLevel(numbers.part, listed)) {
    case 'agree':
      return partAgrees
    case 'unsaid':
      return model.partUnsaid
    case 'unlisted':
      return model.partUnlisted
    case 'neither':
      return model.partNeither
    default:
      return model.partDiffers
  }
}

export function partLevel(said: number, listed: number): PartLevel {
  if (said === -1) return listed < 0 ? 'neither' : 'unsaid'
  if (listed < 0) return 'unlisted'
  return said === listed && said !== notListed ? 'agree' : 'differ'
}

function buildingOnce(list: AddressList, query: Query, known: Map<number, Building>, name: number): Building {
  let building = known.get(name)
  if (!building) known.set(name, (building = weighBuilding(list, query, name)))
  return building
}

export function weighBuilding(list: AddressList, query: Query, name: number): Building {
  // A building that is named and is neither a street nor a place besides.
  const named = query.buildings.filter(
    (span) => ![...query.streets, ...query.places].some((other) => other.from < span.to && span.from < other.to),
  )
  if (name < 0)
    return named.length > 0 ? { level: 'other', bits: model.buildingOther / 2 } : { level: 'neither', bits: 0 }
  const isPlaced = query.postcodeCode >= 0 || query.streets.length > 0
  const u = isPlaced ? model.buildingGivenPlace : list.often.building[name]! / list.size
  const m = model.building
  if (query.buildings.some((span) => span.name === name)) return { level: 'agree', bits: Math.log2(m.agree / u) }
  const text = list.names.texts[name]!
  const near = nearName(text, query.tokens, false)
  if (near.how === 'agree') return { level: 'agree', bits: Math.log2(m.agree / u) }
  if (near.how === 'slip') return { level: 'slip', bits: Math.log2(m.slip / u) + (near.slips - 1) * model.eachSlip }
  const head = headOf(text)
  if (head.length > 3 && head !== text && query.tokens.some((token) => token.text === head))
    return { level: 'head', bits: Math.log2(m.head / u) }
  return named.length > 0
    ? { level: 'other', bits: model.buildingOther }
    : { level: 'unsaid', bits: model.buildingUnsaid }
}
