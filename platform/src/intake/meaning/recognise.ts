/** Finds what each field means. Identifiers of people are looked for in every row, everything else in the first thousands. */
import type { Classification, FieldProfile, ReportLine } from '#model/dataset.ts'
import type { Engine } from '../working/engine.ts'
import type { Cells, NamedField } from './cells.ts'
import { headerWords } from './header-words.ts'
import { lookAtCells, type Share, someValues } from './look-at-cells.ts'
import { areOfPeople } from './mailboxes.ts'
import { type Meaning, meanings, strays } from './meanings.ts'
import { mobile } from './patterns.ts'
import { createScreening, type Screening } from './screening.ts'

export type Meant = Readonly<{
  meaning: string | null
  classification: Classification
  people: boolean
  special: boolean
}>
export type Recognised = Readonly<{ fields: ReadonlyMap<string, Meant>; lines: readonly ReportLine[] }>

type Test = Readonly<{ field: NamedField; meaning: Meaning; byHeader: boolean }>
type Looking = Readonly<{ engine: Engine; screened: Screening; cells: Cells }>

const usual: Meant = { meaning: null, classification: 'shared', people: false, special: false }

export async function recognise(
  engine: Engine,
  cells: Cells,
  fields: readonly NamedField[],
  profile: readonly FieldProfile[],
): Promise<Recognised> {
  const looking = { engine, screened: createScreening(engine, cells), cells }
  const facts = new Map(profile.map((one) => [one.name, one]))
  const filled = fields.filter(({ name, type }) => type !== 'geometry' && (facts.get(name)?.distinct ?? 0) > 0)
  const tests = filled.flatMap((field) => testsFor(field, facts.get(field.name)))
  const texts = filled.filter(({ type }) => type === 'text')
  const shares = await ask(looking, tests, texts)

  const found = new Map<string, Meant>()
  for (const field of fields) {
    const hit = tests.find((test) => test.field === field && passes(test, shares.get(test)))
    if (hit) found.set(field.name, await refine(engine, cells, hit))
    else found.set(field.name, field.type === 'geometry' ? { ...usual, meaning: 'geometry' } : usual)
  }
  const others = texts.filter(({ name }) => !found.get(name)?.people && found.get(name)?.meaning !== 'email')
  const lines = await strayLines(looking, others)
  for (const { field } of lines)
    if (field !== undefined)
      found.set(field, { ...(found.get(field) ?? usual), classification: 'personal', people: true })
  return { fields: found, lines }
}

function testsFor(field: NamedField, facts: FieldProfile | undefined): Test[] {
  const words = headerWords(field.name)
  return meanings.flatMap((meaning) => {
    if (!meaning.types.includes(field.type) || meaning.never?.test(words)) return []
    const byHeader = meaning.header.test(words)
    if (!byHeader && meaning.shareAnywhere === undefined) return []
    if (meaning.id === 'nhs-number' && field.type !== 'text' && !mayHoldTenDigits(facts)) return []
    return [{ field, meaning, byHeader }]
  })
}

function mayHoldTenDigits(facts: FieldProfile | undefined): boolean {
  return Number(facts?.maximum) >= 1_000_000_000 && Number(facts?.minimum) <= 9_999_999_999
}

async function ask(looking: Looking, tests: readonly Test[], texts: readonly NamedField[]): Promise<Map<Test, Share>> {
  const { engine, screened, cells } = looking
  const questions = tests
    .filter(({ meaning }) => meaning.looks ?? meaning.reads)
    .map((test) => ({ ...test.meaning, field: test.field, least: needed(test), test }))
  const whole = questions.filter(({ everyRow }) => everyRow)
  // All screens that read every row in one go.
  await screened('every row', [...whole, ...strayQuestions(texts)])
  const openWhole = await screened('every row', whole)
  const open = await screened(
    'some rows',
    questions.filter(({ everyRow }) => !everyRow),
  )
  const found = await read(
    looking,
    open.map(({ test }) => test),
  )
  for (const [which, some] of [['every row', openWhole] as const, ['some rows', open] as const]) {
    const looks = some.flatMap(({ test, field, looks }) => (looks ? [{ test, field, looks }] : []))
    const shares = await lookAtCells(engine, cells, which, looks)
    for (const [at, { test }] of looks.entries()) found.set(test, shares[at]!)
  }
  return found
}

/** Tries some hundred different values of each field. */
async function read({ engine, cells }: Looking, tests: readonly Test[]): Promise<Map<Test, Share>> {
  const found = new Map<Test, Share>()
  const fields = new Set(tests.flatMap(({ field, meaning }) => (meaning.reads ? [field] : [])))
  for (const field of fields) {
    const values = await someValues(engine, cells, field)
    for (const test of tests) {
      const { reads } = test.meaning
      if (reads && test.field === field)
        found.set(test, { looks: values.filter((value) => reads(value)).length, of: values.length })
    }
  }
  return found
}

/** The share of cells that must look like it. */
function needed({ meaning, byHeader }: Test): number {
  return Math.min(byHeader ? (meaning.share ?? 0.5) : 1, meaning.shareAnywhere ?? 1)
}

function passes(test: Test, share: Share | undefined): boolean {
  if (!test.meaning.looks && !test.meaning.reads) return test.byHeader
  return share !== undefined && share.looks > 0 && share.looks >= needed(test) * share.of
}

/** A mailbox or telephone of a post is not an identifier of a person. */
async function refine(engine: Engine, cells: Cells, { field, meaning }: Test): Promise<Meant> {
  const { id, classification, people = false, special = false } = meaning
  const meant = { meaning: id, classification, people, special }
  if (id !== 'email' && id !== 'telephone') return meant
  const isPeople =
    id === 'email' ? areOfPeople(await someValues(engine, cells, field, true)) : await areMobiles(engine, cells, field)
  return { ...meant, people: isPeople, classification: isPeople ? 'personal' : 'shared' }
}

async function areMobiles(engine: Engine, cells: Cells, field: NamedField): Promise<boolean> {
  const [share] = await lookAtCells(engine, cells, 'every row', [{ field, looks: mobile }])
  return share !== undefined && share.looks > 0.3 * share.of
}

const strayQuestions = (fields: readonly NamedField[]) =>
  fields.flatMap((field) => strays.map((stray) => ({ field, least: 0, ...stray })))

async function strayLines({ engine, screened, cells }: Looking, fields: readonly NamedField[]): Promise<ReportLine[]> {
  const asked = await screened('every row', strayQuestions(fields))
  const shares = await lookAtCells(engine, cells, 'every row', asked)
  return asked.flatMap(({ field, what }, at) => {
    const count = shares[at]?.looks ?? 0
    if (count === 0) return []
    return [
      { code: 'people-in-free-text', what: `There are ${what} among other words.`, field: field.name, count, rows: [] },
    ]
  })
}
