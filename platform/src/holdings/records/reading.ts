/** Reading records with a permit: compiled like any answer, run by PostgreSQL, or over the columnar copy. */
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { Condition } from '#foundation/cql2/index.ts'
import type { DatasetRef, Version } from '#model/dataset.ts'
import type { Query } from '#model/query.ts'
import type { Look, LookAsked } from '#model/records.ts'
import type { Permit } from '#permit'
import { compile, type Compiled, compileExists } from '../compile.ts'
import type { Engine } from '../engine.ts'
import { type Batch, closable, type Fetched } from '../fetched.ts'
import { fileBatches, writeParquet } from '../parquet.ts'
import { changesStatement } from './changes.ts'
import { typedFile, writeLines } from './copy.ts'
import { formatUnfit } from './faults.ts'
import { historyBatches, historyStatement } from './history.ts'
import { exactLine, linesOf } from './lines.ts'
import { lookAt } from './look.ts'
import type { Register } from './register.ts'
import { createRegisters } from './registers.ts'
import { batchRows, lineBatches, type RowStream, start } from './running.ts'
import { rowsAt } from './source.ts'

export type FetchSnapshot = (permit: Permit, query: Query, version: Version) => Promise<Fetched>

export type RecordsReading = Readonly<{
  /** Settles which moment is looked at. Problem 409 `not-records`, 400 `sequence-unknown`. */
  look(dataset: DatasetRef, asked: LookAsked): Promise<Look>
  fetch(permit: Permit, query: Query, version: Version, look: Look): Promise<Fetched>
  verify(permit: Permit, condition: Condition, version: Version, look: Look): Promise<boolean>
}>

type Needs = Readonly<{
  pool: pg.Pool
  engine: Engine
  /** Scratch for answers in the making. */
  folder: string
  timeLimitSeconds: number
  /** Reads a sound snapshot with a permit: here, the columnar copy. */
  fetchSnapshot: FetchSnapshot
}>

type Asked = Readonly<{ permit: Permit; query: Query; version: Version; register: Register; look: Look }>

export function recordsReading(needs: Needs): RecordsReading {
  const { pool } = needs
  const registers = createRegisters(pool)
  return {
    look: async (dataset, asked) => lookAt(pool, await registers.read(dataset), asked),
    fetch: (permit, query, version, look) =>
      registers.at(version.dataset, look.moment, (register) => {
        const asked = { permit, query, version: asHeld(version, register), register, look }
        return ways[look.kind](asked, needs)
      }),
    verify: (permit, condition, version, look) =>
      registers.at(version.dataset, look.moment, async (register) => {
        const source = rowsAt(register, look.moment.sequence)
        const { sql, parameters } = compileExists(permit, condition, asHeld(version, register), source)
        const running = await start(needs, { sql: `select 1 from (${sql}) as found`, parameters }, true)
        return (await running.next()).length > 0
      }),
  }
}

const ways: Readonly<Record<Look['kind'], (asked: Asked, needs: Needs) => Promise<Fetched>>> = {
  rows,
  changes,
  history,
}

async function rows({ permit, query, version, register, look }: Asked, needs: Needs): Promise<Fetched> {
  const { format, ...wanted } = query
  const compiled = compile(permit, wanted, version, rowsAt(register, look.moment.sequence))
  const { copy } = register
  const isLarge = format === 'parquet' || (query.limit === null && query.filter === null)
  if (copy && isLarge && copy.moment.sequence === look.moment.sequence) {
    const copied = { ...version, snapshot: copy.address, profile: [] }
    // A copy that is damaged, or was replaced this moment, is no fault of the caller's: it is only the quicker way.
    const fetched = await needs.fetchSnapshot(permit, query, copied).catch(() => null)
    if (fetched) return fetched
  }
  if (format === 'parquet') return parquet(compiled, needs)
  const lines = linesOf(format, compiled.shown, version.fields)
  const few = query.limit !== null && query.limit <= batchRows
  const sql = `select ${lines.expression} from (${compiled.sql}) as answer`
  const running = await start(needs, { sql, parameters: compiled.parameters }, few)
  return answer(compiled, running, lineBatches(running, lines))
}

/** By way of a file that the columnar engine reads. */
async function parquet(compiled: Compiled, needs: Needs): Promise<Fetched> {
  const path = join(needs.folder, `${randomUUID()}.csv`)
  try {
    const sql = `select ${exactLine(compiled.shown)} from (${compiled.sql}) as answer`
    await writeLines(await start(needs, { sql, parameters: compiled.parameters }, false), path)
    const typed = { ...compiled, sql: `SELECT * FROM ${typedFile(path, compiled.shown)}`, parameters: [] }
    const file = await writeParquet(typed, needs.engine, needs.folder)
    return closable(fieldsOf(compiled), fileBatches(file), () => void rm(file.path, { force: true }))
  } finally {
    await rm(path, { force: true })
  }
}

async function changes({ permit, query, version, register, look }: Asked, needs: Needs): Promise<Fetched> {
  const { format, ...wanted } = query
  if (format !== 'json' && format !== 'ndjson') throw formatUnfit('json or ndjson')
  const since = look.kind === 'changes' ? look.since : 0
  const asked = { permit, wanted, version, since, upTo: look.moment.sequence }
  const statement = changesStatement(register, asked, format)
  const running = await start(needs, statement, false)
  return answer(statement, running, lineBatches(running, { head: '', skip: format === 'json' ? 1 : 0 }))
}

async function history({ permit, query, version, register, look }: Asked, needs: Needs): Promise<Fetched> {
  const { format, ...wanted } = query
  if (format !== 'json') throw formatUnfit('json')
  const statement = historyStatement(register, { permit, wanted, version, upTo: look.moment.sequence })
  const running = await start(needs, statement, false)
  return answer(statement, running, historyBatches(running))
}

function answer(compiled: Compiled, running: RowStream, batches: AsyncGenerator<Batch>): Fetched {
  return closable(fieldsOf(compiled), batches, () => void running.close())
}

const fieldsOf = ({ shown }: Compiled): Fetched['fields'] => shown.map(({ name, type }) => ({ name, type }))

/** The version with the types that the tables hold: a re-typing is there a moment before the catalogue says so. */
function asHeld(version: Version, { fields }: Register): Version {
  const said = new Map(version.fields.map((field) => [field.name, field]))
  return {
    ...version,
    fields: fields.flatMap(({ name, type }) => {
      const field = said.get(name)
      return field ? [{ ...field, type }] : []
    }),
  }
}
