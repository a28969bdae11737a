/** The room as the rest of the house sees it: decides from memory, records in the database, tells other nodes. */
import type { AgreementDocument, HouseRuleDocument } from '@wayleave/kit'
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import type { Dataset, DatasetRef, Organisation } from '#model/dataset.ts'
import type { Refusal } from '#model/refusal.ts'
import type { AccessRequest, Caller } from '#model/request.ts'
import { type Act, type ActTarget, authorise } from './authorise.ts'
import { decide, type Decision } from './decide.ts'
import { createDrafting } from './drafting.ts'
import { createLicensing } from './licensing.ts'
import { type LawfulBasis, lawfulBases } from './lawful-bases.ts'
import type { NewlyAllowed } from './newly-allowed.ts'
import type { Purpose } from './purposes.ts'
import { createRegister, type Register } from './register.ts'
import { type AgreementView, viewsOf } from './register-views.ts'
import { createRuleMaking } from './rule-making.ts'
import { type SmallestChange, smallestChange } from './smallest-change.ts'
import { change } from './store/changes.ts'
import type { Moment } from './store/store.ts'
import { watch } from './store/watch.ts'
import {
  actorFor,
  insistOnAuthority,
  putEnd,
  putResumption,
  putSignatureOn,
  putSuspension,
  signerFor,
} from './taking-steps.ts'

export type Governance = Readonly<{
  /** A pure function of the request and the rulebook in memory; see decide.ts. */
  decide(request: AccessRequest): Decision
  /** Grows with every change of policy; a stream decides again when it did. */
  readonly revision: number
  /** Null: go ahead. For acts other than reading data. */
  authorise(caller: Caller, act: Act, target: ActTarget): Refusal | null
  /** After a refusal: the smallest change that would allow it. Null when it is allowed. */
  smallestChange(request: AccessRequest): SmallestChange | null
  /** Before signing: what would this document, once in force, allow that is not allowed now, and to whom? */
  wouldAllow(document: unknown): Promise<NewlyAllowed>

  /** Keeps a document without proposing it. Same faults as `propose`. */
  draft(document: unknown, by: Caller): Promise<AgreementView>
  /** Takes YAML or JSON text, or parsed data. Problem 400 unreadable, 422 with what is wrong and where, 403, 409. */
  propose(document: unknown, by: Caller): Promise<AgreementView>
  /** `capacity`: sign as approver or as guardian, for who is both (then guardian). Problem 403, 404, 409. */
  sign(id: string, by: Caller, capacity?: 'approver' | 'guardian'): Promise<AgreementView>
  suspend(id: string, by: Caller, why?: string): Promise<AgreementView>
  /** Lifts the caller's organisation's own suspension. */
  resume(id: string, by: Caller): Promise<AgreementView>
  end(id: string, by: Caller, why?: string): Promise<AgreementView>
  agreement(id: string): Promise<AgreementView | undefined>
  agreements(which?: { organisation?: string; state?: string; dataset?: DatasetRef }): Promise<AgreementView[]>

  purposes(): readonly Purpose[]
  lawfulBases(): readonly LawfulBasis[]
  addPurpose(purpose: Omit<Purpose, 'parent'> & { parent?: string | null }): Promise<Purpose>
  /** A new rule, or a new version of one. With a caller, Problem 403 when they may not. */
  putHouseRule(document: unknown, by?: Caller): Promise<HouseRuleDocument>
  withdrawHouseRule(organisation: string, id: string, by?: Caller): Promise<void>
  houseRules(organisation?: string): readonly HouseRuleDocument[]

  /** Everyone may use it from now on; another licence that stood is ended. Problem 400 `licence-unknown`. */
  grantLicence(dataset: DatasetRef, licence: string, by: Caller): Promise<AgreementView>
  withdrawLicence(dataset: DatasetRef, by: Caller): Promise<void>
  /** The organisation's agreement with itself; made when there is none. */
  ownUse(organisation: string): Promise<AgreementView>

  /** Reads what other rooms and nodes changed, now rather than within two seconds. */
  refresh(): Promise<void>
  close(): Promise<void>
}>

