/** Which fields of a dataset a caller may have: asked of the rulebook, before anything is read. */
import type { Dataset } from '#model/dataset.ts'
import type { Reason } from '#model/refusal.ts'
import type { Caller } from '#model/request.ts'
import type { PermitTerms } from '#permit'
import type { Desk } from '../desk.ts'
import { fieldsBySlot, type Slot, slots } from './slots.ts'

export type Question = Readonly<{ caller: Caller; dataset: Dataset; purpose: string }>

export type Decided =
  | Readonly<{ outcome: 'permit'; terms: PermitTerms }>
  | Readonly<{ outcome: 'refusal'; reasons: readonly Reason[] }>

/** A decision without a crossing: nothing leaves by it. Null fields: whatever the caller may have. */
export function decided(
  desk: Pick<Desk, 'rooms' | 'clock'>,
  { caller, dataset, purpose }: Question,
  fields: readonly string[] | null,
): Decided {
  const { ref, organisation, classification, latest } = dataset
  return desk.rooms.governance.decide({
    caller,
    dataset: { ref, organisation, classification, fields: latest?.fields ?? [] },
    action: 'read',
    purpose,
    fields,
    at: desk.clock().toISOString(),
  })
}

export type LinkFields = Readonly<{
  /** By slot, the name of the field; all of them, and the key, may be read together, as they are. */
  fields: ReadonlyMap<Slot, string>
  /** Fields that would have helped and may not be had, or not as they are. */
  without: readonly string[]
}>

/**
 * As many of the fields that people are recognised by as one clause gives as they are, beside the key. Clauses are never
 * added together, so fields are tried one by one, the most telling first. A transformed field (a year, a postcode's first
 * half, a pseudonym) would be compared with whole ones and is left out.
 */
export function linkFields(desk: Pick<Desk, 'rooms' | 'clock'>, question: Question, key: string): LinkFields {
  const bySlot = fieldsBySlot(question.dataset.latest?.fields ?? [])
  const fields = new Map<Slot, string>()
  const without: string[] = []
  for (const slot of slots) {
    const name = bySlot.get(slot)?.name
    if (name === undefined) continue
    if (isGivenAsItIs(desk, question, [key, ...fields.values(), name])) fields.set(slot, name)
    else without.push(name)
  }
  return { fields, without }
}

export function isGivenAsItIs(
  desk: Pick<Desk, 'rooms' | 'clock'>,
  question: Question,
  names: readonly string[],
): boolean {
  const decision = decided(desk, question, names)
  if (decision.outcome === 'refusal') return false
  const asIs = new Set(
    decision.terms.fields.filter(({ transform }) => transform.kind === 'as-is').map(({ name }) => name),
  )
  return names.every((name) => asIs.has(name))
}
