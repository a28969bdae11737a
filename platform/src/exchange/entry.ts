/** What goes on a receipt: identifiers, counts and digests, never a value. */
import { canonicalJson, sha256Hex } from '#foundation/hash.ts'
import type { Version } from '#model/dataset.ts'
import type { Query } from '#model/query.ts'
import type { Look } from '#model/records.ts'
import type { ReceiptEntry } from '#model/receipt.ts'
import type { Reason } from '#model/refusal.ts'
import type { AccessRequest, Caller } from '#model/request.ts'
import type { Permit } from '#permit'
import type { Rooms } from './rooms.ts'

type What = Readonly<{
  action: string
  dataset?: string | null
  holder?: string | null
  purpose?: string | null
  fields?: readonly string[]
}>

/** The part of an entry that says who asked for what; outcome and release are filled in by the stage that knows them. */
function asked(caller: Caller, what: What, rooms: Rooms): Omit<ReceiptEntry, 'outcome'> {
  return {
    action: what.action,
    organisation: caller.organisation,
    role: caller.roles.join(' ') || null,
    app: caller.kind === 'app' ? caller.id : null,
    person: rooms.identity.pseudonym(caller),
    purpose: what.purpose ?? null,
    dataset: what.dataset ?? null,
    holder: what.holder ?? null,
    version: null,
    fields: what.fields ?? [],
    rows: null,
    clause: null,
    duties: [],
    reasons: [],
    query: null,
  }
}

export function refused(caller: Caller, what: What, reasons: readonly Reason[], rooms: Rooms): ReceiptEntry {
  return { ...asked(caller, what, rooms), outcome: 'refusal', rows: 0, reasons }
}

export function performed(caller: Caller, what: What, rooms: Rooms): ReceiptEntry {
  return { ...asked(caller, what, rooms), outcome: 'permit' }
}

export function aboutRequest(request: AccessRequest): What {
  const { dataset, action, purpose, fields } = request
  return { action, dataset: dataset.ref, holder: dataset.organisation, purpose, fields: fields ?? [] }
}

export type Crossing = Readonly<{
  request: AccessRequest
  permit: Permit
  version: Version
  query: string
  duties: readonly string[]
}>

export function released(
  crossing: Crossing,
  fields: readonly string[],
  rows: number | null,
  rooms: Rooms,
): ReceiptEntry {
  const { request, permit, version, query, duties } = crossing
  return {
    ...asked(request.caller, { ...aboutRequest(request), fields }, rooms),
    outcome: 'permit',
    role: permit.terms.role ?? (request.caller.roles.join(' ') || null),
    version: version.number,
    rows,
    clause: permit.terms.clause,
    duties,
    query,
  }
}

export function failed(crossing: Crossing, rooms: Rooms): ReceiptEntry {
  return { ...released(crossing, [], 0, rooms), outcome: 'failed' }
}

/** So that whoever asked can show later what was asked, and nobody else can read it from the receipt. */
export function queryDigest(version: Version, query: Query | { filter: unknown }, look: Look | null = null): string {
  const { dataset, number, snapshot } = version
  return sha256Hex(canonicalJson({ dataset, version: number, snapshot, query, look: look ?? undefined }))
}
