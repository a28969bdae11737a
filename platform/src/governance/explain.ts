/** An agreement in plain English: sentences for its page, made from the document that is the policy. */
import { type AgreementClause, type AgreementDocument, type AgreementTransform, everyone } from '@wayleave/kit'
import { holderOf, recipientsOf } from './compile.ts'
import { lawfulBases } from './lawful-bases.ts'
import { list, withArticle } from './refusal.ts'

export type Names = Readonly<{
  /** What people call an organisation; its id when undefined. */
  organisation(id: string): string | undefined
  dataset?(ref: string): string | undefined
  purpose?(id: string): string | undefined
}>

export type Explanation = Readonly<{
  /** Who shares with whom, for what, on which basis, when. */
  opening: readonly string[]
  clauses: readonly Readonly<{
    id: string
    heading: string
    sentences: readonly string[]
    fields: readonly Readonly<{ name: string; what: string }>[]
  }>[]
}>

const does: Readonly<Record<AgreementClause['action'], string>> = {
  read: 'look up',
  verify: 'check a statement against',
  export: 'take a copy of',
  aggregate: 'get counts and totals of',
  subscribe: 'follow changes of',
}

export function explain(document: AgreementDocument, names: Names): Explanation {
  const name = (id: string) => (id === everyone ? 'everyone' : (names.organisation(id) ?? id))
  return {
    opening: opening(document, names, name),
    clauses: document.clauses.map((clause) => explainClause(document, clause, names, name)),
  }
}

type NameOf = (id: string) => string

function opening(document: AgreementDocument, names: Names, name: NameOf): string[] {
  const of = (role: string) =>
    list([
      ...new Set(document.parties.filter((party) => party.role === role).map(({ organisation }) => name(organisation))),
    ])
  const { kind = 'sharing', lawfulBasis, specialCategoryBasis, starts, ends, review } = document
  const sentences = [
    kind === 'own-use'
      ? `${of('provider')} uses the data that it holds itself.`
      : `${of('provider')} ${kind === 'licence' ? 'lets' : 'shares data with'} ${of('recipient')}${kind === 'licence' ? ' use this data' : ''}.`,
    `${capital(purposeWords(document.purposes, names))}.`,
  ]
  if (lawfulBasis) sentences.push(`It rests on ${basisWords(lawfulBasis)}.`)
  if (specialCategoryBasis) sentences.push(`For special category data it rests on ${basisWords(specialCategoryBasis)}.`)
  sentences.push(
    ends === undefined
      ? `It starts on ${day(starts)} and has no fixed end.`
      : `It starts on ${day(starts)} and ends on ${day(ends)}.`,
  )
  if (review !== undefined) sentences.push(`The parties look at it again by ${day(review)}.`)
  return sentences
}

function explainClause(
  document: AgreementDocument,
  clause: AgreementClause,
  names: Names,
  name: NameOf,
): Explanation['clauses'][number] {
  const dataset = clause.dataset.endsWith('/*')
    ? `all data of ${name(holderOf(clause.dataset))}`
    : (names.dataset?.(clause.dataset) ?? clause.dataset)
  const recipients = list(recipientsOf(document, clause).map(name))
  const who = clause.roles
    ? `${capital(list(clause.roles.map(withArticle), 'or'))} at ${recipients}`
    : capital(recipients)
  const sentences = [`${who} may ${does[clause.action]} ${dataset}.`]
  if (clause.purposes) sentences.push(`${capital(purposeWords(clause.purposes, names))}.`)
  sentences.push(clause.rows === undefined ? 'All rows are included.' : `Only rows where ${clause.rows}.`)
  if (clause.consent === 'required')
    sentences.push('Each person must have agreed. This release cannot check that yet, so the answer is always no.')
  sentences.push(...dutyWords(clause))
  return {
    id: clause.id,
    heading: `${capital(does[clause.action])} ${dataset}`,
    sentences,
    fields: Object.entries(clause.fields).map(([field, transform]) => ({
      name: field === '*' ? 'every field' : field,
      what: transformWords(transform),
    })),
  }
}

function purposeWords(purposes: readonly string[], names: Names): string {
  if (purposes.includes('any') && purposes.includes('declared'))
    return 'it says clause by clause whether a purpose must be stated'
  if (purposes.includes('any')) return 'it may be used for any purpose'
  if (purposes.includes('declared')) return 'the purpose must be stated, and may be any on this node’s list'
  return `it may be used for ${list(
    purposes.map((id) => names.purpose?.(id) ?? id),
    'or',
  )}, and for nothing else`
}

function basisWords({ id, law }: { id: string; law?: string }): string {
  const label = lawfulBases.find((basis) => basis.id === id)?.label ?? id
  return law === undefined ? label : `${label} (${law})`
}

function transformWords(transform: AgreementTransform): string {
  if (typeof transform === 'object')
    return 'rounded' in transform
      ? `rounded to the nearest ${transform.rounded}`
      : `only whether ${transform['yes-no']} is true`
  return plain[transform]
}

const plain: Readonly<Record<Extract<AgreementTransform, string>, string>> = {
  'as-is': 'as it is',
  year: 'only the year',
  'outward-postcode': 'only the first half of the postcode',
  masked: 'the first letter, the rest masked',
  pseudonym: 'replaced by a code of this agreement alone',
  'yes-no': 'only whether there is a value',
}

function dutyWords({ duties = {} }: AgreementClause): string[] {
  const { retainUntil, suppressBelow, attribute, notify, deleteAndProve } = duties
  const sentences: string[] = []
  if (retainUntil !== undefined) sentences.push(`It may be kept until ${day(retainUntil)}.`)
  if (suppressBelow !== undefined) sentences.push(`An answer of fewer than ${suppressBelow} rows is withheld.`)
  if (attribute !== undefined) sentences.push(`Wherever it is used, this must be said: ${attribute}`)
  if (notify !== undefined) sentences.push(`Who must be told: ${notify}`)
  if (deleteAndProve) sentences.push('When it may no longer be kept it is deleted, with written proof.')
  return sentences
}

const day = (date: string) =>
  new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1)
