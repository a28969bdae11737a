/** Looking for a person by what is in hand. */
import type { Reason } from '#model/refusal.ts'

/** At least one of name, date of birth, NHS number, telephone, e-mail; the others narrow. Misspellings are expected. */
export type Clues = Readonly<{
  name?: string
  /** ISO date, or a year, or year and month. */
  dateOfBirth?: string
  /** In years, give or take three. */
  age?: number
  postcode?: string
  /** Any part of it. */
  address?: string
  nhsNumber?: string
  telephone?: string
  email?: string
}>

export type SearchAnswer = Readonly<{
  outcome: 'found' | 'nobody' | 'too-many'
  /** At most ten, the likeliest first; none when there are too many. */
  results: readonly Found[]
  /** For `too-many` and `nobody`: what would help, in words. */
  hint: string | null
  /** Datasets of the linkage that this caller may not search at all, and by which of the clues the others were searched. */
  searched: readonly Readonly<{
    dataset: string
    organisation: string
    by: readonly (keyof Clues)[]
    reasons: readonly Reason[]
  }>[]
  /** One for each dataset from which rows were read; that of the look itself comes with the answer. */
  receipts: readonly string[]
}>

export type Found = Readonly<{
  /** The entity's key. */
  key: string
  /** 0 to 1: how well what is in hand fits. Not a probability. */
  fit: number
  /** In words: “surname sounds alike: Thornly; same year of birth”. */
  because: readonly string[]
  /** What tells people apart, as far as the caller may see it. */
  shown: Readonly<{
    name: string | null
    dateOfBirth: string | null
    postcode: string | null
    address: string | null
  }>
  /** Where it was seen. */
  datasets: readonly string[]
}>
