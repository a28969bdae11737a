/** For tests: reads inline content and gives the table back as rows, parsed by a CSV reader that is not ours. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { parse } from 'csv-parse/sync'
import yazl from 'yazl'

import type { ReportLine } from '#model/dataset.ts'

import { Problem } from '#foundation/problem.ts'

import type { Tidied } from './tidied.ts'

import { read, type ReadOptions } from './read.ts'

export type Told = Readonly<{
  tidied: Tidied
  names: string[]
  rows: string[][]
  /** Where each row stands in the upload. */
  numbers: number[]
  repaired: Record<string, number[]>
  setAside: Record<string, number[]>
  recognised: Tidied['report']['recognised']
}>

type Options = Partial<Omit<ReadOptions, 'scratch'>>

/** Reads carefully unless told otherwise. */
export async function reading(content: string | Buffer, options: Options = {}, name = 'upload.csv'): Promise<Told> {
  const scratch = await mkdtemp(join(tmpdir(), 'reading-'))
  try {
    const path = join(scratch, `upload-${randomBytes(4).toString('hex')}`)
    await writeFile(path, content)
    return await told(await read(path, name, { careful: true, ...options, scratch }))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Takes in what was read, as an engine would. */
export async function told(tidied: Tidied): Promise<Told> {
  const names = tidied.columns.map(({ name }) => name)
  const { recognised, repaired, setAside } = tidied.report
  const about = { tidied, names, recognised, repaired: byCode(repaired), setAside: byCode(setAside) }
  if (tidied.source.kind === 'parquet') return { ...about, rows: [], numbers: [] }
  const { path, delimiter, skip, numbered } = tidied.source
  const records: string[][] = parse(await readFile(path), {
    delimiter,
    bom: true,
    relax_column_count: false,
    skip_empty_lines: true,
  })
  const rows = records.slice(skip)
  if (!numbered) return { ...about, rows, numbers: rows.map((_, at) => skip + at + 1) }
  return { ...about, rows: rows.map((cells) => cells.slice(1)), numbers: rows.map((cells) => Number(cells[0])) }
}

function byCode(lines: readonly ReportLine[]): Record<string, number[]> {
  return Object.fromEntries(lines.map(({ code, rows }) => [code, [...rows]]))
}

/** The refusal that reading gives. Anything else, also no refusal, fails. */
export async function refusal(content: string | Buffer, options: Options = {}, name = 'upload.csv'): Promise<Problem> {
  try {
    await reading(content, options, name)
  } catch (error) {
    if (error instanceof Problem && error.status >= 400 && error.status < 500) return error
    throw error
  }
  throw new Error('was read, and should have been refused')
}

export async function zipped(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const parts: Buffer[] = []
  for await (const part of zip.outputStream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
