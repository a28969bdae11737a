/** Writes the tables that both programs read, and apart from them who each record really is. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { makeRegisters } from '../../platform/src/northford/make.ts'
import type { LabelledSet } from './sets.ts'

export type Prepared = Readonly<{
  set: LabelledSet
  /** One Parquet file for each table, by its name: `unique_id` and fields, all text. */
  tables: Readonly<Record<string, string>>
  /** `source`, `unique_id`, `entity` of every record. */
  truth: string
  records: number
}>

/** People of the demo town, by the name of the set. */
const towns: Readonly<Record<string, number>> = { northford: 5_000, 'northford-50k': 50_000 }

/** Into a folder of its own inside `scratch`. `data` is the folder of the labelled sets. */
export async function prepare(set: LabelledSet, data: string, scratch: string): Promise<Prepared> {
  const folder = join(scratch, set.name)
  mkdirSync(folder, { recursive: true })
  const people = towns[set.name]
  const from = people === undefined ? data : join(folder, 'town')
  if (people !== undefined) {
    mkdirSync(from, { recursive: true })
    await makeRegisters({ folder: from, people, seed: 1 })
  }
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  try {
    const tables: Record<string, string> = {}
    const truths: string[] = []
    for (const [table, sql] of Object.entries(set.tables)) {
      // Ids of several sets tell who a record is, so each record gets a number instead, in an order that tells nothing.
      await connection.run(`CREATE TABLE "${table}" AS
        SELECT * REPLACE ((row_number() OVER (ORDER BY md5(unique_id)))::VARCHAR AS unique_id)
        FROM (SELECT nullif(trim(COLUMNS(*)), '') FROM (${sql.replaceAll('{folder}', from)}))`)
      const file = (tables[table] = join(folder, `${table}.parquet`))
      await connection.run(`COPY (SELECT * EXCLUDE (entity) FROM "${table}" ORDER BY unique_id::INT) TO '${file}'`)
      truths.push(
        `SELECT '${table}' AS source, unique_id, coalesce(entity, '${table}-' || unique_id) AS entity FROM "${table}"`,
      )
    }
    const truth = join(folder, 'truth.parquet')
    await connection.run(`COPY (${truths.join(' UNION ALL ')}) TO '${truth}'`)
    const [[records, distinct] = [0n, 0n]] = (
      await connection.runAndReadAll(`SELECT count(*), count(DISTINCT (source, unique_id)) FROM '${truth}'`)
    ).getRows() as [bigint, bigint][]
    if (records !== distinct) throw new Error(`${set.name}: an id stands for two records`)
    return { set, tables, truth, records: Number(records) }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
