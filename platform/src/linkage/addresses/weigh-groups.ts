/** The first half of a match: which streets of which places an address may be in, with bits for postcode, street and place. */
import { slipsBetween } from './distance.ts'
import { gather, gatherNear, groupsAt } from './gather.ts'
import type { AddressList } from './list.ts'
import { model } from './model.ts'
import { type Near, nearName } from './near-name.ts'
import type { Query, Span } from './query.ts'

export type PostcodeLevel = 'agree' | 'slip' | 'sector' | 'district' | 'area' | 'differ' | 'outward' | 'unsaid'
export type StreetLevel = 'agree' | 'slip' | 'kind' | 'differ' | 'unsaid' | 'streetless'
export type PlaceLevel = 'agree' | 'slip' | 'differ' | 'unsaid'

export type WeighedGroup = Readonly<{
  group: number
  bits: number
  postcode: PostcodeLevel
  street: StreetLevel
  place: PlaceLevel
}>

type Level<L> = Readonly<{ level: L; bits: number }>
/** What is worked out once for a query, and once for each name that comes up. */
type Working = Readonly<{
  list: AddressList
  query: Query
  /** The list has the street that is said, and the place, at the postcode that is said. */
  isStreetOfPostcode: boolean
  isPlaceOfPostcode: boolean
  nearStreets: Map<number, Near>
  nearPlaces: Map<number, Near>
  postcodes: Map<number, Level<PostcodeLevel>>
}>

/** So many streets are kept, whatever the address. */
const [mostKept, widest] = [40, 22]

/** Best first; those more than `widest` bits behind are left out. */
export function weighGroups(list: AddressList, query: Query): WeighedGroup[] {
  const working = workingFor(list, query)
  const groups = gather(list, query)
  let weighed = [...groups].map((group) => weigh(working, group))
  if (!weighed.some(({ street, bits }) => street === 'agree' && bits > Math.log2(list.size) - 8)) {
    for (const group of gatherNear(list, query, groups)) weighed.push(weigh(working, group))
  }
  weighed = weighed.toSorted((a, b) => b.bits - a.bits || a.group - b.group)
  const least = (weighed[0]?.bits ?? 0) - widest
  return weighed.slice(0, mostKept).filter(({ bits }) => bits >= least)
}

/** Street and place of a known postcode tell little more; but only if they are of it. */
function workingFor(list: AddressList, query: Query): Working {
  const working = {
    list,
    query,
    isStreetOfPostcode: false,
    isPlaceOfPostcode: false,
    nearStreets: new Map(),
    nearPlaces: new Map(),
    postcodes: new Map(),
  }
  for (const group of groupsAt(list, query.postcodeCode)) {
    const street = list.groups.street[group]!
    working.isStreetOfPostcode ||=
      isOf(query.streets, street) ||
      (street >= 0 && nearOnce(list, working.nearStreets, street, query, true).how !== 'none')
    working.isPlaceOfPostcode ||=
      isOf(query.places, list.groups.town[group]!) || isOf(query.places, list.groups.locality[group]!)
  }
  return working
}

const isOf = (spans: readonly Span[], name: number) => spans.some((span) => span.name === name)

function weigh(working: Working, group: number): WeighedGroup {
  const { groups } = working.list
  const postcode = weighPostcode(working, groups.postcode[group]!)
  const street = weighStreet(working, groups.street[group]!)
  const place = weighPlace(working, groups.locality[group]!, groups.town[group]!)
  return {
    group,
    bits: postcode.bits + street.bits + place.bits,
    postcode: postcode.level,
    street: street.level,
    place: place.level,
  }
}

function weighPostcode({ list, query, postcodes }: Working, code: number): Level<PostcodeLevel> {
  if (code < 0 || !query.postcode) return { level: 'unsaid', bits: 0 }
  let level = postcodes.get(code)
  if (!level) postcodes.set(code, (level = postcodeLevel(list, query.postcode, code)))
  return level
}

