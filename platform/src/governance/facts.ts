/**
 * What is known of a dataset's fields, and which of them a clause gives, each worked out once for a list of fields. Facts are
 * values: a list that was passed to a decision is never changed afterwards, a new version of a dataset has a new list.
 */
import type { DatasetFacts } from '#model/request.ts'
import type { PermittedField } from '#permit'
import type { Clause } from './compile.ts'

type Fields = DatasetFacts['fields']

const known = new WeakMap<Fields, ReadonlyMap<string, Fields[number]>>()

/** What is not a field with a name is not known. */
export function fieldsByName(facts: DatasetFacts): ReadonlyMap<string, Fields[number]> {
  let index = known.get(facts.fields)
  if (!index) {
    index = new Map(facts.fields.flatMap((field) => (typeof field?.name === 'string' ? [[field.name, field]] : [])))
    known.set(facts.fields, index)
  }
  return index
}

/** The fields that clause and dataset have in common, in the dataset's order. Frozen. */
export type Offer = Readonly<{ all: readonly PermittedField[]; byName: ReadonlyMap<string, PermittedField> }>

const offers = new WeakMap<Clause, WeakMap<Fields, Offer>>()

export function offerOf(clause: Clause, facts: DatasetFacts): Offer {
  let ofClause = offers.get(clause)
  if (!ofClause) offers.set(clause, (ofClause = new WeakMap()))
  let offer = ofClause.get(facts.fields)
  if (!offer) {
    const names = [...fieldsByName(facts).keys()]
    const all = names.flatMap((name) => (clause.fields === null ? [asIs(name)] : (clause.fields.get(name) ?? [])))
    offer = Object.freeze({ all: Object.freeze(all), byName: new Map(all.map((field) => [field.name, field])) })
    ofClause.set(facts.fields, offer)
  }
  return offer
}

const unchanged = Object.freeze({ kind: 'as-is' } as const)
const asIs = (name: string): PermittedField => Object.freeze({ name, transform: unchanged })
