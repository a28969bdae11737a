/** One walk through the town, every register written at once: memory is bounded whatever the number of people. */
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { plantedText, record } from '../mistakes/record.ts'
import { households } from '../people/households.ts'
import type { Person } from '../people/person.ts'
import { partsOf } from '../days.ts'
import { numberOf, Random, shuffled } from '../random.ts'
import type { Town } from '../town/town.ts'
import { Outlet } from '../writing/outlet.ts'
import { Table } from '../writing/table.ts'
import { councilRegisters } from './council.ts'
import { healthRegisters, policeRegisters } from './health.ts'
import { neighbourRegisters } from './neighbours.ts'
import type { Register } from './register.ts'

export const registers: readonly Register[] = [
  ...councilRegisters,
  ...healthRegisters,
  ...policeRegisters,
  ...neighbourRegisters,
]

const truthHeader = 'dataset,record_id,person_id,household_id,uprn,sex,birth_year,name_origin,hard,planted'

/** Households between two looks at the disk and the rest of the process: a few milliseconds' work. */
const stride = 250

/**
 * Writes every register into `folder`, and to `truth` who each record really is. `progress` gets the number of people done.
 * Returns the number of records by file.
 */
export async function writeRegisters(
  town: Town,
  people: number,
  to: Readonly<{ folder: string; truth: string }>,
  progress: (done: number) => void = () => undefined,
): Promise<Readonly<Record<string, number>>> {
  const truth = new Outlet(to.truth)
  truth.write(`${truthHeader}\n`)
  const desks = registers.map((register) => new Desk(register, town.seed, people, to.folder, truth))
  let since = 0
  let done = 0
  for (const household of households(town, people)) {
    for (const person of household.members) for (const desk of desks) desk.take(person)
    done += household.members.length
    if (++since < stride) continue
    since = 0
    for (const desk of desks) await desk.table.drain()
    await truth.drain()
    progress(done)
    await breathe()
  }
  for (const desk of desks) await desk.close()
  await truth.close()
  progress(done)
  return Object.fromEntries(desks.map(({ register, table }) => [register.file, table.rows]))
}

/** A register being written. */
class Desk {
  readonly register: Register
  readonly table: Table
  readonly #truth: Outlet
  readonly #seed: number
  /** The stream for whom it keeps, and the one for what it writes; a later edition draws the same. */
  readonly #random = new Random(0)
  readonly #topic: number
  readonly #bits: number
  readonly #sums: number[] = []

  constructor(register: Register, seed: number, people: number, ...[folder, truth]: [string, Outlet]) {
    this.register = register
    this.#truth = truth
    this.#seed = seed
    this.#topic = numberOf(register.dataset)
    this.#bits = Math.max(22, 2 * Math.ceil(Math.log2(people * 4) / 2))
    this.table = new Table(join(folder, register.file), register.frame, new Random(seed, this.#topic, register.edition))
  }

  take(person: Person): void {
    const { register } = this
    const random = this.#random.restart(this.#seed, person.index, this.#topic)
    const records = register.keeps(person, random)
    if (records === 0) return
    const twice = this.#random.restart(this.#seed, person.index, this.#topic ^ 0xd0b1).chance(register.care.duplicate)
    for (let nth = 0; nth < records; nth++) this.#write(person, nth, '')
    if (twice) this.#write(person, records, 'duplicate')
  }

  #write(person: Person, nth: number, why: '' | 'duplicate'): void {
    const { register } = this
    const random = this.#random.restart(this.#seed, person.index, this.#topic + 1 + nth)
    const entry = record(person, register.care, random)
    const id =
      register.prefix + String(shuffled(person.index * 4 + nth, this.#bits, this.#topic ^ this.#seed)).padStart(7, '0')
    this.table.add(register.row(id, entry, person, random))
    if (register.sums) this.#addUp(register.sums(id, person))
    if (register.edition === 2 || !hasLater.has(register.dataset))
      this.#tell(person, id, why, entry.planted, entry.address.uprn)
  }

  #tell(person: Person, id: string, ...[why, planted, uprn]: [string, number, number]): void {
    const text = plantedText(planted)
    this.#truth.write(
      `${this.register.dataset},${id},${person.id},${person.household.id},${uprn},${person.sex},${partsOf(person.born).year},${person.origin},${person.hard},${why === '' ? text : text === '' ? why : `${why}+${text}`}\n`,
    )
  }

  #addUp(sums: readonly number[]): void {
    for (const [at, pence] of sums.entries()) this.#sums[at] = (this.#sums[at] ?? 0) + pence
  }

  close(): Promise<void> {
    return this.table.close(this.register.last?.(this.#sums))
  }
}

/** Truth is told of the newest edition. */
const hasLater = new Set(registers.flatMap(({ dataset, edition }) => (edition === 2 ? [dataset] : [])))
