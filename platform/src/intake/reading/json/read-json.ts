/** Reads JSON, NDJSON and GeoJSON: one list of records, however it is wrapped. */
import { join } from 'node:path'

import type { Encoding } from '../encoding/sniff-encoding.ts'
import type { Job } from '../job.ts'
import type { Row } from '../table/row.ts'
import type { Column, Tidied } from '../tidied.ts'

import { decode, decodeHead } from '../encoding/decode.ts'
import { inItsEncoding } from '../encoding/in-its-encoding.ts'
import { readEnds, type Ends } from '../file-bytes.ts'
import { shownName } from '../refuse.ts'
import { tidyRows } from '../table/tidy-rows.ts'
import { likelyProjection, namedProjection, type Projection } from './coordinates.ts'
import { findRecords, noRecords } from './find-records.ts'
import { cellOf, elements } from './flatten.ts'
import { rawRecords, type Source } from './raw-records.ts'
import { isFeature } from './feature.ts'
import { writeRecords, type Geo } from './write-records.ts'
import type { Path } from './walk.ts'

const HEAD = 256 * 1024

export async function readJson(job: Job): Promise<Tidied> {
  const ends = await readEnds(job.path, HEAD, HEAD)
  return inItsEncoding(job, ends, (encoding) => readAs(job, ends, encoding))
}

async function readAs(job: Job, ends: Ends, encoding: Encoding): Promise<Tidied> {
  const { findings } = job
  const head = decodeHead(ends.head, encoding)
  const text = () => decode(job.path, encoding, findings, job.progress)
  const lines = isLines(head)
  const many = lines || isOneFeature(head)
  const path = many ? [] : (quickPath(head) ?? (await findRecords(text(), job.limits)))
  const source = { text, path, many }
  const first = await firstRecord(job, source)
  const geo = isFeature(first.parsed) ? { projection: projectionOf(head, ends, first.raw) } : undefined
  findings.recognise('format', geo ? 'geojson' : lines ? 'ndjson' : 'json')
  findings.recognise('encoding', encoding.name)
  if (path.length > 0) findings.recognise('list', shownName(path.join('.')))
  const columns = await write(job, source, { first, geo })
  if (encoding.mark > 0) findings.repaired('byte-order-mark')
  return {
    source: {
      kind: 'csv',
      path: join(job.scratch, `${job.stem}.csv`),
      delimiter: ',',
      skip: 0,
      numbered: true,
      trust: 'clean',
    },
    columns,
    report: findings.report(),
  }
}

type First = Readonly<{ raw: string; parsed: unknown }>

/** Several objects, one a line. */
function isLines(head: string): boolean {
  const lines = head.replaceAll('\u001e', '').split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '') // prettier-ignore
  const first = lines[0] ?? ''
  if (!first.startsWith('{') || (lines.length > 1 && !lines[1]?.startsWith('{'))) return false
  if (lines.length === 1) return false
  try {
    JSON.parse(first)
    return true
  } catch {
    return false
  }
}

/** A file that is a single feature is a table of one row. */
function isOneFeature(head: string): boolean {
  return /^\s*\{\s*"type"\s*:\s*"Feature"/.test(head)
}

/** The commonest cases, without reading the whole file first. */
function quickPath(head: string): Path | undefined {
  if (head.trimStart().startsWith('[')) return []
  if (/^\s*\{\s*"type"\s*:\s*"FeatureCollection"/.test(head)) return ['features']
  return undefined
}

function projectionOf(head: string, ends: Ends, first: string): Projection {
  const tail = ends.tail.toString('utf8')
  return namedProjection(head) ?? namedProjection(tail) ?? likelyProjection(first) ?? 'wgs84'
}

async function firstRecord(job: Job, source: Source): Promise<First> {
  for await (const batch of rawRecords(job, source)) {
    for (const { raw, parsed } of batch) return { raw, parsed }
  }
  throw noRecords()
}

async function write(job: Job, source: Source, about: { first: First; geo: Geo | undefined }): Promise<Column[]> {
  const { findings, limits } = job
  const path = join(job.scratch, `${job.stem}.csv`)
  const { parsed } = about.first
  if (Array.isArray(parsed)) return tidyRows(() => arrayRows(job, source), { path, findings, limits })
  if (typeof parsed !== 'object')
    return tidyRows(() => scalarRows(job, source), { path, findings, limits, exact: true })
  return writeRecords(job, source, about.geo)
}

async function* arrayRows(job: Job, source: Source): AsyncGenerator<Row[]> {
  for await (const batch of rawRecords(job, source)) {
    yield batch.map(({ number, raw, parsed }) => ({
      number,
      cells: Array.isArray(parsed) ? elements(raw).map(cellOf) : [cellOf(raw)],
    }))
  }
}

async function* scalarRows(job: Job, source: Source): AsyncGenerator<Row[]> {
  yield [{ number: 0, cells: ['value'] }]
  for await (const batch of rawRecords(job, source))
    yield batch.map(({ number, raw }) => ({ number, cells: [cellOf(raw)] }))
}
