/** Finds what each field means. Identifiers of people are looked for in every row, everything else in the first thousands. */
import { ident, literal } from '#foundation/sql.ts'
import type { Classification, FieldProfile, FieldType, ReportLine } from '#model/dataset.ts'
import type { Engine } from '../working/engine.ts'
import { headerWords } from './header-words.ts'
import { type Meaning, meanings, strays } from './meanings.ts'
import { mobile, postEmail } from './patterns.ts'

export type Meant = Readonly<{ meaning: string | null; classification: Classification; people: boolean; special: boolean }>
export type Recognised = Readonly<{ fields: ReadonlyMap<string, Meant>; lines: readonly ReportLine[] }>

type NamedField = Readonly<{ name: string; type: FieldType }>
type Test = Readonly<{ field: NamedField; meaning: Meaning; byHeader: boolean }>

const sampleRows = 5_000
const testsAtOnce = 200
const usual: Meant = { meaning: null, classification: 'shared', people: false, special: false }

/** The text of a cell, whatever its type: NHS numbers have been through spreadsheets that made them numbers. */
function cellText({ name, type }: NamedField): string {
  if (type === 'text') return ident(name)
  if (type === 'number') return `CASE WHEN ${ident(name)} = floor(${ident(name)}) AND abs(${ident(name)}) < 1e15 THEN ${ident(name)}::BIGINT::VARCHAR END`
  return `${ident(name)}::VARCHAR`
}

export async function recognise(
  engine: Engine,
  snapshot: string,
  fields: readonly NamedField[],
  profile: readonly FieldProfile[],
): Promise<Recognised> {
  const file = `read_parquet(${literal(snapshot)})`
  const sample = `(SELECT * FROM ${file} LIMIT ${sampleRows})`
  const facts = new Map(profile.map((one) => [one.name, one]))
  const filled = fields.filter(({ name, type }) => type !== 'geometry' && (facts.get(name)?.distinct ?? 0) > 0)
  const tests = filled.flatMap((field) => testsFor(field, facts.get(field.name)))
  const counted = await share(engine, file, sample, tests)

  const found = new Map<string, Meant>()
  for (const field of fields) {
    const hit = tests.find((test) => test.field === field && passes(test, counted.get(test)))
    if (hit) found.set(field.name, await refine(engine, file, hit))
    else if (field.type === 'geometry') found.set(field.name, { ...usual, meaning: 'geometry' })
    else found.set(field.name, usual)
  }
  const lines = await strayLines(engine, file, filled.filter(({ name, type }) => type === 'text' && !found.get(name)?.people))
  for (const { field } of lines) {
    const before = found.get(field ?? '') ?? usual
    if (field !== undefined) found.set(field, { ...before, classification: 'personal', people: true })
  }
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

type Share = Readonly<{ looks: number; of: number }>

async function share(engine: Engine, file: string, sample: string, tests: readonly Test[]): Promise<Map<Test, Share>> {
  const shares = new Map<Test, Share>()
  for (const everyRow of [true, false]) {
    const some = tests.filter(({ meaning }) => meaning.looks && (meaning.people === true && meaning.shareAnywhere !== undefined && isQuick(meaning)) === everyRow)
    for (let start = 0; start < some.length; start += testsAtOnce) {
      const batch = some.slice(start, start + testsAtOnce)
      const sums = batch.map(({ field, meaning }, at) => `count_if(${meaning.looks?.(cellText(field))}) AS l${at}, count(${ident(field.name)}) AS n${at}`)
      const [row] = await engine.rows(`SELECT ${sums.join(', ')} FROM ${everyRow ? file : sample}`)
      for (const [at, test] of batch.entries()) shares.set(test, { looks: Number(row?.[`l${at}`]), of: Number(row?.[`n${at}`]) })
    }
  }
  return shares
}

/** Names are told by lists of words, which is too slow for every row and needless: a column of names has them from the start. */
const isQuick = ({ id }: Meaning) => id !== 'person-name'

function passes({ meaning, byHeader }: Test, counted: Share | undefined): boolean {
  if (!meaning.looks) return byHeader
  if (!counted || counted.of === 0 || counted.looks === 0) return false
  const needed = Math.min(byHeader ? (meaning.share ?? 0.5) : 1, meaning.shareAnywhere ?? 1)
  return counted.looks >= needed * counted.of
}

/** A mailbox or telephone of a post is not an identifier of a person. */
async function refine(engine: Engine, file: string, { field, meaning }: Test): Promise<Meant> {
  const meant = { meaning: meaning.id, classification: meaning.classification, people: meaning.people === true, special: meaning.special === true }
  if (meaning.id !== 'email' && meaning.id !== 'telephone') return meant
  const cell = cellText(field)
  const isPersons = meaning.id === 'email' ? `contains(${cell}, '@') AND NOT ${postEmail(cell)}` : mobile(cell)
  const [row] = await engine.rows(`SELECT count_if(${isPersons}) AS persons, count(${ident(field.name)}) AS n FROM ${file}`)
  const people = Number(row?.['persons']) > (meaning.id === 'email' ? 0.1 : 0.3) * Number(row?.['n'])
  return { ...meant, people, classification: people ? 'personal' : 'shared' }
}

async function strayLines(engine: Engine, file: string, fields: readonly NamedField[]): Promise<ReportLine[]> {
  const lines: ReportLine[] = []
  for (const { name } of fields) {
    const sums = strays.map(({ looks }, at) => `count_if(${looks(ident(name))}) AS s${at}`)
    const [row] = await engine.rows(`SELECT ${sums.join(', ')} FROM ${file}`)
    for (const [at, { what }] of strays.entries()) {
      const count = Number(row?.[`s${at}`])
      if (count > 0) lines.push({ code: 'people-in-free-text', what: `There are ${what} among other words.`, field: name, count, rows: [] })
    }
  }
  return lines
}
