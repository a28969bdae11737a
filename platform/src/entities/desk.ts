/** What the parts of this room share, and how each of its acts begins. */
import type { Catalogue } from '#catalogue'
import type { Done, Exchange, Refused } from '#exchange'
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import type { Limiter } from '#foundation/limiter.ts'
import type { Governance } from '#governance'
import type { Credentials, Identity } from '#identity'
import type { Caller } from '#model/request.ts'
import type { OnLinkage } from './entities.ts'
import { noEntity, noLinkage, notLinkedYet } from './faults.ts'
import type { LinkageKeys } from './keys.ts'
import { type Linkage, linkageNamed, linkageOfEntity } from './store/linkages.ts'

export type Rooms = Readonly<{
  catalogue: Pick<Catalogue, 'dataset' | 'organisation'>
  governance: Pick<Governance, 'decide' | 'authorise' | 'purposes'>
  identity: Pick<Identity, 'identify' | 'pseudonym'>
}>

export type Desk = Readonly<{
  database: Database
  clock: Clock
  exchange: Pick<Exchange, 'read' | 'act'>
  rooms: Rooms
  keys: LinkageKeys
  searches: Limiter
  /** Megabytes that a run may use. */
  memoryMb: number
}>

type LinkageAct = 'define-linkage' | 'run-linkage' | 'see-linkage' | 'search-people' | 'review-link'

/** Who asks, and on which linkage of theirs. */
export type Asking = Readonly<{ caller: Caller; linkage: Linkage }>
/** With entities to look at: the run that they are from. */
export type AskingLinked = Asking & Readonly<{ linkage: Linkage & { currentRun: number } }>

/** Authorises, finds the linkage among those of the caller's organisation, performs, receipts. */
export async function onLinkage<T>(
  desk: Desk,
  { credentials, linkage: id }: OnLinkage,
  act: LinkageAct,
  perform: (asking: Asking) => Promise<T>,
): Promise<Done<T> | Refused> {
  const { organisation } = await desk.rooms.identity.identify(credentials)
  return desk.exchange.act({ credentials, act, target: { organisation } }, async (caller) => {
    const linkage = caller.organisation === null ? undefined : await linkageNamed(desk, caller.organisation, id)
    if (!linkage) throw noLinkage()
    return perform({ caller, linkage })
  })
}

/** The same, of the linkage that has an entity of that key. Problem 404 `entity-unknown`. */
export async function onEntity<T>(
  desk: Desk,
  { credentials, key }: Readonly<{ credentials: Credentials; key: string }>,
  perform: (asking: AskingLinked) => Promise<T>,
): Promise<Done<T> | Refused> {
  const { organisation } = await desk.rooms.identity.identify(credentials)
  return desk.exchange.act({ credentials, act: 'see-person', target: { organisation } }, async (caller) => {
    const linkage = await linkageOfEntity(desk, key)
    const isTheirs = linkage !== undefined && linkage.organisation === caller.organisation
    if (!isTheirs || linkage.currentRun === null) throw noEntity()
    return perform({ caller, linkage: { ...linkage, currentRun: linkage.currentRun } })
  })
}

/** The same for what needs entities. Problem 409 `not-linked-yet`. */
export async function onEntities<T>(
  desk: Desk,
  asked: OnLinkage,
  act: LinkageAct,
  perform: (asking: AskingLinked) => Promise<T>,
): Promise<Done<T> | Refused> {
  return onLinkage(desk, asked, act, async ({ caller, linkage }) => {
    const { currentRun } = linkage
    if (currentRun === null) throw notLinkedYet()
    return perform({ caller, linkage: { ...linkage, currentRun } })
  })
}
