/**
 * Files of people of any size out of uk_people_1m. A smaller one has whole persons, chosen by the MD5 of their entity. A larger
 * one has copies of everybody whose distinguishing values are shifted, so that a copy matches within itself alone: dates of birth
 * by so many days as the copy's number, the last letter of the postcode and the last digit of the telephone by so many places, and
 * e-mails and addresses get the copy's number. Names and cities stay, as in a larger country.
 */
import { DuckDBInstance } from '@duckdb/node-api'

const perFile = 1_000_000

const letter = (column: string) =>
  `left(${column}, length(${column}) - 1) || chr(97 + (ascii(lower(right(${column}, 1))) - 97 + copy::INT) % 26)`

const copies = (source: string, count: number) => `SELECT * EXCLUDE (copy) REPLACE (
    unique_id || '-' || copy AS unique_id,
    cluster || '-' || copy AS cluster,
    coalesce(strftime(try_strptime(dob, '%Y-%m-%d') + to_days(copy::INT), '%Y-%m-%d'), dob) AS dob,
    CASE WHEN regexp_matches(postcode, '[a-z]$') THEN ${letter('postcode')} ELSE postcode END AS postcode,
    CASE WHEN regexp_matches(phone, '[0-9]$')
      THEN left(phone, length(phone) - 1) || ((right(phone, 1)::INT + copy::INT) % 10) ELSE phone END AS phone,
    CASE WHEN copy = 0 THEN email ELSE regexp_replace(email, '@', copy || '@') END AS email,
    CASE WHEN copy = 0 THEN address ELSE copy || ' ' || address END AS address)
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
