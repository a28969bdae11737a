/** Entities keep their keys from run to run: by the largest overlap of their records. */
import { carryIdentities } from '#linkage'
import { newId } from '#foundation/ids.ts'
import type { Moves } from './job.ts'

export type Keyed = Readonly<{
  /** One a record. */
  keys: readonly string[]
  moves: Moves
}>

export type Clustered = Readonly<{
  tokens: readonly string[]
  /** One a record: the smallest record of its cluster. */
  cluster: Uint32Array
}>

/** New keys are unguessable. Records that are `leaving` claim no key for where they go: who stays keeps it. */
export function keepKeys(
  { tokens, cluster }: Clustered,
  before: ReadonlyMap<string, string>,
  leaving: ReadonlySet<string> = new Set(),
): Keyed {
  const previous = leaving.size === 0 ? before : new Map([...before].filter(([token]) => !leaving.has(token)))
  const { ids } = carryIdentities({ previous, keys: tokens, cluster, newId: () => newId('e') })
  return { keys: ids, moves: movesOf(tokens, ids, before) }
}

/** Records that are in another entity than before, and the entities that lost and got them. New records have not moved. */
function movesOf(tokens: readonly string[], keys: readonly string[], before: ReadonlyMap<string, string>): Moves {
  const [from, to, records] = [new Set<string>(), new Set<string>(), [] as string[]]
  for (const [at, token] of tokens.entries()) {
    const was = before.get(token)
    if (was === undefined || was === keys[at]) continue
    from.add(was)
    to.add(keys[at]!)
    records.push(token)
  }
  return { from: [...from].toSorted(), to: [...to].toSorted(), records: records.toSorted() }
}
