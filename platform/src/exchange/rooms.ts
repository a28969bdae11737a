/** The rooms that the corridor passes, and no more of each than it needs. */
import type { Catalogue } from '#catalogue'
import type { Clock } from '#foundation/clock.ts'
import type { Governance } from '#governance'
import type { Holdings } from '#holdings'
import type { Identity } from '#identity'
import type { Receipts } from '#receipts'

export type Rooms = Readonly<{
  identity: Pick<Identity, 'identify' | 'pseudonym'>
  catalogue: Pick<Catalogue, 'dataset' | 'version'>
  governance: Pick<Governance, 'decide' | 'authorise' | 'revision'>
  holdings: Pick<Holdings, 'fetch' | 'verify' | 'original' | 'records'>
  receipts: Pick<Receipts, 'record' | 'complete'>
  clock: Clock
}>
