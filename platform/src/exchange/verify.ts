/** Yes or no, and no row moves: does a record like this exist? */
import { Problem } from '#foundation/problem.ts'
import type { Condition } from '#foundation/cql2/ast.ts'
import type { Receipt } from '#model/receipt.ts'
import { decideQuery, receive, refuse, type Refused, requestFor, type Wants } from './decision.ts'
import { queryDigest, released } from './entry.ts'
import { lookAt } from './look.ts'
import { receipted, versionOf, withheld } from './read.ts'
import type { Rooms } from './rooms.ts'

export type Verified = Readonly<{ kind: 'verified'; holds: boolean; receipt: Receipt }>

/** Asks whether any permitted row meets the condition, over the fields that a `verify` clause names. */
export async function verify(
  asked: Omit<Wants, 'action'> & Readonly<{ condition: Condition | null }>,
  rooms: Rooms,
): Promise<Verified | Refused> {
  if (!asked.condition) throw nothingToVerify()
  const wants = { ...asked, action: 'verify' } as const
  const received = await receive(wants, rooms)
  const question = { fields: null, filter: asked.condition, order: [] }
  const { request, decision } = decideQuery(requestFor(received, wants, null, rooms), question, rooms)
  if (decision.outcome === 'refusal') return refuse(request, decision, rooms)

  const version = await versionOf(received.dataset, null, rooms)
  const look = await lookAt(received.dataset, { version: null }, rooms)
  const query = queryDigest(version, { filter: asked.condition }, look)
  const crossing = { request, permit: decision, version, query, duties: [] }
  const holds = await receipted(crossing, rooms, () => rooms.holdings.verify(decision, asked.condition!, version, look))
  if (holds instanceof Problem) return refuse(request, withheld(holds, decision), rooms)
  return { kind: 'verified', holds, receipt: await rooms.receipts.record(released(crossing, [], 0, rooms)) }
}

function nothingToVerify(): Problem {
  return new Problem(400, 'filter-missing', {
    title: 'There is nothing to verify',
    detail: 'A verification asks whether a record with certain values exists, and no values were given.',
    at: 'filter',
    mend: "Give a filter over the fields that your agreement lets you verify, such as badge_number = 'A1' AND expires > DATE('2026-11-22').",
  })
}
