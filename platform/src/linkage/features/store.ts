/** Derives a model's features from a table: each distinct value once, each record a code. */
import type { LinkageModel } from '../model/document.ts'
import { columnsOf, type Feature, type Kind } from '../model/features.ts'
import { featuresOf, questionsIn, type Test } from '../model/tests.ts'
import { type Column, columnNamed, type Table } from './table.ts'
import { deriveValue, identityOf, type Value } from './values.ts'

export type FeatureColumn = Readonly<{
  kind: Kind
  /** One a record: its place in `values`; 0 for no value. Equal codes are equal values. */
  codes: Uint32Array
  /** Distinct; the first stands for no value. Features that are compared with one another share theirs. */
  values: readonly (Value | null)[]
  /** One a code: how many records have it. */
  counts: Uint32Array
  /** How many records have any value. */
  present: number
}>

export type Features = Readonly<{ count: number; columns: Readonly<Record<string, FeatureColumn>> }>

/** A dictionary that grows. */
type Dictionary = { codeOf: Map<string, number>; values: (Value | null)[] }

/**
 * The features of a model over a table. Throws a 422 `column-missing` Problem for a column that is not there.
 * `only` leaves out all features but these.
 */
export function buildFeatures(model: LinkageModel, table: Table, only?: readonly string[]): Features {
  const names = only ?? Object.keys(model.features)
  const shared = sharedDictionaries(model)
  const coded = names.map((name) => {
    const feature = model.features[name]!
    const dictionary = shared.get(name)
    if (!dictionary && isPlain(feature)) {
      const { codes, texts } = columnNamed(table, columnsOf(feature)[0]!)
      return [name, codes, { values: texts }] as const
    }
    const own = dictionary ?? { codeOf: new Map(), values: [null] }
    return [name, codesOf(feature, table, own), own] as const
  })
  const columns = coded.map(([name, codes, { values }]) => {
    const { counts, present } = tally(codes, values.length)
    return [name, { kind: model.features[name]!.kind, codes, values, counts, present }] as const
  })
  return { count: table.count, columns: Object.fromEntries(columns) }
}

/** P(a value | any value): how common each code is among the records that have one. */
export function frequenciesOf({ counts, present }: FeatureColumn): Float64Array {
  return Float64Array.from(counts, (count) => (present === 0 ? 0 : count / present))
}

/** A column as it is, whose codes can stay as they are. */
const isPlain = ({ kind, from, steps = [], whole = [] }: Feature): boolean =>
  kind === 'text' && [from].flat().length === 1 && steps.length === 0 && whole.length === 0

function codesOf(feature: Feature, table: Table, dictionary: Dictionary): Uint32Array {
  const columns = columnsOf(feature).map((name) => columnNamed(table, name))
  const [only] = columns
  if (only && columns.length === 1) {
    const codeOfText = Uint32Array.from(only.texts, (text) =>
      text === null ? 0 : codeOf(deriveValue(feature, [text]), dictionary),
    )
    const codes = new Uint32Array(table.count)
    for (let record = 0; record < codes.length; record++) codes[record] = codeOfText[only.codes[record]!]!
    return codes
  }
  return codesOfSeveral(feature, columns, { count: table.count, dictionary })
}

/** Of several columns: each distinct combination once. */
function codesOfSeveral(
  feature: Feature,
  columns: readonly Column[],
  { count, dictionary }: { count: number; dictionary: Dictionary },
): Uint32Array {
  const known = new Map<string, number>()
  const codes = new Uint32Array(count)
  for (let record = 0; record < count; record++) {
    const key = columns.map((column) => column.codes[record]).join(' ')
    let code = known.get(key)
    if (code === undefined) {
      const texts = columns.map((column) => column.texts[column.codes[record]!] ?? null)
      code = codeOf(deriveValue(feature, texts), dictionary)
      known.set(key, code)
    }
    codes[record] = code
  }
  return codes
}

function codeOf(value: Value | null, { codeOf: known, values }: Dictionary): number {
  if (value === null) return 0
  const identity = identityOf(value)
  let code = known.get(identity)
  if (code === undefined) {
    code = values.length
    known.set(identity, code)
    values.push(value)
  }
  return code
}

function tally(codes: Uint32Array, size: number): { counts: Uint32Array; present: number } {
  const counts = new Uint32Array(size)
  for (let record = 0; record < codes.length; record++) counts[codes[record]!]!++
  const missing = counts[0]!
  counts[0] = 0
  return { counts, present: codes.length - missing }
}

/** Features that some question compares with one another have to have one dictionary. */
function sharedDictionaries(model: LinkageModel): ReadonlyMap<string, Dictionary> {
  const shared = new Map<string, Dictionary>()
  for (const test of testsIn(model))
    for (const question of questionsIn(test)) {
      const [left, right] = featuresOf(question)
      if (left === undefined || right === undefined || question.test === 'missing') continue
      const dictionary = shared.get(left) ?? shared.get(right) ?? { codeOf: new Map(), values: [null] }
      const merged = shared.get(right)
      for (const [name, other] of shared) if (other === merged) shared.set(name, dictionary)
      shared.set(left, dictionary).set(right, dictionary)
    }
  return shared
}

function testsIn({ comparisons }: LinkageModel): readonly Test[] {
  return comparisons.flatMap(({ missing, levels }) => [
    ...(missing ? [missing] : []),
    ...levels.map(({ when }) => when),
  ])
}
