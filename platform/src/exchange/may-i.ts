/** A decision and its receipt, and no data. */
import type { Dataset } from '#model/dataset.ts'
import type { Receipt } from '#model/receipt.ts'
import type { Refusal } from '#model/refusal.ts'
import type { Role } from '#model/request.ts'
import type { Permit } from '#permit'
import { receive, requestFor, type Wants } from './decision.ts'
import { aboutRequest, performed, refused } from './entry.ts'
import type { Rooms } from './rooms.ts'

export type Verdict = Readonly<{ decision: Permit | Refusal; dataset: Dataset; receipt: Receipt }>

/**
 * Decides a request without carrying it out. A caller may ask for a colleague (`role`): what another role of one's own
 * organisation may do is no secret inside it; what another organisation may do is.
 */
export async function mayI(
  asked: Wants & Readonly<{ fields: readonly string[] | null; role: Role | null }>,
  rooms: Rooms,
): Promise<Verdict> {
  const received = await receive(asked, rooms)
  const caller =
    asked.role && received.caller.organisation ? { ...received.caller, roles: [asked.role] } : received.caller
  const request = requestFor({ ...received, caller }, asked, asked.fields, rooms)
  const decision = rooms.governance.decide(request)
  const about = { ...aboutRequest(request), action: `ask to ${asked.action}` }
  const entry =
    decision.outcome === 'permit'
      ? { ...performed(caller, about, rooms), rows: 0, clause: decision.terms.clause }
      : refused(caller, about, decision.reasons, rooms)
  return { decision, dataset: received.dataset, receipt: await rooms.receipts.record(entry) }
}
