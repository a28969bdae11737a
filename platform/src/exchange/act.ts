/** What changes something: decided by the same governance, receipted in the same log. */
import type { Act, ActTarget } from '#governance'
import type { Credentials } from '#identity'
import type { Receipt } from '#model/receipt.ts'
import type { Caller } from '#model/request.ts'
import type { Refused } from './decision.ts'
import { performed, refused } from './entry.ts'
import type { Rooms } from './rooms.ts'

/** No receipt for a look at a register: those would bury the crossings. */
export type Done<T> = Readonly<{ kind: 'done'; value: T; receipt: Receipt | null }>

/**
 * Registers of documents, without content. A quality report tells of values, so looking at one is on the record. A look at
 * a person has a receipt of every holder that was asked.
 */
const unreceipted: ReadonlySet<Act> = new Set(['see-agreement', 'see-receipt', 'see-linkage', 'see-person'])

type Asked = Readonly<{ credentials: Credentials; act: Act; target: ActTarget }>

/** Identify → authorise → perform → receipt. What `perform` throws is passed on, and on the record as failed. */
export async function act<T>(
  asked: Asked,
  rooms: Rooms,
  perform: (caller: Caller) => Promise<T>,
): Promise<Done<T> | Refused> {
  const caller = await rooms.identity.identify(asked.credentials)
  const target = { ...asked.target, pseudonym: rooms.identity.pseudonym(caller) }
  const refusal = rooms.governance.authorise(caller, asked.act, target)
  const { dataset = null, organisation = null } = asked.target
  const about = { action: asked.act, dataset, holder: organisation }
  if (refusal) {
    const receipt = await rooms.receipts.record(refused(caller, about, refusal.reasons, rooms))
    return { kind: 'refusal', reasons: refusal.reasons, receipt }
  }
  const entry = performed(caller, about, rooms)
  try {
    const value = await perform(caller)
    const receipt = unreceipted.has(asked.act) ? null : await rooms.receipts.record(entry)
    return { kind: 'done', value, receipt }
  } catch (error) {
    await rooms.receipts.record({ ...entry, outcome: 'failed' })
    throw error
  }
}
