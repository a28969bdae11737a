/**
 * What is on the books, indexed so that a decision looks only at what could matter to it: by dataset, then by who asks.
 * Its cost does not grow with the number of agreements between others.
 */
import type { HouseRuleDocument } from '@wayleave/kit'
import type { Organisation } from '#model/dataset.ts'
import { type AgreementOnBooks, type Clause, compileClauses, holderOf, recipientsOf } from './compile.ts'
import { compileHouseRule, type HouseRule } from './house-rules.ts'

export type Rulebook = Readonly<{
  /** Clauses of agreements that every party has signed and nobody has stopped, by name. */
  standing(dataset: string, recipient: string): readonly Clause[]
  /** Clauses of agreements that are proposed, suspended or ended: they permit nothing, and explain a no. */
  lapsed(dataset: string, recipient: string): readonly Clause[]
  /** An organisation's agreement with itself. */
  ownUse(organisation: string): readonly Clause[]
  houseRules(holder: string): readonly HouseRule[]
  hasPurpose(id: string): boolean
  organisation(id: string): Organisation | undefined
  /** False while it is not known to be whole; then nothing is permitted. */
  isWhole(): boolean
}>

export type WritableRulebook = Rulebook &
  Readonly<{
    /** Puts an agreement on the books, in the place of what was there under its id. */
    putAgreement(agreement: AgreementOnBooks): void
    agreement(id: string): AgreementOnBooks | undefined
    agreements(): Iterable<AgreementOnBooks>
    putHouseRule(rule: HouseRuleDocument): void
    removeHouseRule(organisation: string, id: string): void
    putPurpose(id: string): void
    setWhole(whole: boolean): void
  }>

const none: readonly never[] = Object.freeze([])

/** dataset → recipient → clauses, in the order of their names. `org/*` stands under the organisation with a star. */
type Index = Map<string, Map<string, readonly Clause[]>>

export function createRulebook(organisation: Rulebook['organisation']): WritableRulebook {
  const agreements = new Map<string, AgreementOnBooks>()
  const standing: Index = new Map()
  const lapsed: Index = new Map()
  const ownUse = new Map<string, readonly Clause[]>()
  const rules = new Map<string, HouseRuleDocument>()
  const rulesByHolder = new Map<string, readonly HouseRule[]>()
  const purposes = new Set<string>()
  let whole = true

  function indexRules(holder: string): void {
    const own = [...rules.values()]
      .filter((rule) => rule.organisation === holder)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    rulesByHolder.set(holder, own.map(compileHouseRule))
  }

  function removeHouseRule(holder: string, id: string): void {
    if (rules.delete(`${holder}/${id}`)) indexRules(holder)
  }

  return {
    standing: (dataset, recipient) => standing.get(dataset)?.get(recipient) ?? none,
    lapsed: (dataset, recipient) => lapsed.get(dataset)?.get(recipient) ?? none,
    ownUse: (id) => ownUse.get(id) ?? none,
    houseRules: (holder) => rulesByHolder.get(holder) ?? none,
    hasPurpose: (id) => purposes.has(id),
    organisation,
    isWhole: () => whole,
    agreement: (id) => agreements.get(id),
    agreements: () => agreements.values(),
    putAgreement(agreement) {
      const { id } = agreement.document
      const before = agreements.get(id)
      if (before) for (const index of [standing, lapsed]) unfile(index, ownUse, before)
      agreements.set(id, agreement)
      if (agreement.state === 'draft') return
      file(isStanding(agreement) ? standing : lapsed, ownUse, agreement)
    },
    putHouseRule(rule) {
      rules.set(`${rule.organisation}/${rule.id}`, rule)
      indexRules(rule.organisation)
    },
    removeHouseRule,
    putPurpose: (id) => void purposes.add(id),
    setWhole: (is) => void (whole = is),
  }
}

const isStanding = ({ state, intact }: AgreementOnBooks) => state === 'active' && intact

function file(index: Index, ownUse: Map<string, readonly Clause[]>, agreement: AgreementOnBooks): void {
  for (const clause of compiled(agreement)) {
    const source = agreement.document.clauses.find(({ id }) => id === clause.id)
    if (!source) continue
    for (const recipient of recipientsOf(agreement.document, source)) {
      if (clause.dataset.endsWith('/*')) {
        if (isStanding(agreement)) ownUse.set(clause.holder, inOrder([...(ownUse.get(clause.holder) ?? none), clause]))
        continue
      }
      let recipients = index.get(clause.dataset)
      if (!recipients) index.set(clause.dataset, (recipients = new Map()))
      recipients.set(recipient, inOrder([...(recipients.get(recipient) ?? none), clause]))
    }
  }
}

/** An agreement that cannot be read permits nothing, and is no reason to stop reading the others. */
function compiled(agreement: AgreementOnBooks): readonly Clause[] {
  try {
    return compileClauses(agreement)
  } catch {
    return none
  }
}

function unfile(index: Index, ownUse: Map<string, readonly Clause[]>, { document }: AgreementOnBooks): void {
  const others = (clauses: readonly Clause[]) => clauses.filter((clause) => clause.ref.agreement !== document.id)
  for (const clause of document.clauses) {
    const holder = holderOf(clause.dataset)
    const own = ownUse.get(holder)
    if (own && clause.dataset.endsWith('/*')) ownUse.set(holder, others(own))
    const recipients = index.get(clause.dataset)
    if (!recipients) continue
    for (const recipient of recipientsOf(document, clause)) {
      const left = others(recipients.get(recipient) ?? none)
      if (left.length > 0) recipients.set(recipient, left)
      else recipients.delete(recipient)
    }
    if (recipients.size === 0) index.delete(clause.dataset)
  }
}

/** Never in the order of arrival: two nodes that learned the same in another order decide the same. */
const inOrder = (clauses: Clause[]) => clauses.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
