/** One record at a time: derived from a row, or taken out of the store. */
import type { LinkageModel } from '../model/document.ts'
import { columnsOf } from '../model/features.ts'
import type { Features } from './store.ts'
import { deriveValue, type Value } from './values.ts'

export type Row = Readonly<Record<string, string | null>>

/** A row's features by name. A column that is not there has no value. */
export function deriveRecord({ features }: LinkageModel, row: Row): Readonly<Record<string, Value | null>> {
  const entries = Object.entries(features).map(
    ([name, feature]) =>
      [
        name,
        deriveValue(
          feature,
          columnsOf(feature).map((column) => row[column] ?? null),
        ),
      ] as const,
  )
  return Object.fromEntries(entries)
}

export function recordAt({ columns }: Features, record: number): Readonly<Record<string, Value | null>> {
  const entries = Object.entries(columns).map(
    ([name, { codes, values }]) => [name, values[codes[record]!] ?? null] as const,
  )
  return Object.fromEntries(entries)
}
