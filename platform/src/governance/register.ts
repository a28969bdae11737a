/** What this node knows of policy, in memory: the rulebook, and what else the database says, kept up to date. */
import type { HouseRuleDocument } from '@wayleave/kit'
import type { Database } from '#foundation/database.ts'
import type { Organisation } from '#model/dataset.ts'
import type { RecordedState } from './compile.ts'
import { dpvPurposes, type Purpose } from './purposes.ts'
import { createRulebook, type WritableRulebook } from './rulebook.ts'
import { agreementFrom, type AgreementRow, houseRuleFrom, type HouseRuleRow } from './store/rows.ts'
import { newsSince } from './store/store.ts'

export type Register = Readonly<{
  rulebook: WritableRulebook
  purposes(): readonly Purpose[]
  houseRules(): readonly HouseRuleDocument[]
  /** Grows with every change of what decisions rest on. */
  revision(): number
  /** Whether the book is known to be complete; while it is not, nothing is permitted. */
  setWhole(whole: boolean): void
  /** Reads what changed. Calls are served one after another; each sees all that was committed when it was made. */
  refresh(): Promise<void>
}>

export function createRegister(database: Database, organisationsNow: () => Promise<readonly Organisation[]>): Register {
  let organisations = new Map<string, Organisation>()
  const rulebook = createRulebook((id) => organisations.get(id))
  const purposes = new Map<string, Purpose>()
  const houseRules = new Map<string, HouseRuleDocument>()
  let revision = -1
  // What changes decisions and is not a change of policy: assurances gained or lost, trust in this book gained or lost.
  let turns = 0
  let organisationsBefore = ''
  let last: Promise<void> = Promise.resolve()
  // Until the first reading.
  rulebook.setWhole(false)
  for (const purpose of dpvPurposes) putPurpose(purpose)

  function putPurpose(purpose: Purpose): void {
    purposes.set(purpose.id, purpose)
    rulebook.putPurpose(purpose.id)
  }

  function putRule(row: HouseRuleRow): void {
    const name = `${row.organisation}/${row.id}`
    houseRules.delete(name)
    if (row.withdrawn) return rulebook.removeHouseRule(row.organisation, row.id)
    const rule = houseRuleFrom(row)
    if (rule) houseRules.set(name, rule)
    rulebook.putHouseRule(rule ?? unreadableRule(row))
  }

  function putAgreement(row: AgreementRow): void {
    const agreement = agreementFrom(row)
    const before = rulebook.agreement(row.id)
    if (agreement) rulebook.putAgreement(agreement)
    // What stood before must not go on standing because its successor cannot be read.
    else if (before) rulebook.putAgreement({ ...before, state: 'ended' as RecordedState, intact: false })
  }

  async function read(): Promise<void> {
    const [news, known] = await Promise.all([newsSince(database, revision), organisationsNow()])
    organisations = new Map(known.map((organisation) => [organisation.id, organisation]))
    const told = JSON.stringify(known)
    if (told !== organisationsBefore) [organisationsBefore, turns] = [told, turns + 1]
    news.purposes.forEach(putPurpose)
    news.houseRules.forEach(putRule)
    news.agreements.forEach(putAgreement)
    revision = news.revision
  }

  return {
    rulebook,
    purposes: () => [...purposes.values()],
    houseRules: () => [...houseRules.values()],
    revision: () => revision + turns,
    setWhole(whole) {
      if (whole !== rulebook.isWhole()) turns++
      rulebook.setWhole(whole)
    },
    refresh() {
      last = last.catch(() => undefined).then(read)
      return last
    },
  }
}

/** Without an effect that can be read, and so forbidding all that it could be about. */
function unreadableRule({ organisation, id }: HouseRuleRow): HouseRuleDocument {
  return {
    wayleave: 'house-rule/1',
    id,
    organisation,
    says: 'A rule of this organisation cannot be read.',
    source: 'the record',
  }
}