function postcodeLevel(list: AddressList, said: NonNullable<Query['postcode']>, code: number): Level<PostcodeLevel> {
  const { postcode: m } = model
  const text = list.postcodes.texts[code]!
  const bits = (share: number, among: number) => Math.log2((share * list.size) / Math.max(among, 1))
  if (text === said.text)
    return { level: said.sector === null ? 'outward' : 'agree', bits: bits(m.agree, list.often.postcode[code]!) }
  const listed = list.readPostcodes[code]
  const around = (part: string) => list.around.get(part) ?? 1
  if (said.sector === null || listed?.sector === null) {
    if (listed?.outward === said.outward) return { level: 'outward', bits: bits(m.outward, around(said.outward)) }
    return { level: 'differ', bits: Math.log2(m.differ) }
  }
  if (!listed) return { level: 'differ', bits: Math.log2(m.differ) }
  const levels: Level<PostcodeLevel>[] = [{ level: 'differ', bits: Math.log2(m.differ) }]
  if (slipsBetween(text.replace(' ', ''), said.text.replace(' ', ''), 1) === 1)
    levels.push({ level: 'slip', bits: bits(m.slip, model.postcodeSlips * Math.max(10, list.often.postcode[code]!)) })
  if (listed.sector === said.sector) levels.push({ level: 'sector', bits: bits(m.sector, around(said.sector)) })
  if (listed.district === said.district)
    levels.push({ level: 'district', bits: bits(m.district, around(said.district)) })
  if (listed.area === said.area) levels.push({ level: 'area', bits: bits(m.area, around(said.area)) })
  return levels.reduce((best, one) => (one.bits > best.bits ? one : best))
}

function weighStreet({ list, query, isStreetOfPostcode, nearStreets }: Working, name: number): Level<StreetLevel> {
  if (!query.saysStreet) return { level: 'unsaid', bits: 0 }
  if (name < 0) return { level: 'streetless', bits: query.streets.length > 0 ? model.streetless : model.streetless / 2 }
  const u = isStreetOfPostcode ? model.streetGivenPostcode : list.often.street[name]! / list.size
  const near = isOf(query.streets, name)
    ? { how: 'agree' as const, slips: 0 }
    : nearOnce(list, nearStreets, name, query, true)
  const m = model.street
  if (near.how === 'agree') return { level: 'agree', bits: Math.log2(m.agree / u) }
  if (near.how === 'slip') return { level: 'slip', bits: Math.log2(m.slip / u) + (near.slips - 1) * model.eachSlip }
  if (near.how === 'kind') return { level: 'kind', bits: Math.log2(m.kind / u) }
  const known = query.streets[0]
  if (!known) return { level: 'differ', bits: model.streetUnknown }
  // A street that the list knows was written: nobody slips from one to the other.
  const share = list.often.street[known.name]! / list.size
  return {
    level: 'differ',
    bits: Math.max(-18, Math.log2((m.differ * share) / (isStreetOfPostcode ? model.streetGivenPostcode : share))),
  }
}

function weighPlace(working: Working, locality: number, town: number): Level<PlaceLevel> {
  const { list, query, isPlaceOfPostcode, nearPlaces } = working
  const bits = (share: number, name: number) =>
    Math.log2(share / (isPlaceOfPostcode ? model.placeGivenPostcode : list.often.place[name]! / list.size))
  let best: Level<PlaceLevel> | null = null
  for (const name of [town, locality]) {
    if (name < 0) continue
    const isSaid = isOf(query.places, name)
    const near = isSaid || query.places.length > 0 ? null : nearOnce(list, nearPlaces, name, query, false)
    const level: Level<PlaceLevel> | null = isSaid
      ? { level: 'agree', bits: bits(model.place.agree, name) }
      : near?.how === 'slip' || near?.how === 'agree'
        ? { level: 'slip', bits: bits(model.place.slip, name) }
        : null
    if (level && (!best || level.bits > best.bits)) best = level
  }
  if (best) return best
  const other = query.places[0]
  if (!other || (town < 0 && locality < 0)) return { level: 'unsaid', bits: 0 }
  return {
    level: 'differ',
    bits: Math.max(-9, bits((model.place.differ * list.often.place[other.name]!) / list.size, other.name)),
  }
}

function nearOnce(list: AddressList, known: Map<number, Near>, name: number, query: Query, hasKind: boolean): Near {
  let near = known.get(name)
  if (!near) known.set(name, (near = nearName(list.names.texts[name]!, query.tokens, hasKind)))
  return near
}
