/** A file about places rather than people. */
import type { Town } from '../town/town.ts'

export type Sheet = Readonly<{
  dataset: string
  edition: 1 | 2
  file: string
  encoding?: 'utf8' | 'latin1'
  /** The text in pieces, or a finished file. */
  write(town: Town): Iterable<string> | Buffer
}>

/** Streets enough for the lists of a council; a small town uses all that it has. */
export function streetsOf(town: Town, most: number): number {
  return Math.min(most, town.expectedStreets)
}
