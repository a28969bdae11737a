import type { DatasetFacts } from '#model/request.ts'

type Fields = DatasetFacts['fields']

const known = new WeakMap<Fields, ReadonlyMap<string, Fields[number]>>()

/**
 * A dataset's fields by name, indexed once for each list of fields. Facts are values: a list that was passed to a decision
 * is never changed afterwards, a new version of a dataset has a new list.
 */
export function fieldsByName(facts: DatasetFacts): ReadonlyMap<string, Fields[number]> {
  let index = known.get(facts.fields)
  if (!index) {
    // What is not a field with a name is not known.
    index = new Map(facts.fields.flatMap((field) => (typeof field?.name === 'string' ? [[field.name, field]] : [])))
    known.set(facts.fields, index)
  }
  return index
}
