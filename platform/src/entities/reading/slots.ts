/**
 * What a field says about the person that its row is about. Told by the field's meaning, and for names by its header; data,
 * so that a new kind of header is a new word here.
 */
import type { Field } from '#model/dataset.ts'

export const slots = [
  'nhs-number',
  'national-insurance-number',
  'surname',
  'given-name',
  'middle-name',
  'full-name',
  'date-of-birth',
  'sex',
  'postcode',
  'address',
  'uprn',
  'telephone',
  'email',
] as const
/** In the order of what they are worth for linking. */
export type Slot = (typeof slots)[number]

const byMeaning: Readonly<Record<string, Slot>> = {
  'nhs-number': 'nhs-number',
  'national-insurance-number': 'national-insurance-number',
  'date-of-birth': 'date-of-birth',
  gender: 'sex',
  postcode: 'postcode',
  address: 'address',
  uprn: 'uprn',
  telephone: 'telephone',
  email: 'email',
}

/** Headers of somebody else’s details, or of what the person was called once. */
const notTheirs =
  /\b(second|partner|spouse|next of kin|carer|parent|guardian|referr\w*|emergency|gp|officer|worker|keeper|maiden|previous|former|old)\b/
const surname = /\b(surname|(sur|last|family) ?names?)\b/
const given = /\b(forenames?|(first|fore|given|christian|preferred) ?names?|known as)\b/
const middle = /\bmiddle ?names?\b/

/** By its header: a carer's telephone number, the name before a marriage. */
export const isSomebodyElses = (name: string): boolean => notTheirs.test(wordsOf(name))

const wordsOf = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')

/** Null when it says nothing that people are told apart or found by. */
export function slotOf({ name, meaning }: Pick<Field, 'name' | 'meaning'>): Slot | null {
  const words = wordsOf(name)
  if (meaning === null || isSomebodyElses(name)) return null
  if (meaning !== 'person-name') return byMeaning[meaning] ?? null
  if (surname.test(words)) return 'surname'
  if (middle.test(words)) return 'middle-name'
  return given.test(words) ? 'given-name' : 'full-name'
}

/** The first field of each slot, by slot. A full name is left out where its parts are there. */
export function fieldsBySlot<F extends Pick<Field, 'name' | 'meaning'>>(fields: readonly F[]): ReadonlyMap<Slot, F> {
  const found = new Map<Slot, F>()
  for (const field of fields) {
    const slot = slotOf(field)
    if (slot !== null && !found.has(slot)) found.set(slot, field)
  }
  if (found.has('surname') && found.has('given-name')) found.delete('full-name')
  return found
}
