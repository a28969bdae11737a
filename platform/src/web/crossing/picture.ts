/** From an agreement's clause, a permit or a refusal to the picture of it. */
import type { AgreementTransform } from '@wayleave/kit'
import { sayTransform } from '../layout/words.ts'
import { type Crossing, describe, drawTall, drawWide, type Drawing, type Thread } from './crossing.ts'

/** What the template `crossing/crossing.njk` takes. */
export type Picture = Readonly<{ wide: Drawing; tall: Drawing; description: string; crossing: Crossing }>

export function picture(crossing: Crossing): Picture {
  return { wide: drawWide(crossing), tall: drawTall(crossing), description: describe(crossing), crossing }
}

type FieldName = Readonly<{ name: string }>

/** A clause over the fields of its dataset: those it names pass, the others are held back. */
export function threadsOfClause(
  fields: Readonly<Record<string, AgreementTransform>>,
  dataset: readonly FieldName[],
): readonly Thread[] {
  const all = fields['*']
  const names = dataset.length > 0 ? dataset.map(({ name }) => name) : Object.keys(fields)
  return names.map((field) => {
    const transform = Object.hasOwn(fields, field) ? fields[field] : all
    if (transform === undefined) return { field, passes: false, says: 'not in the agreement' }
    return { field, passes: true, says: sayAgreed(transform) }
  })
}

/** The transform as an agreement writes it, in words. */
export function sayAgreed(transform: AgreementTransform): string {
  if (typeof transform === 'string') return sayTransform({ kind: transform })
  return 'rounded' in transform
    ? sayTransform({ kind: 'rounded', to: transform.rounded })
    : `only whether ${transform['yes-no']}`
}

type Permitted = Readonly<{ name: string; transform: Readonly<{ kind: string; to?: number }> }>

/** The answer to a question: what passes under the permit, and why the rest of what was asked, or of the dataset, does not. */
export function threadsOfAnswer(
  permitted: readonly Permitted[],
  names: readonly string[],
  whyNot: (field: string) => string,
): readonly Thread[] {
  const passing = new Map(permitted.map((field) => [field.name, field.transform]))
  return names.map((field) => {
    const transform = passing.get(field)
    return transform
      ? { field, passes: true, says: sayTransform(transform) }
      : { field, passes: false, says: whyNot(field) }
  })
}
