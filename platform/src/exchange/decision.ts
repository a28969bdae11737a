/** Receive, identify, decide: the first half of the corridor, the same for every kind of reading. */
import { noDataset } from '#catalogue'
import { properties } from '#foundation/cql2/index.ts'
import type { Credentials } from '#identity'
import type { Dataset, DatasetRef } from '#model/dataset.ts'
import type { Query } from '#model/query.ts'
import type { Receipt } from '#model/receipt.ts'
import type { Reason, Refusal } from '#model/refusal.ts'
import type { AccessRequest, Caller, DataAction } from '#model/request.ts'
import type { Permit } from '#permit'
import { aboutRequest, refused } from './entry.ts'
import type { Rooms } from './rooms.ts'

export type Wants = Readonly<{
  credentials: Credentials
  dataset: DatasetRef
  purpose: string | null
  action: DataAction
}>

export type Refused = Readonly<{ kind: 'refusal'; reasons: readonly Reason[]; receipt: Receipt }>

/** Problem 404 when there is no such dataset; metadata is no secret, content is. */
export async function receive(wants: Wants, rooms: Rooms): Promise<{ caller: Caller; dataset: Dataset }> {
  const [caller, dataset] = await Promise.all([
    rooms.identity.identify(wants.credentials),
    rooms.catalogue.dataset(wants.dataset),
  ])
  if (!dataset) throw noDataset()
  return { caller, dataset }
}

export function requestFor(
  { caller, dataset }: Readonly<{ caller: Caller; dataset: Dataset }>,
  wants: Pick<Wants, 'action' | 'purpose'>,
  fields: readonly string[] | null,
  rooms: Rooms,
): AccessRequest {
  const { ref, organisation, classification, latest } = dataset
  return {
    caller,
    dataset: { ref, organisation, classification, fields: latest?.fields ?? [] },
    action: wants.action,
    purpose: wants.purpose,
    fields,
    at: rooms.clock().toISOString(),
  }
}

export type Decided = Readonly<{ request: AccessRequest; decision: Permit | Refusal }>

/**
 * Decides over every field that the query mentions: what a caller may filter or sort by is what a caller may read.
 * Asked for “whatever I may have” with a filter, the clause that gives most is tried first; if it does not cover the
 * filter, the filter's own fields are decided, which either names what is missing or finds the clause that has them.
 */
export function decideQuery(
  request: AccessRequest,
  query: Pick<Query, 'fields' | 'filter' | 'order'>,
  rooms: Rooms,
): Decided {
  const mentioned = [...(query.filter ? properties(query.filter) : []), ...query.order.map(({ field }) => field)]
  if (query.fields !== null) {
    const all = { ...request, fields: query.fields.length === 0 ? [] : [...new Set([...query.fields, ...mentioned])] }
    return { request: all, decision: rooms.governance.decide(all) }
  }
  const widest = rooms.governance.decide(request)
  if (widest.outcome === 'refusal') return { request, decision: widest }
  const covered = new Set(widest.terms.fields.map(({ name }) => name))
  if (mentioned.every((name) => covered.has(name))) return { request, decision: widest }
  const narrow = { ...request, fields: [...new Set(mentioned)] }
  return { request: narrow, decision: rooms.governance.decide(narrow) }
}

/** A refusal on its way out: receipted like everything else. */
export async function refuse(request: AccessRequest, refusal: Refusal, rooms: Rooms): Promise<Refused> {
  const entry = refused(request.caller, aboutRequest(request), refusal.reasons, rooms)
  return { kind: 'refusal', reasons: refusal.reasons, receipt: await rooms.receipts.record(entry) }
}