export type GovernanceDeps = Readonly<{
  database: Database
  clock: Clock
  /** Names, assurances and fields; only read. */
  catalogue: Readonly<{
    organisations(): Promise<readonly Organisation[]>
    dataset(ref: DatasetRef): Promise<Dataset | undefined>
  }>
  /** The keyed pseudonym of a person, so that they may see their own receipts. */
  pseudonym?: (caller: Caller) => string | null
}>

/** What the parts of this room share. */
export type Desk = Readonly<{
  deps: GovernanceDeps
  register: Register
  /** One change of policy: recorded, and in force on this node when it returns. */
  record<T>(work: (moment: Moment) => Promise<T>): Promise<T>
  view(id: string): Promise<AgreementView>
}>

export async function createGovernance(deps: GovernanceDeps): Promise<Governance> {
  const { database, clock, pseudonym } = deps
  await database.migrate('governance', new URL('./sql/', import.meta.url))
  const register = createRegister(database, () => deps.catalogue.organisations())
  const { rulebook } = register
  await register.refresh()
  register.setWhole(true)
  const watching = await watch(database, { refresh: register.refresh, setWhole: register.setWhole })

  const desk: Desk = {
    deps,
    register,
    async record(work) {
      const result = await change(database, (client, revision) => work({ client, revision, at: clock() }))
      await register.refresh()
      return result
    },
    async view(id) {
      const [view] = await viewsOf([id], register, { database, clock })
      if (!view) throw new Error('an agreement that was just recorded is not on record')
      return view
    },
  }

  async function step(
    act: 'sign' | 'suspend' | 'resume' | 'end',
    id: string,
    by: Caller,
    take: (moment: Moment) => Promise<void>,
  ) {
    insistOnAuthority(by, act, { agreement: id }, rulebook)
    await desk.record(take)
    return desk.view(id)
  }

  return {
    decide: (request) => decide(request, rulebook),
    get revision() {
      return register.revision()
    },
    authorise: (caller, act, target) =>
      authorise(
        caller,
        act,
        target.pseudonym === undefined && pseudonym ? { ...target, pseudonym: pseudonym(caller) } : target,
        rulebook,
      ),
    smallestChange: (request) => smallestChange(request, rulebook),
    ...createDrafting(desk),
    sign: (id, by, capacity) => step('sign', id, by, (moment) => putSignatureOn(moment, id, signerFor(by, capacity))),
    suspend: (id, by, why) =>
      step('suspend', id, by, (moment) => putSuspension(moment, id, actorFor(by, ['guardian', 'approver']), why)),
    resume: (id, by) =>
      step('resume', id, by, (moment) => putResumption(moment, id, actorFor(by, ['guardian', 'approver']))),
    end: (id, by, why) =>
      step('end', id, by, (moment) => putEnd(moment, id, actorFor(by, ['guardian', 'approver']), why)),
    agreement: async (id) => (await viewsOf([id], register, { database, clock }))[0],
    agreements: (which = {}) => viewsOf(idsWith(which, register), register, { database, clock }, which.state),
    purposes: () => register.purposes(),
    lawfulBases: () => lawfulBases,
    ...createRuleMaking(desk),
    ...createLicensing(desk),
    refresh: () => register.refresh(),
    close: () => watching.close(),
  }
}

function idsWith(
  { organisation, dataset }: { organisation?: string; dataset?: string },
  { rulebook }: Register,
): string[] {
  const found: AgreementDocument[] = [...rulebook.agreements()].map(({ document }) => document)
  return found
    .filter(({ parties }) => organisation === undefined || parties.some((party) => party.organisation === organisation))
    .filter(({ clauses }) => dataset === undefined || clauses.some((clause) => clause.dataset === dataset))
    .map(({ id }) => id)
}
