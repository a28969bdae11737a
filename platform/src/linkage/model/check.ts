/** Whether a document is a linkage model: its shape by schema, then whether it makes sense. */
import type { TSchema } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Problem } from '#foundation/problem.ts'
import { kindOfDerivation } from '../features/steps.ts'
import { type LinkageModel, modelKind, modelSchema } from './document.ts'
import { type Asks, featuresOf, kindsAsked, questions, questionsIn, type Question, type Test } from './tests.ts'
import { patternSpace } from './patterns.ts'

export type ModelFault = Readonly<{ at: string; what: string; mend: string }>

const deepestTest = 12
/** Beyond this the number of a pattern is no longer exact. */
const largestSpace = 2 ** 53

/** The model, or a 422 `model-unfit` Problem that names the first ten faults. */
export function readModel(value: unknown): LinkageModel {
  const faults = modelFaults(value)
  const [first] = faults
  if (!first) return value as LinkageModel
  const told = faults.slice(0, 10).map(({ at, what }) => `${at || 'the document'}: ${what}.`)
  throw new Problem(422, 'model-unfit', {
    title: 'This is not a linkage model that can be used',
    detail: `${told.join(' ')}${faults.length > 10 ? ` And ${faults.length - 10} more.` : ''}`,
    at: first.at || 'the document',
    mend: first.mend,
  })
}

/** Everything that is wrong with a document as a model; empty when it is one. */
export function modelFaults(value: unknown): readonly ModelFault[] {
  const kind = (value as Readonly<{ wayleave?: unknown }> | null)?.wayleave
  if (kind !== modelKind)
    return [
      {
        at: '/wayleave',
        what: `this is not a document of the kind ${modelKind}`,
        mend: `Start from a ready-made model, or write "wayleave": "${modelKind}".`,
      },
    ]
  const shape = shapeFaults(modelSchema, value, '')
  if (shape.length > 0) return shape
  const model = value as LinkageModel
  const tests = testsOf(model).flatMap(({ at, test }) => testFaults(test, at, 0))
  return tests.length > 0 ? tests : [...featureFaults(model), ...senseFaults(model)]
}

function shapeFaults(schema: TSchema, value: unknown, at: string): ModelFault[] {
  if (Value.Check(schema, value)) return []
  return [...Value.Errors(schema, value)].slice(0, 20).map((error) => ({
    at: `${at}${error.path}`,
    what: error.message.replace(/^./, (letter) => letter.toLowerCase()),
    mend: 'Compare it with a ready-made model.',
  }))
}

function testsOf({ comparisons }: LinkageModel): { at: string; test: Test }[] {
  return comparisons.flatMap(({ missing, levels }, index) => [
    ...(missing === undefined ? [] : [{ at: `/comparisons/${index}/missing`, test: missing }]),
    ...levels.map(({ when }, at) => ({ at: `/comparisons/${index}/levels/${at}/when`, test: when })),
  ])
}

function testFaults(test: Test, at: string, depth: number): ModelFault[] {
  const kind: unknown = (test as Test | null)?.test
  if (depth > deepestTest) return [{ at, what: 'is nested too deeply', mend: 'Put the test flatter.' }]
  if (kind === 'all' || kind === 'any') {
    const { tests } = test as Readonly<{ tests: readonly Test[] }>
    if (Array.isArray(tests) && tests.length > 0 && tests.length <= 60 && Object.keys(test).length === 2)
      return tests.flatMap((one, index) => testFaults(one, `${at}/tests/${index}`, depth + 1))
    return [{ at, what: `“${kind}” takes “tests”, a list of tests`, mend: 'Give it one test or more.' }]
  }
  if (kind === 'not') return testFaults((test as Readonly<{ that: Test }>).that, `${at}/that`, depth + 1)
  if (typeof kind !== 'string' || !Object.hasOwn(questions, kind)) {
    const known = [...Object.keys(questions), 'all', 'any', 'not'].join(', ')
    return [{ at, what: 'asks a question that does not exist', mend: `“test” is one of ${known}.` }]
  }
  return shapeFaults(questions[kind as Asks], test, at)
}

function featureFaults({ features }: LinkageModel): ModelFault[] {
  return Object.entries(features).flatMap(([name, { kind, from, steps = [], whole = [] }]) => {
    const at = `/features/${name}`
    const unknown = [...steps, ...whole].find((step) => typeof step === 'string' && !kindOfDerivation(step))
    if (typeof unknown === 'string')
      return [{ at, what: `has the step “${unknown}”, which does not exist`, mend: 'See the list of steps.' }]
    if (kind === 'point' && (typeof from === 'string' || from.length !== 2))
      return [{ at, what: 'is a point, and not from two columns', mend: 'Give the latitude and the longitude.' }]
    return []
  })
}

function senseFaults(model: LinkageModel): ModelFault[] {
  const { comparisons, features, blocking, household } = model
  const unknown = (name: string) => !Object.hasOwn(features, name)
  const names = new Set(comparisons.map(({ name }) => name))
  const faults: ModelFault[] = testsOf(model).flatMap(({ at, test }) =>
    questionsIn(test).flatMap((question) => questionFaults(question, at, model)),
  )
  const missing = (at: string, name: string) => ({
    at,
    what: `there is no feature “${name}”`,
    mend: 'Add it to “features”, or correct its name.',
  })
  for (const [index, { levels }] of comparisons.entries())
    for (const [at, { termFrequency }] of levels.entries())
      if (termFrequency && unknown(termFrequency.of))
        faults.push(missing(`/comparisons/${index}/levels/${at}/termFrequency`, termFrequency.of))
  for (const [index, { keys, split = [] }] of blocking.entries())
    for (const name of [...keys, ...split]) if (unknown(name)) faults.push(missing(`/blocking/${index}`, name))
  if (names.size < comparisons.length)
    faults.push({ at: '/comparisons', what: 'two have the same name', mend: 'Name each one differently.' })
  for (const name of household?.shared ?? [])
    if (!names.has(name))
      faults.push({ at: '/household', what: `there is no comparison “${name}”`, mend: 'Correct its name.' })
  if (patternSpace(model) > largestSpace)
    faults.push({ at: '/comparisons', what: 'has too many levels in all', mend: 'Take out comparisons or levels.' })
  return faults
}

function questionFaults(question: Question, at: string, { features }: LinkageModel): ModelFault[] {
  const named = featuresOf(question)
  const unknown = named.find((name) => !Object.hasOwn(features, name))
  if (unknown !== undefined)
    return [{ at, what: `there is no feature “${unknown}”`, mend: 'Add it to “features”, or correct its name.' }]
  const kinds = new Set(named.map((name) => features[name]!.kind))
  const unfit = [...kinds].find((kind) => !kindsAsked[question.test].includes(kind))
  if (unfit)
    return [{ at, what: `“${question.test}” cannot be asked of a ${unfit}`, mend: 'Ask another question of it.' }]
  if (question.test !== 'missing' && kinds.size > 1)
    return [{ at, what: 'compares two kinds of value', mend: 'Compare features of one kind.' }]
  return []
}
