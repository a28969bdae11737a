/** What the pages are given: the rooms they ask, the corridor, and the few settings that they show. */
import type { Catalogue } from '#catalogue'
import type { Entities } from '#entities'
import type { Exchange } from '#exchange'
import type { Clock } from '#foundation/clock.ts'
import type { Governance } from '#governance'
import type { Identity } from '#identity'
import type { Intake } from '#intake'
import type { Receipts } from '#receipts'

export type WebRooms = Readonly<{
  catalogue: Catalogue
  entities: Entities
  governance: Governance
  identity: Identity
  intake: Intake
  receipts: Receipts
}>

export type WebSettings = Readonly<{
  /** What the place is called: “Northford”. */
  place: string
  /** This node's own address, without a slash at its end; in commands to copy, QR codes and sign-in. */
  origin: string
  /** Shows on every page that nobody here is real, and that anyone may sign in as anyone. */
  demo: boolean
  /** Largest upload, in bytes. */
  uploadLimit: number
}>

export type WebDependencies = Readonly<{ rooms: WebRooms; exchange: Exchange; clock: Clock; settings: WebSettings }>
