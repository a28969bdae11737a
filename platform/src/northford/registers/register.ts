/** A register of people: whom it keeps, how carefully, and what a row of it looks like. */
import { type Day, isoParts } from '../days.ts'
import type { Care, Entry } from '../mistakes/record.ts'
import type { Person } from '../people/person.ts'
import { today } from '../people/today.ts'
import type { Random } from '../random.ts'
import type { Frame } from '../writing/table.ts'

export type Register = Readonly<{
  dataset: string
  /** Published so many times; a later edition keeps its record ids. */
  edition: 1 | 2
  file: string
  /** Record ids are this and seven digits. */
  prefix: string
  care: Care
  frame: Frame
  /** How many records there are of this person, 0 to 3. The stream is the same in both editions. */
  keeps(person: Person, random: Random): number
  row(id: string, entry: Entry, person: Person, random: Random): string
  /** Pence of this record that the totals row adds up. */
  sums?(id: string, person: Person): readonly number[]
  /** The totals row. */
  last?(sums: readonly number[]): string
}>

export function inCity(person: Person): boolean {
  return person.household.address.street.ward.district === 'northford'
}

/** Whether the register still has them: the dead are taken off sooner or later. */
export function stillKept(person: Person, random: Random, slow: number): boolean {
  return person.died === 0 || random.chance(slow)
}

/** Some day in the last `days` days, before or on the register's own today. */
export function daysAgo(days: number, random: Random): Day {
  return today - random.below(days)
}

export function isoBirth(entry: Entry): string {
  return entry.birth ? isoParts(entry.birth) : ''
}

export function csv(header: string): Frame {
  return { open: `${header}\n`, between: '', close: '' }
}
