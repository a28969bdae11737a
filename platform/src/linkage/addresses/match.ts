/** Free-text addresses to UPRNs. */
import type { AddressAnswer, AmbiguousBecause, Found } from './answer.ts'
import { fingerprint } from './exact.ts'
import type { AddressList } from './list.ts'
import { model, usualThreshold } from './model.ts'
import { type Query, readQuery } from './query.ts'
import { found } from './say.ts'
import { type Tokens, tokensOf } from './tokens.ts'
import { type Candidate, doorLevel, partLevel, weighDoors } from './weigh-doors.ts'
import { type WeighedGroup, weighGroups } from './weigh-groups.ts'

export type MatchSettings = Readonly<{
  /** At or above this probability an address is taken as found. */
  threshold?: number
}>

type Shared = Readonly<{ candidate: Candidate; probability: number }>
/** All that could be meant, best first, with the probability that the list has it not at all, and not on the best street. */
type Weighed = Readonly<{ shared: readonly Shared[]; missing: number; missingOnStreet: number }>

const mostCandidates = 10

/**
 * The address of the list that a text means. Pure and total: any text gives an answer, and the order of the list none.
 * Cells of several columns are joined with commas by the caller, in the order in which one would write them.
 */
export function matchAddress(list: AddressList, text: string, settings: MatchSettings = {}): AddressAnswer {
  const threshold = settings.threshold ?? usualThreshold
  const tokens = tokensOf(text)
  if (tokens.tokens.length === 0 || list.size === 0)
    return notFound('empty', null, list.size === 0 ? 'The list has no addresses.' : 'There is no address in the text.')
  const query = readQuery(list, tokens)
  const exact = matchExactly(list, query, tokens)
  if (exact) return exact
  const groups = weighGroups(list, query)
  const weighed = share(list, groups, weighDoors(list, query, groups))
  return decide(list, query, weighed, threshold)
}

/** Word for word as the list has it; the runner-up is of the same street. */
function matchExactly(list: AddressList, query: Query, tokens: Tokens): AddressAnswer | null {
  const same = list.exact.find(fingerprint(tokens))
  const [first] = same
  if (first === undefined) return null
  const group: WeighedGroup = {
    group: list.group[first]!,
    bits: 0,
    postcode: query.postcode ? 'agree' : 'unsaid',
    street: 'agree',
    place: 'agree',
  }
  const doors = weighDoors(list, query, [group])
  const isSame = new Set(same)
  const twins = same.map(
    (at) => doors.find((one) => one.at === at) ?? { at, bits: 0, group, numbers: query.numbers[0]! },
  )
  const all = [
    ...twins.map((one) => ({ ...one, bits: one.bits + model.exact })),
    ...doors.filter(({ at }) => !isSame.has(at)),
  ]
  const { shared } = share(list, [], all)
  const uprns = new Set(same.map((at) => list.uprn[at]))
  const ordered = [
    ...shared.filter(({ candidate }) => isSame.has(candidate.at)),
    ...shared.filter(({ candidate }) => !isSame.has(candidate.at)),
  ]
  const candidates = tell(list, query, ordered.slice(0, Math.max(2, Math.min(mostCandidates, same.length))))
  const [best = null] = candidates
  const runnerUp = candidates.find(({ uprn }) => uprn !== best?.uprn) ?? null
  if (uprns.size === 1)
    return { outcome: 'matched', how: 'exact', best, runnerUp, says: 'The list has this address word for word.' }
  return {
    outcome: 'ambiguous',
    because: 'same-text',
    best,
    runnerUp,
    candidates: candidates.slice(0, same.length),
    parent: null,
    says: `The list has this address ${uprns.size} times, word for word, with different UPRNs.`,
  }
}

/** Bits to probabilities: of each candidate, beside an address that is missing from a street of the list, and one that is missing altogether. */
function share(list: AddressList, groups: readonly WeighedGroup[], candidates: readonly Candidate[]): Weighed {
  const sorted = candidates.toSorted((a, b) => b.bits - a.bits || list.uprn[a.at]! - list.uprn[b.at]! || a.at - b.at)
  const whole = new Set(candidates.filter((one) => isWhole(list, one)).map(({ group }) => group.group))
  const onStreets = groups.map(({ group, bits }) => {
    const doors = list.groups.from[group + 1]! - list.groups.from[group]!
    // A door that the list has is not missing from it.
    return bits + Math.log2(model.missingOnStreet * doors + 0.05) + (whole.has(group) ? model.missingAlthoughThere : 0)
  })
  const nowhere =
    groups.length > 0 || candidates.length === 0
      ? Math.log2((list.size * model.missing) / (1 - model.missing) + 1e-9)
      : Number.NEGATIVE_INFINITY
  const most = Math.max(sorted[0]?.bits ?? Number.NEGATIVE_INFINITY, nowhere, ...onStreets)
  const odds = (bits: number) => 2 ** ((bits - most) * model.scale)
  const street = onStreets.reduce((sum, bits) => sum + odds(bits), 0)
  const total = sorted.reduce((sum, { bits }) => sum + odds(bits), street + odds(nowhere))
  return {
    shared: sorted.map((candidate) => ({ candidate, probability: odds(candidate.bits) / total })),
    missing: odds(nowhere) / total,
    missingOnStreet: street / total,
  }
}

