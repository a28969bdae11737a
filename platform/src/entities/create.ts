/** Puts the room together. */
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import { Limiter } from '#foundation/limiter.ts'
import type { Exchange } from '#exchange'
import { createCorrecting } from './correct/correcting.ts'
import { createDisputing } from './correct/disputing.ts'
import { type Desk, onLinkage, type Rooms } from './desk.ts'
import type { Entities } from './entities.ts'
import { linkageKeys } from './keys.ts'
import { define, linkage, linkages, remove, runs } from './linkages/define.ts'
import { createReviewing } from './review/reviewing.ts'
import { createRunning } from './run/running.ts'
import { createSearching } from './search/searching.ts'
import { interruptLeftovers } from './store/runs.ts'
import { person } from './view/see-person.ts'

export type EntitiesDependencies = Readonly<{
  database: Database
  clock: Clock
  exchange: Exchange
  rooms: Rooms
  keysFolder: string
  /** How many times a minute one person or app may search for people. */
  searchesPerMinute?: number
  /** Megabytes of memory that a run may use. */
  memoryMb?: number
}>

/** Brings the schema up to date, and marks the runs that an earlier process left behind. */
export async function createEntities(deps: EntitiesDependencies): Promise<Entities> {
  const { database, clock, exchange, rooms, keysFolder, searchesPerMinute = 20, memoryMb = 1_024 } = deps
  await database.migrate('entities', new URL('./sql/', import.meta.url))
  await interruptLeftovers(database, clock())
  const searches = new Limiter({ burst: searchesPerMinute, refillSeconds: 60 / searchesPerMinute })
  const desk: Desk = { database, clock, exchange, rooms, keys: linkageKeys(keysFolder), searches, memoryMb }
  const running = createRunning(desk)

  return {
    define: (asked) => define(desk, asked),
    linkages: (credentials) => linkages(desk, credentials),
    linkage: (asked) => linkage(desk, asked),
    runs: (asked) => runs(desk, asked),
    remove: (asked) => remove(desk, asked),
    run: (asked) => onLinkage(desk, asked, 'run-linkage', (asking) => running.start(asking, asked.credentials)),
    async settled(asked) {
      const found = await onLinkage(desk, asked, 'see-linkage', async (asking) => asking.linkage.ref)
      if (found.kind === 'done') await running.settled(found.value)
    },
    person: (asked) => person(desk, asked),
    ...createSearching(desk),
    ...createReviewing(desk),
    ...createCorrecting(desk),
    ...createDisputing(desk),
    close: () => running.close(),
  }
}
