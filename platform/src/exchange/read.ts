/** The one way rows leave the house. No permit, no query; no receipt, no answer. */
import { noDataset } from '#catalogue'
import { dutiesInWords, withhold } from '#disclosure'
import { Problem } from '#foundation/problem.ts'
import type { Batch, Fetched } from '#holdings'
import type { Dataset, Version } from '#model/dataset.ts'
import type { Query } from '#model/query.ts'
import type { Receipt } from '#model/receipt.ts'
import type { Refusal } from '#model/refusal.ts'
import type { Permit, Transform } from '#permit'
import { decideQuery, receive, refuse, type Refused, requestFor, type Wants } from './decision.ts'
import { type Crossing, failed, queryDigest, released } from './entry.ts'
import type { Rooms } from './rooms.ts'
import { CutOff, standing } from './standing.ts'

export type Asked = Wants & Readonly<{ query: Query; version: number | null }>

export type Release = Readonly<{
  kind: 'release'
  receipt: Receipt
  dataset: Dataset
  version: Version
  fields: Fetched['fields']
  /** What was done to each field's values, by its name. */
  transforms: ReadonlyMap<string, Transform['kind']>
  /** Encoded rows. Throws `CutOff` when the permit falls while they are under way. Must be consumed or returned. */
  batches: AsyncGenerator<Batch>
  /** Plain sentences. */
  duties: readonly string[]
  clause: Readonly<{ agreement: string; clause: string }>
  /** Rows passed over for the next page; null when this answer ended short of its limit. Known once `batches` has ended. */
  next: () => number | null
}>

export type Answer = Release | Refused

/** Receive → identify → decide → fetch → disclose → receipt. */
export async function read(asked: Asked, rooms: Rooms): Promise<Answer> {
  const received = await receive(asked, rooms)
  const { request, decision } = decideQuery(requestFor(received, asked, null, rooms), asked.query, rooms)
  if (decision.outcome === 'refusal') return refuse(request, decision, rooms)

  const version = await versionOf(received.dataset, asked.version, rooms)
  const { query } = asked
  const duties = dutiesInWords(decision.terms.duties)
  const crossing = { request, permit: decision, version, query: queryDigest(version, query), duties }
  const stillStands = standing(request, decision, rooms)

  const opened = await receipted(crossing, rooms, async () => {
    const fetched = await rooms.holdings.fetch(decision, query, version)
    const { suppressBelow } = decision.terms.duties
    return { fetched, first: await beginning(withhold(fetched.batches, suppressBelow ?? 0)) }
  })
  if (opened instanceof Problem) return refuse(request, withheld(opened, decision), rooms)
  const { fetched, first } = opened
  const shown = fetched.fields.map(({ name }) => name)
  const receipt = await rooms.receipts.record(released(crossing, shown, first.total, rooms)).catch((error: unknown) => {
    // No receipt, no answer: what was fetched is dropped unread.
    fetched.close()
    throw error
  })

  let sent = 0
  return {
    kind: 'release',
    receipt,
    dataset: received.dataset,
    version,
    fields: fetched.fields,
    transforms: new Map(decision.terms.fields.map(({ name, transform }) => [name, transform.kind])),
    duties,
    clause: decision.terms.clause,
    next: () => (query.limit !== null && sent === query.limit ? query.offset + sent : null),
    batches: deliver(first, { stillStands, receipt, rooms, close: fetched.close, count: (rows) => (sent += rows) }),
  }
}

/** The version asked for, or the newest. Asked only of who holds a permit, so that a refusal does not tell which exist. */
export async function versionOf(dataset: Dataset, number: number | null, rooms: Rooms): Promise<Version> {
  const version = number === null ? dataset.latest : await rooms.catalogue.version(dataset.ref, number)
  if (!version) throw noDataset()
  return version
}

/** Whatever goes wrong after a permit was given is on the record too. A 403 is a refusal that only the rows could tell. */
export async function receipted<T>(crossing: Crossing, rooms: Rooms, fetch: () => Promise<T>): Promise<T | Problem> {
  try {
    return await fetch()
  } catch (error) {
    if (error instanceof Problem && error.status === 403) return error
    await rooms.receipts.record(failed(crossing, rooms))
    throw error
  }
}

/** A stage after the decision said no, by the clause that said yes: too few rows, or not the whole file. */
export function withheld({ code, detail, mend = 'ask for less' }: Problem, { terms }: Permit): Refusal {
  const source = `agreement ${terms.clause.agreement}, clause ${terms.clause.clause}`
  const can = mend.charAt(0).toLowerCase() + mend.slice(1).replace(/\.$/, '')
  const whose = terms.dataset.split('/')[0] ?? 'everyone'
  return { outcome: 'refusal', reasons: [{ code, because: detail, source, whose, remedy: { who: 'You', can } }] }
}

type Beginning = Readonly<{ held: readonly Batch[]; rest: AsyncIterator<Batch> | null; total: number | null }>

/** Looks two batches ahead: a short answer is then whole, and its receipt can say how many rows it has. */
async function beginning(batches: AsyncIterable<Batch>): Promise<Beginning> {
  const rest = batches[Symbol.asyncIterator]()
  const held: Batch[] = []
  for (let ahead = 0; ahead < 2; ahead++) {
    const step = await rest.next()
    if (step.done) return { held, rest: null, total: held.reduce((rows, batch) => rows + batch.rows, 0) }
    held.push(step.value)
  }
  return { held, rest, total: null }
}

type Delivery = Readonly<{
  stillStands: () => boolean
  receipt: Receipt
  rooms: Rooms
  close: () => void
  count: (rows: number) => void
}>

async function* deliver({ held, rest, total }: Beginning, delivery: Delivery): AsyncGenerator<Batch> {
  const { stillStands, receipt, rooms, close, count } = delivery
  let rows = 0
  let ended: 'complete' | 'cut' | 'failed' = 'cut'
  try {
    for await (const batch of follow(held, rest)) {
      if (!stillStands()) throw new CutOff()
      yield batch
      rows += batch.rows
      count(batch.rows)
    }
    ended = 'complete'
  } catch (error) {
    if (!(error instanceof CutOff)) ended = 'failed'
    throw error
  } finally {
    close()
    // A short answer's receipt said it all, unless it never arrived whole.
    if (total === null || ended !== 'complete') await rooms.receipts.complete(receipt.id, { rows, ended })
  }
}

async function* follow(held: readonly Batch[], rest: AsyncIterator<Batch> | null): AsyncGenerator<Batch> {
  yield* held
  for (let step = await rest?.next(); step && !step.done; step = await rest?.next()) yield step.value
}
