/** The file as it was uploaded, for who may take the whole of it away. */
import type { Readable } from 'node:stream'
import { Problem } from '#foundation/problem.ts'
import type { Version } from '#model/dataset.ts'
import type { Receipt } from '#model/receipt.ts'
import { receive, refuse, type Refused, requestFor, type Wants } from './decision.ts'
import { queryDigest, released } from './entry.ts'
import { receipted, versionOf, withheld } from './read.ts'
import type { Rooms } from './rooms.ts'
import { dutiesInWords } from '#disclosure'

export type Original = Readonly<{ kind: 'original'; version: Version; content: Readable; receipt: Receipt }>

/** Needs an `export` clause over every field of that version, as is. */
export async function original(
  asked: Omit<Wants, 'action'> & Readonly<{ version: number | null }>,
  rooms: Rooms,
): Promise<Original | Refused> {
  const wants = { ...asked, action: 'export' } as const
  const received = await receive(wants, rooms)
  const fields = received.dataset.latest?.fields.map(({ name }) => name) ?? null
  const request = requestFor(received, wants, fields, rooms)
  const decision = rooms.governance.decide(request)
  if (decision.outcome === 'refusal') return refuse(request, decision, rooms)

  const version = await versionOf(received.dataset, asked.version, rooms)
  const query = queryDigest(version, { filter: null })
  const crossing = { request, permit: decision, version, query, duties: dutiesInWords(decision.terms.duties) }
  const content = await receipted(crossing, rooms, () => rooms.holdings.original(decision, version))
  if (content instanceof Problem) return refuse(request, withheld(content, decision), rooms)
  const receipt = await rooms.receipts
    .record(released(crossing, fields ?? [], version.rows, rooms))
    .catch((error: unknown) => {
      content.destroy()
      throw error
    })
  return { kind: 'original', version, content, receipt }
}
