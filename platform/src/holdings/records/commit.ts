/** Changes that are sent: read line by line, applied whole or not at all, durable before they are answered for. */
import type pg from 'pg'
import type { Clock } from '#foundation/clock.ts'
import { copyIn } from '#foundation/copy-in.ts'
import type { DatasetRef } from '#model/dataset.ts'
import type { Changed, ChangeLine, LoadMode } from '#model/records.ts'
import { apply, type Counts, few, type Incoming, stage, staged } from './apply.ts'
import { batchEmpty, changedMeanwhile, changesInvalid, type LineFault, notRecords, valueRefused } from './faults.ts'
import { type Change, isFault, readChange } from './read-change.ts'
import { findRegister, type Register, transaction } from './register.ts'

export type Writing = Readonly<{ pool: pg.Pool; clock: Clock }>

/** Up to so many changes go as one parameter; more are copied into a table first. */
const fewest = 500
const faultsTold = 20

/**
 * Makes one commit of a batch. Memory stays bounded however long the batch is. Problem 422 `changes-invalid` with the
 * lines at fault, 409 `not-records`.
 */
export async function change(
  { pool, clock }: Writing,
  dataset: DatasetRef,
  lines: AsyncIterable<ChangeLine>,
): Promise<Changed> {
  const expected = await findRegister(pool, dataset)
  if (!expected) throw notRecords()
  const reading = new Reading(lines, expected)
  const first = await reading.first()
  return mended(() =>
    transaction(pool, async (client) => {
      if (first) {
        reading.mustBeSound()
        const incoming = few(
          first.map((each) => named(each, expected)),
          expected,
          reading.hasIds,
        )
        return commit(client, expected, incoming, { clock, mode: 'upsert' })
      }
      await bulk(client)
      await stage(client, expected)
      await copyIn(client, `copy ${staged} from stdin (format csv)`, reading.rest())
      reading.mustBeSound()
      return commitStaged(client, expected, { clock, mode: 'upsert', hasIds: reading.hasIds })
    }),
  )
}

/** What a transaction with very many rows needs. */
export async function bulk(client: pg.ClientBase): Promise<void> {
  await client.query(
    `set local statement_timeout = 0; set local work_mem = '64MB'; set local maintenance_work_mem = '256MB'`,
  )
}

type How = Readonly<{ clock: Clock; mode: LoadMode }>

/** Commits what waits in the table of `stage`. */
export async function commitStaged(
  client: pg.ClientBase,
  expected: Register,
  { hasIds, ...how }: How & Readonly<{ hasIds: boolean }>,
): Promise<Changed> {
  await client.query(`analyze ${staged}`)
  const changed = await commit(client, expected, { from: staged, values: [], hasIds }, how)
  // So that the next question is planned for as many rows as there are.
  await client.query(`analyze ${expected.rows}, ${expected.past}`)
  return changed
}

/**
 * Takes the register, makes the commit and notes it; the transaction is the caller's. The register must not have got
 * other fields since the changes were read.
 */
async function commit(client: pg.ClientBase, expected: Register, incoming: Incoming, how: How): Promise<Changed> {
  const register = await findRegister(client, expected.dataset, { lock: true })
  if (register?.rows !== expected.rows) throw changedMeanwhile()
  const at = timeOf(register, how.clock())
  const counts = await apply(client, register, incoming, { mode: how.mode, at })
  const changes = counts.inserted + counts.updated + counts.deleted
  if (changes === 0) return { ...register.moment, ...counts }
  await note(client, register, { counts, at, places: counts.inserted })
  return { sequence: register.moment.sequence + 1, at: at.toISOString(), ...counts }
}

/** Time does not run backwards within a dataset, whatever the machine's clock does. */
export function timeOf({ moment }: Register, now: Date): Date {
  return moment.at !== null && moment.at > now.toISOString() ? new Date(moment.at) : now
}

/** Puts a commit on the register; `places`: how many were given out. */
export async function note(
  client: pg.ClientBase,
  { dataset, moment }: Register,
  { counts, at, places }: Readonly<{ counts: Counts; at: Date; places: number }>,
): Promise<void> {
  const { inserted, updated, deleted } = counts
  await client.query(
    `with noted as (insert into holdings.commits (dataset, sequence, at, changes) values ($1, $2, $3, $4))
     update holdings.registers set sequence = $2, at = $3, rows = rows + $5, places = places + $6 where dataset = $1`,
    [dataset, moment.sequence + 1, at, inserted + updated + deleted, inserted - deleted, places],
  )
}

/** What the database says of a value becomes a problem; other errors stay what they are. */
export async function mended<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw valueRefused(error) ?? error
  }
}

/** Reads a batch once, and holds its faults until the end, so that all of them can be told. */
class Reading {
  readonly #lines: AsyncIterator<ChangeLine>
  readonly #register: Register
  readonly #held: Change[] = []
  readonly #faults: LineFault[] = []
  #faulty = 0
  #isEnded = false
  hasIds = false

  constructor(lines: AsyncIterable<ChangeLine>, register: Register) {
    this.#lines = lines[Symbol.asyncIterator]()
    this.#register = register
  }

  /** All changes when they are few, else null. Problem 400 when there is none. */
  async first(): Promise<readonly Change[] | null> {
    while (this.#held.length < fewest) {
      const next = await this.#next()
      if (next) this.#held.push(next)
      else break
    }
    if (!this.#isEnded) return null
    if (this.#held.length === 0 && this.#faulty === 0) throw batchEmpty()
    return this.#held
  }

  async *rest(): AsyncGenerator<Uint8Array> {
    let text = ''
    for (
      let next = this.#held.shift() ?? (await this.#next());
      next;
      next = this.#held.shift() ?? (await this.#next())
    ) {
      text += csvLine(next)
      if (text.length < 1 << 16) continue
      yield Buffer.from(text)
      text = ''
    }
    yield Buffer.from(text)
  }

  mustBeSound(): void {
    if (this.#faulty > 0) throw changesInvalid(this.#faults, this.#faulty)
  }

  async #next(): Promise<Change | null> {
    for (;;) {
      const step = this.#isEnded ? { done: true as const } : await this.#lines.next()
      if (step.done) {
        this.#isEnded = true
        return null
      }
      const read = readChange(step.value, this.#register)
      if (!isFault(read)) {
        this.hasIds ||= read.id !== null
        return read
      }
      this.#faulty += 1
      if (this.#faults.length < faultsTold) this.#faults.push(read)
    }
  }
}

/** In the order of `stage`'s columns; every value quoted, no value unquoted. */
function csvLine({ line, op, id, happened, cells }: Change): string {
  const cell = (value: string | null) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)
  return `${line},${op},${cell(id)},${cell(happened)},${cells.map(cell).join(',')}\n`
}

function named({ line, op, id, happened, cells }: Change, { fields }: Pick<Register, 'fields'>): object {
  return { line, op, id, happened, ...Object.fromEntries(fields.map(({ column }, index) => [column, cells[index]])) }
}
