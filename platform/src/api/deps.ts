/** What the JSON door is given by `main`: the corridor, and the registers that hold no content. */
import type { Catalogue } from '#catalogue'
import type { Entities } from '#entities'
import type { Exchange } from '#exchange'
import type { Governance } from '#governance'
import type { Identity } from '#identity'
import type { Intake } from '#intake'
import type { Receipts } from '#receipts'

export type ApiDeps = Readonly<{
  exchange: Exchange
  rooms: Readonly<{
    catalogue: Catalogue
    entities: Entities
    governance: Governance
    identity: Identity
    intake: Intake
    receipts: Receipts
  }>
  /** The node's own address, for links. */
  url: string
  /** What `/readyz` answers: null when ready, else what is missing. */
  notReady: () => Promise<string | null>
  metrics: () => Promise<Readonly<{ type: string; text: string }>>
}>
