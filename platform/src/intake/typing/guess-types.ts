/** A column is of a type only when every cell that says something reads as that type; else it is text. */
import type { Engine } from '../working/engine.ts'
import type { Source } from '../working/source.ts'
import { countForms, type FormCounts, worthCounting } from './count-forms.ts'
import { type Form, type SimpleForm, simpleForms, text } from './forms.ts'
import { type DateGuess, guessDates } from './guess-dates.ts'

export type Guess = Readonly<{
  form: Form
  /** Set for dates: “either” when every cell fits both orders. */
  order: DateGuess['order']
  zones: number
  /** A text column almost all of whose cells read as this form; with how many do. */
  nearly: Readonly<{ form: Form; reads: number; cells: number }> | null
}>

/** How much of a column must read as a type before its owner is told that it nearly is one. */
const nearlyShare = 0.95

const certain = (form: Form): Guess => ({ form, order: null, zones: 0, nearly: null })

/**
 * Guesses the types of some columns from what `from` holds. With `sample`, the answer has `unsure`: columns that only
 * the whole file can settle (text that may become something, numbers with signs that may differ further on); a typed guess from a sample is still to be held against the whole while it is written.
 */
export async function guessTypes(
  engine: Engine,
  source: Source,
  where: Readonly<{ from: string; columns: readonly number[]; sample: boolean }>,
): Promise<{ guesses: Map<number, Guess>; unsure: number[] }> {
  const guesses = new Map<number, Guess>()
  const unsure: number[] = []
  const open = where.columns.filter(
    (index) => !source.isText(index) || source.tidied.columns[index]?.hint !== undefined,
  )
  for (const index of where.columns) guesses.set(index, certain(text))
  const counted = await countForms(engine, where.from, open)
  for (const [index, counts] of counted) {
    const dates = worthTryingAsDates(counts) ? await guessDates(engine, where.from, index) : undefined
    const guess = decide(counts, dates)
    guesses.set(index, guess)
    if (where.sample && (guess.form.type === 'text' ? mayChange(counts, dates) : guess.form.notes.length > 0))
      unsure.push(index)
  }
  return { guesses, unsure }
}

const inOrder: readonly SimpleForm[] = [
  'geoJson',
  'wellKnownText',
  'boolean',
  'integer',
  'writtenInteger',
  'percentInteger',
  'number',
  'writtenNumber',
  'percentNumber',
]

function decide(counts: FormCounts, dates: DateGuess | undefined): Guess {
  const { cells } = counts
  if (cells === 0) return certain(text)
  const whole = inOrder.find((form) => counts.forms[form] === cells && mayBe(form, counts))
  if (whole) return certain(simpleForms[whole])
  if (dates?.reads === cells) return { form: dates.form, order: dates.order, zones: dates.zones, nearly: null }
  return { ...certain(text), nearly: nearest(counts, dates) }
}

/** What is true of the column as a whole and not of its cells one by one. */
function mayBe(form: SimpleForm, counts: FormCounts): boolean {
  if (form === 'boolean') return counts.plainlyBoolean > 0
  // Amounts in several currencies are not one number.
  return !/^(written|percent)/.test(form) || counts.currencies.filter((count) => count > 0).length <= 1
}

function nearest(counts: FormCounts, dates: DateGuess | undefined): Guess['nearly'] {
  const candidates = inOrder
    .filter((form) => mayBe(form, counts))
    .map((form): { form: Form; reads: number } => ({ form: simpleForms[form], reads: counts.forms[form] }))
  if (dates) candidates.push(dates)
  const best = candidates.reduce((left, right) => (right.reads > left.reads ? right : left))
  return best.reads >= nearlyShare * counts.cells && best.reads < counts.cells ? { ...best, cells: counts.cells } : null
}

function worthTryingAsDates(counts: FormCounts): boolean {
  return counts.cells > 0 && counts.dated >= worthCounting * counts.cells && counts.forms.number < counts.cells
}

/** Could the rest of the file make this text column something else, or something that nearly is? */
function mayChange(counts: FormCounts, dates: DateGuess | undefined): boolean {
  const best = Math.max(dates?.reads ?? 0, ...inOrder.map((form) => counts.forms[form]))
  return best >= worthCounting * counts.cells
}
