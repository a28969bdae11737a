/** “This is not me”: from whom a record is about, to the head of the reviewers' queue. */
import { newId } from '#foundation/ids.ts'
import type { Caller } from '#model/request.ts'
import type { Desk } from '../desk.ts'
import type { Entities } from '../entities.ts'
import { cannotCorrect, noDispute, noEntity, tooManySearches } from '../faults.ts'
import { linkageOfEntity } from '../store/linkages.ts'
import { pairsTouching, recordsOfEntities, type Served, type StoredRecord } from '../store/records.ts'
import { disputeNamed, putDispute, type StoredDispute } from '../store/reviews.ts'
import type { Dispute } from './correction.ts'

type Asked = Parameters<Entities['dispute']>[0]

export function createDisputing(desk: Desk): Pick<Entities, 'dispute' | 'disputed'> {
  return {
    async dispute(asked) {
      const { organisation } = await desk.rooms.identity.identify(asked.credentials)
      const act = organisation === null ? 'dispute-link' : 'review-link'
      const target = { organisation }
      return desk.exchange.act({ credentials: asked.credentials, act, target }, (caller) => report(desk, asked, caller))
    },
    async disputed({ credentials, reference }) {
      const { organisation } = await desk.rooms.identity.identify(credentials)
      const act = organisation === null ? 'dispute-link' : 'see-linkage'
      return desk.exchange.act({ credentials, act, target: { organisation } }, async () => {
        const found = await disputeNamed(desk.database.pool, reference)
        if (!found) throw noDispute()
        return viewOf(found)
      })
    },
  }
}

async function report(desk: Desk, asked: Asked, caller: Caller): Promise<Dispute> {
  const { key, record, dataset, reason } = asked
  const wait = desk.searches.take(`dispute ${caller.kind} ${caller.id}`, desk.clock())
  if (wait > 0) throw tooManySearches(wait)
  const linkage = await linkageOfEntity(desk, key)
  const isOthers = caller.organisation !== null && linkage?.organisation !== caller.organisation
  if (!linkage || linkage.currentRun === null || isOthers) throw noEntity()
  const served = { ...linkage, currentRun: linkage.currentRun }
  const records = await recordsOfEntities(desk.database.pool, served, [key])
  const [left, right] = await inQuestion(desk, served, { records, record, dataset })
  const reference = newId('n')
  const pair = linkage.key.pair(left, right)
  await putDispute(desk.database.pool, {
    reference,
    linkage: linkage.ref,
    pair,
    left,
    right,
    reason: linkage.key.seal(reason, reference),
    reporter: linkage.key.pseudonym(caller),
    reportedAt: desk.clock().toISOString(),
  })
  return viewOf((await disputeNamed(desk.database.pool, reference))!)
}

type Said = Readonly<{ records: readonly StoredRecord[]; record?: string | undefined; dataset?: string | undefined }>

/** The record that is said to be somebody else's, and the one of the others that speaks most for it. */
async function inQuestion(desk: Desk, served: Served, { records, record, dataset }: Said): Promise<[string, string]> {
  if (records.length < 2)
    throw cannotCorrect(
      'That entity is one record alone, so that nothing was put together wrongly.',
      'Ask the organisation that holds the record to put it right.',
    )
  const tokens = new Set(records.map(({ token }) => token))
  const pairs = (await pairsTouching(desk.database.pool, served, [...tokens])).filter(
    ({ left, right }) => tokens.has(left) && tokens.has(right),
  )
  const strongest = (token: string) => {
    const of = pairs.filter(({ left, right }) => left === token || right === token).toSorted((a, b) => b.bits - a.bits)
    const [best] = of
    if (best) return { other: best.left === token ? best.right : best.left, bits: best.bits }
    return { other: records.find((each) => each.token !== token)!.token, bits: -Infinity }
  }
  const named = records.filter((each) => (record ? each.token === record : dataset ? each.dataset === dataset : true))
  if (named.length === 0)
    throw cannotCorrect('That record is not in that entity.', 'Leave it out if you do not know which it is.')
  // Of several, the one that hangs by the thinnest thread.
  const weakest = named.toSorted((a, b) => strongest(a.token).bits - strongest(b.token).bits)[0]!
  return [weakest.token, strongest(weakest.token).other]
}

const words: Readonly<Record<Dispute['state'], string>> = {
  open: 'It waits at the head of the queue for a person to look at it.',
  upheld: 'The record was found to be somebody else’s and was taken out.',
  'not-upheld':
    'A person looked and found that the record is about the same person. The organisation’s data protection officer can look again.',
}

function viewOf({ reference, state, reportedAt, decidedAt }: StoredDispute): Dispute {
  return { reference, state, reportedAt, decidedAt, says: words[state] }
}