/** Number and part as said. */
function isWhole(list: AddressList, { at, numbers }: Candidate): boolean {
  const [door, part] = [doorLevel(numbers.door, list.door[at]!), partLevel(numbers.part, list.part[at]!)]
  return door === 'agree' && (part === 'agree' || part === 'neither')
}

function decide(
  list: AddressList,
  query: Query,
  { shared, missing, missingOnStreet }: Weighed,
  threshold: number,
): AddressAnswer {
  const [first] = shared
  if (!first) return notFound('nothing-near', null, 'The list has nothing like it.')
  const candidates = tell(list, query, shared.slice(0, 2))
  const [best = null, runnerUp = null] = candidates
  if (first.probability >= threshold)
    return { outcome: 'matched', how: 'weighed', best, runnerUp, says: `Found: ${best?.parts.join(', ')}.` }
  const building = shared.filter(({ candidate }) => isSameDoor(list, candidate, first.candidate))
  const inList = 1 - missing - missingOnStreet
  const inBuilding = building.reduce((sum, { probability }) => sum + probability, 0)
  const level = partLevel(first.candidate.numbers.part, list.part[first.candidate.at]!)
  const isPartOpen = building.length > 1 || level === 'unlisted' || level === 'unsaid'
  if (
    isPartOpen &&
    level !== 'agree' &&
    isDoorFound(list, first.candidate) &&
    inBuilding + missingOnStreet > 0.5 &&
    missing < 0.5
  )
    return ambiguous(list, query, building, level === 'unsaid' || level === 'neither' ? 'part-unsaid' : 'part-unlisted')
  if (inList > 0.5) return ambiguous(list, query, shared, first.candidate.numbers.door < 0 ? 'door-unsaid' : 'several')
  if (missingOnStreet > missing && first.candidate.numbers.door >= 0)
    return { ...notFound('door-unlisted', best, 'The street is in the list, this number is not.'), runnerUp }
  return { ...notFound('nothing-near', best, 'The list has nothing near enough.'), runnerUp }
}

function isDoorFound(list: AddressList, { at, numbers }: Candidate): boolean {
  return ['agree', 'neither', 'range'].includes(doorLevel(numbers.door, list.door[at]!))
}

function isSameDoor(list: AddressList, one: Candidate, other: Candidate): boolean {
  return (
    list.group[one.at] === list.group[other.at] &&
    list.door[one.at] === list.door[other.at] &&
    (list.door[one.at]! >= 0 || list.building[one.at] === list.building[other.at])
  )
}

function ambiguous(
  list: AddressList,
  query: Query,
  shared: readonly Shared[],
  because: AmbiguousBecause,
): AddressAnswer {
  const candidates = tell(list, query, shared.slice(0, mostCandidates))
  const [best = null, runnerUp = null] = candidates
  const parent = shared.find(({ candidate }) => list.part[candidate.at]! < 0)
  const parentUprn = parent ? String(list.uprn[parent.candidate.at]) : null
  return {
    outcome: 'ambiguous',
    because,
    best,
    runnerUp,
    candidates,
    parent: because.startsWith('part') ? parentUprn : null,
    says: sentence(because, shared.length, parentUprn),
  }
}

function sentence(because: AmbiguousBecause, count: number, parent: string | null): string {
  if (because === 'part-unsaid')
    return `The building is found, with ${count} addresses in it; which flat or part is not said.`
  if (because === 'part-unlisted')
    return parent
      ? `The building is found (UPRN ${parent}), but no such flat or part of it.`
      : 'The building is found, but no such flat or part of it.'
  if (because === 'door-unsaid') return 'The street is found, but the text has no number.'
  return 'Several addresses fit about as well.'
}

const tell = (list: AddressList, query: Query, shared: readonly Shared[]): Found[] =>
  shared.map(({ candidate, probability }) => found(list, query, candidate, probability))

function notFound(
  because: 'empty' | 'door-unlisted' | 'nothing-near',
  best: Found | null,
  says: string,
): AddressAnswer {
  return { outcome: 'not-found', because, best, runnerUp: null, says }
}
