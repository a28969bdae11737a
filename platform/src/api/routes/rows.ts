/** Rows, yes-or-no answers and originals: everything that is content, all of it from `exchange`. */
import { Readable } from 'node:stream'
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import type { Original, Release } from '#exchange'
import { parse } from '#foundation/cql2/index.ts'
import type { Format } from '#model/query.ts'
import { credentialsOf } from '../credentials.ts'
import { writeCursor } from '../cursor.ts'
import type { ApiDeps } from '../deps.ts'
import { sendRefusal } from '../problem.ts'
import { mediaTypes, RowsQuery, wantedRows } from '../wanted-rows.ts'
import { DatasetParams, FieldWords, nullable, problems } from '../words.ts'

const Rows = Type.Object({
  dataset: Type.String(),
  version: Type.Integer(),
  sequence: Type.Optional(Type.Integer({ description: 'Of records: the commit after which they were so.' })),
  asOf: Type.Optional(nullable(Type.String({ description: 'When that commit was made.' }))),
  fields: Type.Array(Type.Pick(FieldWords, ['name', 'type'])),
  receipt: Type.String(),
  clause: Type.Object({ agreement: Type.String(), clause: Type.String() }),
  duties: Type.Array(Type.String(), { description: 'What you have agreed to do with this answer.' }),
  rows: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  next: nullable(Type.String({ description: 'The cursor of the next page; null when this was the last.' })),
})

export const rows: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { exchange }) => {
  app.get(
    '/api/v1/datasets/:org/:name/rows',
    {
      schema: {
        summary: 'Rows, as far as an agreement with you permits',
        tags: ['data'],
        params: DatasetParams,
        querystring: RowsQuery,
        response: {
          200: { description: 'The rows.', headers: receiptHeader, content: { 'application/json': { schema: Rows } } },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { org, name } = request.params
      const wanted = wantedRows(request.query, request.headers.accept)
      const answer = await exchange.read({
        credentials: credentialsOf(request),
        dataset: `${org}/${name}`,
        action: 'read',
        purpose: request.query.purpose ?? null,
        query: wanted.query,
        version: wanted.version,
        records: wanted.records,
      })
      if (answer.kind === 'refusal') return sendRefusal(reply, answer)
      return sendRows(reply, answer, wanted.query.format, wanted.question)
    },
  )

  app.post(
    '/api/v1/datasets/:org/:name/verifications',
    {
      schema: {
        summary: 'Yes or no: is there a record like this?',
        tags: ['data'],
        params: DatasetParams,
        body: Type.Object(
          { filter: Type.String({ maxLength: 8_192 }), purpose: Type.Optional(Type.String({ maxLength: 200 })) },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ holds: Type.Boolean(), receipt: Type.String() }), ...problems },
      },
    },
    async (request, reply) => {
      const { org, name } = request.params
      const { filter, purpose = null } = request.body
      const condition = filter.trim() === '' ? null : parse(filter)
      const answer = await exchange.verify({
        credentials: credentialsOf(request),
        dataset: `${org}/${name}`,
        purpose,
        condition,
      })
      if (answer.kind === 'refusal') return sendRefusal(reply, answer)
      return reply
        .header('wayleave-receipt', answer.receipt.id)
        .header('cache-control', 'no-store')
        .send({ holds: answer.holds, receipt: answer.receipt.id })
    },
  )

  app.get(
    '/api/v1/datasets/:org/:name/versions/:number/original',
    {
      schema: {
        summary: 'The file as it was uploaded',
        tags: ['data'],
        params: Type.Composite([DatasetParams, Type.Object({ number: Type.String({ pattern: '^[0-9]{1,9}$' }) })]),
        querystring: Type.Object(
          { purpose: Type.Optional(Type.String({ maxLength: 200 })) },
          { additionalProperties: false },
        ),
        response: problems,
      },
    },
    async (request, reply) => {
      const { org, name, number } = request.params
      const answer = await exchange.original({
        credentials: credentialsOf(request),
        dataset: `${org}/${name}`,
        purpose: request.query.purpose ?? null,
        version: Number(number),
      })
      if (answer.kind === 'refusal') return sendRefusal(reply, answer)
      return sendOriginal(reply, answer)
    },
  )
}

export const receiptHeader = {
  'Wayleave-Receipt': { schema: { type: 'string' }, description: 'The number of the receipt.' },
}

/** The headers of an answer of any kind. */
export function headed(reply: FastifyReply, { receipt, version, look }: Release, format: Format): FastifyReply {
  if (look) void reply.header('wayleave-sequence', look.moment.sequence)
  return reply
    .type(mediaTypes[format])
    .header('wayleave-receipt', receipt.id)
    .header('wayleave-version', version.number)
    .header('cache-control', 'no-store')
    .header('vary', 'accept, authorization')
}

/** What is said of an answer beside its content. */
export function aboutAnswer({ receipt, version, dataset, look, fields, clause, duties }: Release): object {
  const moment = look ? { sequence: look.moment.sequence, asOf: look.moment.at } : {}
  return { dataset: dataset.ref, version: version.number, ...moment, fields, receipt: receipt.id, clause, duties }
}

function sendRows(reply: FastifyReply, release: Release, format: Format, question: unknown): FastifyReply {
  const { version, dataset } = release
  void headed(reply, release, format)
  if (format === 'csv' || format === 'parquet')
    void reply.header('content-disposition', `attachment; filename="${dataset.name}-v${version.number}.${format}"`)
  // Objects mode off: one chunk of bytes a batch, pulled only as fast as the caller reads.
  return reply.send(Readable.from(framed(release, format, question), { objectMode: false, highWaterMark: 1 }))
}

function sendOriginal(reply: FastifyReply, { receipt, version, content }: Original): FastifyReply {
  return reply
    .type('application/octet-stream')
    .header('wayleave-receipt', receipt.id)
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(version.originalName)}`)
    .send(content)
}

/** The batches between their opening and closing words. A `CutOff` on the way breaks the connection: no closing words. */
async function* framed(release: Release, format: Format, question: unknown): AsyncGenerator<Uint8Array | string> {
  const { version, look } = release
  const about = aboutAnswer(release)
  if (format === 'json') yield `${JSON.stringify(about).slice(0, -1)},"rows":[`
  if (format === 'geojson') yield `{"type":"FeatureCollection",${JSON.stringify(about).slice(1, -1)},"features":[`
  for await (const { bytes } of release.batches) if (bytes.length > 0) yield bytes
  const offset = release.next()
  const next =
    offset === null
      ? null
      : writeCursor({ version: version.number, offset, sequence: look?.moment.sequence ?? null }, question)
  if (format === 'json' || format === 'geojson') yield `],"next":${JSON.stringify(next)}}`
}
