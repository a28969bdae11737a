/** Taking a dataset away through the browser: the same corridor, all rows, in the format asked for. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Release } from '#exchange'
import { Problem } from '#foundation/problem.ts'
import { type Format, formats } from '#model/query.ts'
import { oneOf, whole, word } from '../../asked.ts'
import { type Site, showRefusal } from '../../site.ts'
import { datasetOf } from './find.ts'
import { firstTen } from './preview.ts'

export const downloadFormats: readonly Readonly<{ format: Format; says: string }>[] = [
  { format: 'csv', says: 'CSV, for spreadsheets' },
  { format: 'json', says: 'JSON, for programs' },
  { format: 'ndjson', says: 'JSON lines, for large data' },
  { format: 'geojson', says: 'GeoJSON, for maps' },
  { format: 'parquet', says: 'Parquet, for analysis' },
]

const wrapping: Readonly<Record<Format, Readonly<{ type: string; before: string; after: string }>>> = {
  csv: { type: 'text/csv; charset=utf-8', before: '', after: '' },
  json: { type: 'application/json', before: '[', after: ']' },
  ndjson: { type: 'application/x-ndjson', before: '', after: '' },
  geojson: { type: 'application/geo+json', before: '{"type":"FeatureCollection","features":[', after: ']}' },
  parquet: { type: 'application/vnd.apache.parquet', before: '', after: '' },
}

export function download(server: FastifyInstance, site: Site): void {
  server.get('/data/:organisation/:name/download', async (request, reply) => {
    const dataset = await datasetOf(site, request)
    const format = oneOf(formats, word(request.query, 'format'))
    if (!format) throw noFormat()
    const asked = {
      credentials: request.visitor.credentials,
      dataset: dataset.ref,
      purpose: word(request.query, 'purpose') || null,
      action: 'read',
      query: { ...firstTen, limit: null, format },
      version: whole(request.query, 'version'),
    } as const
    const answer = await site.exchange.read(asked)
    if (answer.kind === 'refusal') {
      const action = { href: `/may-i?dataset=${encodeURIComponent(dataset.ref)}`, text: 'See what would help' }
      return showRefusal(site, [request, reply], answer, { asked: `You asked to download ${dataset.title}`, action })
    }
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${dataset.name}-v${answer.version.number}.${format}"`)
      .header('wayleave-receipt', answer.receipt.id)
      .type(wrapping[format].type)
      .send(Readable.from(bytesOf(answer, format)))
  })
}

/** An answer that is cut off breaks the connection: a part never looks like the whole. */
async function* bytesOf(release: Release, format: Format): AsyncGenerator<Uint8Array> {
  const { before, after } = wrapping[format]
  if (before) yield Buffer.from(before)
  for await (const { bytes } of release.batches) yield bytes
  if (after) yield Buffer.from(after)
}

function noFormat(): Problem {
  return new Problem(400, 'format-unknown', {
    title: 'We do not have that format',
    detail: `A download comes as ${formats.join(', ')}.`,
    at: 'format',
    mend: 'Choose one of the links on the page of the dataset.',
  })
}
