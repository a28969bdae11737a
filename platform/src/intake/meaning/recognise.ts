/** Finds what each field means. Identifiers of people are looked for in every row, everything else in the first thousands. */
import { ident, literal } from '#foundation/sql.ts'
import type { Classification, FieldProfile, ReportLine } from '#model/dataset.ts'
import type { Engine } from '../working/engine.ts'
import { headerWords } from './header-words.ts'
import { cellText, lookAtCells, type NamedField, type Share } from './look-at-cells.ts'
import { type Meaning, meanings, strays } from './meanings.ts'
import { mobile, postEmail, screens } from './patterns.ts'

export type Meant = Readonly<{
  meaning: string | null
  classification: Classification
  people: boolean
  special: boolean
}>
export type Recognised = Readonly<{ fields: ReadonlyMap<string, Meant>; lines: readonly ReportLine[] }>

type Test = Readonly<{ field: NamedField; meaning: Meaning; byHeader: boolean }>
type Rows = Readonly<{ every: string; some: string }>

const someRows = 5_000
const usual: Meant = { meaning: null, classification: 'shared', people: false, special: false }

export async function recognise(
  engine: Engine,
  snapshot: string,
  fields: readonly NamedField[],
  profile: readonly FieldProfile[],
): Promise<Recognised> {
  const every = `read_parquet(${literal(snapshot)})`
  const rows = { every, some: `(SELECT * FROM ${every} LIMIT ${someRows})` }
  const facts = new Map(profile.map((one) => [one.name, one]))
  const filled = fields.filter(({ name, type }) => type !== 'geometry' && (facts.get(name)?.distinct ?? 0) > 0)
  const tests = filled.flatMap((field) => testsFor(field, facts.get(field.name)))
  const shares = await run(engine, rows, tests)

  const found = new Map<string, Meant>()
  for (const field of fields) {
    const hit = tests.find((test) => test.field === field && passes(test, shares.get(test)))
    if (hit) found.set(field.name, await refine(engine, every, hit))
    else found.set(field.name, field.type === 'geometry' ? { ...usual, meaning: 'geometry' } : usual)
  }
  const others = filled.filter(({ name, type }) => type === 'text' && !found.get(name)?.people)
  const lines = await strayLines(engine, every, others)
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

/** Screens first: most columns fail them, and most tests need not run then. */
async function run(engine: Engine, rows: Rows, tests: readonly Test[]): Promise<Map<Test, Share>> {
  const looking = tests.filter(({ meaning }) => meaning.looks)
  const key = ({ field, meaning }: Test) => (meaning.screen ? `${meaning.screen} ${field.name}` : null)
  const screened = new Map(
    looking.map((test) => [key(test), { field: test.field, looks: screens[test.meaning.screen ?? 'words'] }]),
  )
  screened.delete(null)
  const answers = await lookAtCells(engine, rows.some, [...screened.values()])
  const seen = new Map([...screened.keys()].map((name, at) => [name, answers[at]]))
  const worth = looking.filter((test) => {
    const share = seen.get(key(test))
    return !share || share.looks >= needed(test) * share.of
  })
  const found = new Map<Test, Share>()
  for (const everyRow of [true, false]) {
    const some = worth.filter(({ meaning }) => (meaning.everyRow === true) === everyRow)
    const looks = some.map(({ field, meaning }) => ({ field, looks: meaning.looks! }))
    const shares = await lookAtCells(engine, everyRow ? rows.every : rows.some, looks)
    for (const [at, share] of shares.entries()) found.set(some[at]!, share)
  }
  return found
}

/** The share of cells that must look like it. */
function needed({ meaning, byHeader }: Test): number {
  return Math.min(byHeader ? (meaning.share ?? 0.5) : 1, meaning.shareAnywhere ?? 1)
}

function passes(test: Test, share: Share | undefined): boolean {
  if (!test.meaning.looks) return test.byHeader
  return share !== undefined && share.looks > 0 && share.looks >= needed(test) * share.of
}

/** A mailbox or telephone of a post is not an identifier of a person. */
async function refine(engine: Engine, every: string, { field, meaning }: Test): Promise<Meant> {
  const { id, classification, people = false, special = false } = meaning
  const meant = { meaning: id, classification, people, special }
  if (id !== 'email' && id !== 'telephone') return meant
  const cell = cellText(field)
  const isPersons = id === 'email' ? `contains(${cell}, '@') AND NOT ${postEmail(cell)}` : mobile(cell)
  const [row] = await engine.rows(
    `SELECT count_if(${isPersons}) AS persons, count(${ident(field.name)}) AS n FROM ${every}`,
  )
  const isPeople = Number(row?.['persons']) > (id === 'email' ? 0.1 : 0.3) * Number(row?.['n'])
  return { ...meant, people: isPeople, classification: isPeople ? 'personal' : 'shared' }
}

async function strayLines(engine: Engine, every: string, fields: readonly NamedField[]): Promise<ReportLine[]> {
  const asked = fields.flatMap((field) => strays.map(({ what, looks }) => ({ field, what, looks })))
  const shares = await lookAtCells(engine, every, asked)
  return asked.flatMap(({ field, what }, at) => {
    const count = shares[at]?.looks ?? 0
    if (count === 0) return []
    return [
      { code: 'people-in-free-text', what: `There are ${what} among other words.`, field: field.name, count, rows: [] },
    ]
  })
}
