/** The ways of writing a value that a column may follow from top to bottom. */
import type { FieldType } from '#model/dataset.ts'
import { anyMoment, moment, plainer, timeOfDay } from './dates.ts'
import { saysNothing, trimmed } from './null-markers.ts'
import {
  anyInteger,
  anyNumber,
  canonicalInteger,
  percentInteger,
  percentNumber,
  plainInteger,
  plainNumber,
  writtenInteger,
  writtenNumber,
} from './numbers.ts'
import { geoJson, wellKnownText } from './shapes.ts'

/** Something about cells that the owner should know, although they were read. */
export type Note = Readonly<{ code: string; what: string; when: (cell: string) => string }>

/** `least` and `most` are SQL constants. */
export type Hasty = Readonly<{ value: (cell: string) => string; least: string; most: string }>

export type Form = Readonly<{
  type: FieldType
  /** SQL of the typed value of a text cell; null where the cell is not of this form. */
  value: (cell: string) => string
  /** The same, quicker, where the smallest and the greatest value of the column show afterwards whether it was right. */
  hasty?: Hasty
  notes: readonly Note[]
}>

const matches = (pattern: string) => (cell: string) => `regexp_matches(${cell}, '${pattern}')`

const numberNotes: readonly Note[] = [
  {
    code: 'currency-sign-removed',
    what: 'A currency sign was taken off, and the amount kept as a number.',
    when: matches('[£$€]'),
  },
  { code: 'thousands-separators-removed', what: 'Commas between thousands were taken out.', when: matches(',') },
  { code: 'negative-in-brackets', what: 'Amounts in brackets were read as negative.', when: matches('^\\s*\\(') },
  {
    code: 'trailing-minus',
    what: 'Amounts with a minus sign behind were read as negative.',
    when: matches('[0-9%] ?[-−]\\s*$'),
  },
]
const percentNote: Note = {
  code: 'percent-sign-removed',
  what: 'Percent signs were taken off: 12% is kept as 12.',
  when: matches('%'),
}

export const text: Form = { type: 'text', value: (cell) => cell, notes: [] }

const words = (list: readonly string[]) => list.map((word) => `'${word}'`).join(', ')
function yesNo(yes: readonly string[], no: readonly string[]): (cell: string) => string {
  return (cell) =>
    `CASE WHEN lower(${trimmed(cell)}) IN (${words(yes)}) THEN true WHEN lower(${trimmed(cell)}) IN (${words(no)}) THEN false END`
}

export const simpleForms = {
  boolean: { type: 'boolean', value: yesNo(['y', 'yes', 'true'], ['n', 'no', 'false']), notes: [] },
  integer: {
    type: 'integer',
    value: plainInteger,
    hasty: { value: canonicalInteger, least: '-999999999999999', most: '999999999999999' },
    notes: [],
  },
  writtenInteger: { type: 'integer', value: writtenInteger, notes: numberNotes },
  percentInteger: { type: 'integer', value: percentInteger, notes: [...numberNotes, percentNote] },
  number: { type: 'number', value: plainNumber, notes: [] },
  writtenNumber: { type: 'number', value: writtenNumber, notes: numberNotes },
  percentNumber: { type: 'number', value: percentNumber, notes: [...numberNotes, percentNote] },
  geoJson: { type: 'geometry', value: geoJson, notes: [] },
  wellKnownText: {
    type: 'geometry',
    value: wellKnownText,
    notes: [
      { code: 'geometry-rewritten', what: 'Shapes written as WKT were rewritten as GeoJSON.', when: () => 'true' },
    ],
  },
} as const satisfies Readonly<Record<string, Form>>
export type SimpleForm = keyof typeof simpleForms

const shortYear: Note = {
  code: 'two-digit-year',
  what: 'Years of two digits were read as spreadsheets do: 00–29 as 2000–2029, 30–99 as 1930–1999.',
  when: (cell) => `NOT regexp_matches(${cell}, '[0-9]{4}')`,
}

// %Y takes years of any length: 1/2/20 would be in the year 20.
const anno = { least: `TIMESTAMP '1000-01-01'`, most: `TIMESTAMP '9999-12-31'` }

/** A date (or both date and time) in one of these strptime formats. `bare`: the cells need no clearing up first, which is quicker. */
export function dated(type: 'date' | 'datetime', formats: readonly string[], bare: boolean): Form {
  const clear = (cell: string) => (bare ? cell : plainer(cell))
  const as = (value: string) => `CAST(${value} AS ${type === 'date' ? 'DATE' : 'TIMESTAMP'})`
  const hasShortYears = formats.some((format) => format.includes('%y'))
  return {
    type,
    value: (cell) => as(moment(clear(cell), formats)),
    ...(bare && !hasShortYears && { hasty: { value: (cell: string) => as(anyMoment(cell, formats)), ...anno } }),
    notes: hasShortYears ? [shortYear] : [],
  }
}

export function timed(formats: readonly string[]): Form {
  return { type: 'time', value: (cell) => timeOfDay(plainer(cell), formats), notes: [] }
}

/** What an owner's word allows beyond what is guessed; a cell that is none of it becomes null. */
export const lenientForms: Readonly<Partial<Record<FieldType, Form>>> = {
  text,
  integer: { type: 'integer', value: anyInteger, notes: [...numberNotes, percentNote] },
  number: { type: 'number', value: anyNumber, notes: [...numberNotes, percentNote] },
  boolean: { type: 'boolean', value: yesNo(['y', 'yes', 'true', 't', '1'], ['n', 'no', 'false', 'f', '0']), notes: [] },
  geometry: { type: 'geometry', value: (cell) => `coalesce(${geoJson(cell)}, ${wellKnownText(cell)})`, notes: [] },
}

export const nothingNote: Note = {
  code: 'null-marker',
  what: 'Cells that say that there is nothing (“N/A”, “-”, white space) were read as empty.',
  when: saysNothing,
}
