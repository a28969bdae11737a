/**
 * From a signed document to what `decide` works with: conditions parsed, sets built, everything that goes into a permit
 * frozen once, so that a decision copies nothing and parses nothing.
 */
import type { AgreementClause, AgreementDocument, AgreementTransform } from '@wayleave/kit'
import type { Condition } from '#foundation/cql2/ast.ts'
import { parse, properties } from '#foundation/cql2/index.ts'
import type { Duties, PermitTerms, PermittedField, Transform } from '#permit'

export type RecordedState = 'draft' | 'proposed' | 'active' | 'suspended' | 'ended'

/** An agreement as the store knows it. */
export type AgreementOnBooks = Readonly<{
  document: AgreementDocument
  state: RecordedState
  /** Signatures over the document as it stands; those over an earlier text do not count and are not here. */
  signatures: readonly Readonly<{ organisation: string; role: string }>[]
  /** Organisations whose suspension has not been lifted. */
  suspendedBy: readonly string[]
  /** Secret; the key of this agreement's pseudonyms. */
  key: string
  /** False when the document is no longer the one that was recorded (its hash differs). */
  intact: boolean
}>

export type Clause = Readonly<{
  agreement: AgreementOnBooks
  /** `agreement/clause`: unique, and the last tie-break between clauses. */
  name: string
  id: string
  action: string
  /** null: everyone. */
  roles: readonly string[] | null
  /** null: any purpose, or none stated. `declared`: any known purpose, but stated. */
  purposes: ReadonlySet<string> | 'declared' | null
  /** null: every field, as it is. */
  fields: ReadonlyMap<string, PermittedField> | null
  /** For fields whose transform looks at others: which. */
  looksAt: ReadonlyMap<string, readonly string[]>
  rows: Condition | null
  rowsLookAt: readonly string[]
  needsConsent: boolean
  /** First instant (a prefix of ISO text, compared as text) of its force, and the first after it. */
  from: string
  before: string | null
  holder: string
  dataset: string
  /** The parties of the agreement, each once. */
  parties: readonly string[]
  /** Parts of every permit under this clause, frozen. */
  duties: Duties
  ref: PermitTerms['clause']
  until: string | null
}>

/** Throws when a condition cannot be read; the caller then leaves the whole agreement off the books. */
export function compileClauses(agreement: AgreementOnBooks): readonly Clause[] {
  return agreement.document.clauses.map((clause) => compileClause(agreement, clause))
}

function compileClause(agreement: AgreementOnBooks, clause: AgreementClause): Clause {
  const { document } = agreement
  const holder = holderOf(clause.dataset)
  const provides = document.parties.some(({ organisation, role }) => role === 'provider' && organisation === holder)
  if (!provides) throw new Error(`clause ${clause.id} shares what none of the providers holds`)
  const all = Object.hasOwn(clause.fields, '*')
  const fields = new Map<string, PermittedField>()
  const looksAt = new Map<string, readonly string[]>()
  for (const [name, transform] of Object.entries(clause.fields)) {
    const compiled = compileTransform(transform, agreement.key)
    fields.set(name, freezeDeep({ name, transform: compiled }))
    if (compiled.kind === 'yes-no' && compiled.when) looksAt.set(name, properties(compiled.when))
  }
  const rows = clause.rows === undefined ? null : freezeDeep(parse(clause.rows))
  return Object.freeze({
    agreement,
    name: `${document.id}/${clause.id}`,
    id: clause.id,
    action: clause.action,
    roles: clause.roles ?? null,
    purposes: compilePurposes(clause.purposes ?? document.purposes),
    fields: all ? null : fields,
    looksAt,
    rows,
    rowsLookAt: rows ? properties(rows) : [],
    needsConsent: clause.consent === 'required',
    from: document.starts,
    before: document.ends === undefined ? null : dayAfter(document.ends),
    holder,
    dataset: clause.dataset,
    parties: [...new Set(document.parties.map(({ organisation }) => organisation))],
    duties: freezeDeep({ ...clause.duties }),
    ref: Object.freeze({ agreement: document.id, clause: clause.id }),
    until: document.ends === undefined ? null : `${document.ends}T23:59:59.999Z`,
  })
}

function compileTransform(transform: AgreementTransform, key: string): Transform {
  if (typeof transform === 'object')
    return 'rounded' in transform
      ? { kind: 'rounded', to: transform.rounded }
      : { kind: 'yes-no', when: parse(transform['yes-no']) }
  if (transform === 'pseudonym') return { kind: 'pseudonym', key }
  if (transform === 'yes-no') return { kind: 'yes-no', when: null }
  return { kind: transform }
}

function compilePurposes(purposes: readonly string[]): Clause['purposes'] {
  if (purposes.includes('any')) return null
  return purposes.includes('declared') ? 'declared' : new Set(purposes)
}

/** Who gets what a clause shares: the recipients of the agreement but the holder; for own use, the holder. */
export function recipientsOf(document: AgreementDocument, clause: AgreementClause): readonly string[] {
  const holder = holderOf(clause.dataset)
  const recipients = document.parties.filter(({ role }) => role === 'recipient').map(({ organisation }) => organisation)
  return document.kind === 'own-use'
    ? recipients.filter((id) => id === holder)
    : recipients.filter((id) => id !== holder)
}

/** The organisation part of a dataset's name. */
export function holderOf(dataset: string): string {
  return dataset.slice(0, Math.max(0, dataset.indexOf('/')))
}

/** Both ISO dates; over the end of months and years. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

export function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) freezeDeep(part)
  return Object.freeze(value)
}
