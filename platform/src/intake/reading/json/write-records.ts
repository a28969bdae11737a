/** Records of named values into the normalised table: every key that occurs anywhere becomes a column. */
import { join } from 'node:path'

import type { Job } from '../job.ts'
import type { Column } from '../tidied.ts'

import { cellTooLong } from '../refuse.ts'
import { trimmed } from '../table/cell-kind.ts'
import { columnNames } from '../table/names.ts'
import { openCsvWriter } from '../table/write-csv.ts'
import { startColumns, type Columns } from './columns.ts'
import { converted, type Projection } from './coordinates.ts'
import { featureShape, GEOMETRY } from './feature.ts'
import { flatten } from './flatten.ts'
import { rawRecords, type RawRecord, type Source } from './raw-records.ts'
import { isPlainObject, type Shape } from './record-shape.ts'

export type Geo = Readonly<{ projection: Projection }>

const LOOKED_AT = 1000
const KEY = '\0key'

/** Reads the records once, and once more when a key first occurs late in the file. */
export async function writeRecords(job: Job, source: Source, geo: Geo | undefined): Promise<Column[]> {
  const shape = geo ? featureShape : flatten
  const known = inOrder(await firstKeys(job, source, shape))
  const back = job.findings.mark()
  const first = await pass(job, source, { geo, shape, keys: known })
  if (first.length === known.length) return named(job, known, geo)
  back()
  const all = inOrder(first)
  await pass(job, source, { geo, shape, keys: all })
  return named(job, all, geo)
}

/** A feature's id comes first and its geometry last. */
function inOrder(keys: readonly string[]): string[] {
  const rank = (key: string): number => (key === KEY || key === '\0id' ? 0 : key === GEOMETRY ? 2 : 1)
  return keys.toSorted((a, b) => rank(a) - rank(b))
}

async function firstKeys(job: Job, source: Source, shape: Shape): Promise<string[]> {
  const columns = startColumns(job.limits)
  let looked = 0
  for await (const batch of rawRecords(job, source)) {
    for (const record of batch) place(record, shape, columns)
    looked += batch.length
    if (looked >= LOOKED_AT) break
  }
  return columns.keys()
}

function place({ raw, parsed, key }: RawRecord, shape: Shape, columns: Columns): void {
  if (!isPlainObject(parsed)) return
  if (key !== undefined) columns.place(KEY)
  shape(raw, (column) => columns.place(column))
}

type Passing = Readonly<{ geo: Geo | undefined; shape: Shape; keys: readonly string[] }>

/** Gives all keys that occurred; the file it wrote is right when these are the ones it was given. */
async function pass(job: Job, source: Source, { geo, shape, keys }: Passing): Promise<string[]> {
  const { findings, limits } = job
  const columns = startColumns(limits, keys)
  const writer = await openCsvWriter(join(job.scratch, `${job.stem}.csv`))
  try {
    for await (const batch of rawRecords(job, source, true)) {
      for (const record of batch) {
        if (!isPlainObject(record.parsed)) {
          findings.setAside('not-a-record', record.number)
          continue
        }
        const cells = keys.map(() => '')
        const given = new Set<number>()
        if (record.key !== undefined) cells[columns.place(KEY)] = cellOf(job, record.number, record.key)
        shape(record.raw, (column, text) => {
          const at = columns.place(column)
          if (given.has(at)) findings.repaired('repeated-key', record.number)
          given.add(at)
          if (at < keys.length)
            cells[at] =
              column === GEOMETRY ? geometryOf(job, record.number, { text, geo }) : cellOf(job, record.number, text)
        })
        const wait = columns.size() === keys.length ? writer.row(record.number, cells) : undefined
        if (wait) await wait
      }
    }
  } finally {
    await writer.close()
  }
  return columns.keys()
}

function cellOf({ findings, limits }: Job, number: number, text: string): string {
  if (text.length > limits.cell) throw cellTooLong(number, limits.cell)
  let cell = text
  if (cell.includes('\0')) {
    findings.repaired('nul-characters-removed', number)
    cell = cell.replaceAll('\0', '')
  }
  const shorter = trimmed(cell)
  if (shorter !== cell) findings.repaired('cells-trimmed', number)
  return shorter
}

function geometryOf({ findings }: Job, number: number, { text, geo }: { text: string; geo: Geo | undefined }): string {
  const projection = geo?.projection
  if (text === '' || typeof projection !== 'object') return text
  findings.repaired('coordinates-converted', number)
  return converted(text, projection.forward)
}

function named(job: Job, keys: readonly string[], geo: Geo | undefined): Column[] {
  const unknown = geo?.projection === 'unknown'
  if (unknown) job.findings.setAside('coordinates-unknown')
  if (geo && typeof geo.projection === 'object') job.findings.recognise('coordinates', `EPSG:${geo.projection.code}`)
  const names = columnNames(
    keys.map((key) => key.replace(/^\0/, '')),
    job.findings,
  )
  return names.map((name, at) => (keys[at] === GEOMETRY && !unknown ? { name, hint: 'geometry' } : { name }))
}
