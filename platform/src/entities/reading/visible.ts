/** What of one dataset a caller may see of one record, found before it is asked for. */
import type { PermittedField } from '#permit'
import type { Desk } from '../desk.ts'
import { decided, type Question } from './decided.ts'

/**
 * As many fields as one clause shows beside the key, which is needed to ask for a person's records; null when not even the
 * key may be asked by. The clause that shows most does not always have the key.
 */
export function visibleFields(
  desk: Pick<Desk, 'rooms' | 'clock'>,
  question: Question,
  key: string,
): readonly PermittedField[] | null {
  const widest = decided(desk, question, null)
  if (widest.outcome === 'permit' && widest.terms.fields.some((field) => field.name === key && isAsItIs(field)))
    return widest.terms.fields
  const byKey = decided(desk, question, [key])
  if (byKey.outcome === 'refusal' || !byKey.terms.fields.every(isAsItIs)) return null
  let shown: readonly PermittedField[] = byKey.terms.fields
  for (const { name } of question.dataset.latest?.fields ?? []) {
    if (name === key) continue
    const more = decided(desk, question, [...shown.map((field) => field.name), name])
    if (more.outcome === 'permit') shown = more.terms.fields
  }
  return shown
}

// A key that is changed on its way (a pseudonym, a mask) names no record.
const isAsItIs = ({ transform }: PermittedField): boolean => transform.kind === 'as-is'
