import { Problem } from '#foundation/problem.ts'
import { groupedBy, membersOf } from '../grouped.ts'

/** Records, by their keys, that are in a cluster or were in one. */
export type Part = Readonly<{ id: string; records: readonly string[] }>

/**
 * What became of a cluster. All events of a run, after those of the runs before, give every record's cluster at any time
 * (`replay`); a list to be added to and never changed.
 */
export type IdentityEvent =
  /** A new id. `records` are those that were in no cluster before; the others are told of by `split` and `merged`. */
  | Readonly<{ kind: 'created'; id: string; records: readonly string[] }>
  /** It has records that were in no cluster before. */
  | Readonly<{ kind: 'grown'; id: string; records: readonly string[] }>
  /** It has records of several clusters of before; `from` are those of others than itself. */
  | Readonly<{ kind: 'merged'; id: string; from: readonly Part[] }>
  /** Its records are in several clusters now; `into` are those of others than itself. */
  | Readonly<{ kind: 'split'; id: string; into: readonly Part[] }>
  /** Records of it are gone. */
  | Readonly<{ kind: 'shrunk'; id: string; records: readonly string[] }>
  /** No cluster has its id any more. */
  | Readonly<{ kind: 'dissolved'; id: string }>

export type Identities = Readonly<{
  /** Per record the id of its cluster. */
  ids: readonly string[]
  events: readonly IdentityEvent[]
}>

export type Carry = Readonly<{
  /** Per record key the cluster's id of before. */
  previous: ReadonlyMap<string, string>
  /** The key of each record now. */
  keys: readonly string[]
  /** Per record the smallest record of its cluster now. */
  cluster: Uint32Array
  /** Gives an id that was never used. */
  newId: () => string
}>

/**
 * Gives clusters their ids again: the cluster that has the most records of an old one keeps its id, and no id is given twice. Equal
 * overlaps are settled by id and key, so that the order of records changes nothing. Throws a 422 `keys-repeated`.
 */
export function carryIdentities({ previous, keys, cluster, newId }: Carry): Identities {
  insistOnDifferent(keys)
  const clusters = partsOf(keys, cluster, previous)
  const idOf = assigned(clusters)
  const fresh = new Set<string>()
  for (const [place] of clusters.entries()) {
    if (idOf.has(place)) continue
    const id = newId()
    idOf.set(place, id)
    fresh.add(id)
  }
  const ids: string[] = Array.from({ length: keys.length })
  for (const [place, { members }] of clusters.entries()) for (const record of members) ids[record] = idOf.get(place)!
  const now = clusters.map((each, place): Now => ({
    ...each,
    id: idOf.get(place)!,
    isNew: fresh.has(idOf.get(place)!),
  }))
  return { ids, events: [...eventsOfNew(now), ...eventsOfOld(now, previous, new Set(keys))] }
}

/** Per record key the id that events lead to. */
export function replay(before: ReadonlyMap<string, string>, events: readonly IdentityEvent[]): Map<string, string> {
  const ids = new Map(before)
  for (const event of events) {
    if (event.kind === 'created' || event.kind === 'grown') for (const key of event.records) ids.set(key, event.id)
    if (event.kind === 'merged') for (const { records } of event.from) for (const key of records) ids.set(key, event.id)
    if (event.kind === 'split') for (const { id, records } of event.into) for (const key of records) ids.set(key, id)
    if (event.kind === 'shrunk') for (const key of event.records) ids.delete(key)
  }
  return ids
}

/** A cluster of now: its records, their first key, and which of them come from where. */
type Cluster = Readonly<{
  members: Uint32Array
  first: string
  newcomers: readonly string[]
  from: ReadonlyMap<string, readonly string[]>
}>
type Now = Cluster & Readonly<{ id: string; isNew: boolean }>

function partsOf(keys: readonly string[], cluster: Uint32Array, previous: ReadonlyMap<string, string>): Cluster[] {
  const grouped = groupedBy(cluster, keys.length, keys.length)
  const parts: Cluster[] = []
  for (let name = 0; name < keys.length; name++) {
    const members = membersOf(grouped, name)
    if (members.length === 0) continue
    const newcomers: string[] = []
    const from = new Map<string, string[]>()
    let first = keys[members[0]!]!
    for (const record of members) {
      const key = keys[record]!
      if (key < first) first = key
      const id = previous.get(key)
      if (id === undefined) newcomers.push(key)
      else if (from.has(id)) from.get(id)!.push(key)
      else from.set(id, [key])
    }
    parts.push({ members, first, newcomers, from })
  }
  return parts
}

/** The old id of each cluster that keeps one, by the cluster's place. */
function assigned(clusters: readonly Cluster[]): Map<number, string> {
  const overlaps = clusters.flatMap(({ from, first }, place) =>
    Array.from(from, ([id, records]) => ({ place, first, id, count: records.length })),
  )
  overlaps.sort((a, b) => b.count - a.count || order(a.id, b.id) || order(a.first, b.first))
  const idOf = new Map<number, string>()
  const taken = new Set<string>()
  for (const { place, id } of overlaps) {
    if (idOf.has(place) || taken.has(id)) continue
    idOf.set(place, id)
    taken.add(id)
  }
  return idOf
}

function eventsOfNew(clusters: readonly Now[]): IdentityEvent[] {
  return clusters.flatMap(({ id, isNew, newcomers, from }) => {
    const events: IdentityEvent[] = []
    if (isNew) events.push({ kind: 'created', id, records: newcomers })
    else if (newcomers.length > 0) events.push({ kind: 'grown', id, records: newcomers })
    if (from.size > 1) events.push({ kind: 'merged', id, from: othersThan(id, from) })
    return events
  })
}

function eventsOfOld(
  clusters: readonly Now[],
  previous: ReadonlyMap<string, string>,
  keys: ReadonlySet<string>,
): IdentityEvent[] {
  const into = new Map<string, Map<string, readonly string[]>>()
  const gone = new Map<string, string[]>()
  for (const id of previous.values()) into.set(id, new Map())
  for (const [key, id] of previous) if (!keys.has(key)) gone.getOrInsertComputed(id, () => []).push(key)
  for (const { id, from } of clusters) for (const [old, records] of from) into.get(old)!.set(id, records)
  const used = new Set(clusters.map(({ id }) => id))
  return [...into].flatMap(([id, parts]) => {
    const events: IdentityEvent[] = []
    if (parts.size > 1) events.push({ kind: 'split', id, into: othersThan(id, parts) })
    if (gone.has(id)) events.push({ kind: 'shrunk', id, records: gone.get(id)! })
    if (!used.has(id)) events.push({ kind: 'dissolved', id })
    return events
  })
}

function othersThan(id: string, parts: ReadonlyMap<string, readonly string[]>): Part[] {
  return Array.from(parts, ([other, records]) => ({ id: other, records })).filter((part) => part.id !== id)
}

const order = (a: string, b: string) => (a < b ? -1 : Number(a > b))

function insistOnDifferent(keys: readonly string[]): void {
  if (new Set(keys).size === keys.length) return
  throw new Problem(422, 'keys-repeated', {
    title: 'Two records have one key',
    detail: 'Clusters keep their ids by the keys of their records, and some key is given twice.',
    at: 'keys',
    mend: 'Make the key of a record unlike any other, for example by the name of its register.',
  })
}
