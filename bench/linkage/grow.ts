/**
 * Files of people of any size out of uk_people_1m. A smaller one has whole persons, chosen by the MD5 of their entity. A larger
 * one has copies of everybody, so shifted that a copy matches within itself alone: dates of birth by 397 days for each copy, and
 * the letters and digits of postcodes, addresses, e-mails and telephones each by one place of the alphabet. Names and cities stay,
 * as in a larger country.
 */
import { DuckDBInstance } from '@duckdb/node-api'

const perFile = 1_000_000

const alphabet = 'abcdefghijklmnopqrstuvwxyz'
const figures = '0123456789'
/** The letters and figures of a column, each so many places on as the copy’s number. */
const shifted = (column: string) =>
  [alphabet, figures].reduce(
    (text, all) => `translate(${text}, '${all}', substr('${all}${all}', 1 + copy::INT % ${all.length}, ${all.length}))`,
    column,
  )

const copies = (source: string, count: number) => `SELECT * EXCLUDE (copy) REPLACE (
    unique_id || '-' || copy AS unique_id,
    cluster || '-' || copy AS cluster,
    coalesce(strftime(try_strptime(dob, '%Y-%m-%d') + to_days(397 * copy::INT), '%Y-%m-%d'), dob) AS dob,
    ${['postcode', 'address', 'email', 'phone'].map((column) => `${shifted(column)} AS ${column}`).join(',\n    ')})
  FROM '${source}', range(${count}) copies(copy)`

const some = (source: string, records: number) => `SELECT * FROM '${source}'
  QUALIFY sum(1) OVER (ORDER BY md5(cluster), cluster ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) <= ${records}`

/** Writes a file of about so many records: exactly, but for the last person of a smaller one. */
export async function grow(source: string, records: number, file: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  try {
    const rows = records > perFile ? copies(source, Math.round(records / perFile)) : some(source, records)
    await connection.run(`COPY (${rows}) TO '${file}'`)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
