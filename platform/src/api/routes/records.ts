/** Records that change: changes in, and what became of them out. Content only from `exchange`. */
import { Readable } from 'node:stream'
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Release } from '#exchange'
import { Problem } from '#foundation/problem.ts'
import type { ChangeLine } from '#model/records.ts'
import { jsonLines, ndjsonLines } from '../change-lines.ts'
import { credentialsOf } from '../credentials.ts'
import type { ApiDeps } from '../deps.ts'
import { sendRefusal } from '../problem.ts'
import { acceptable, conditionOf, names, numberOf, RowsQuery } from '../wanted-rows.ts'
import { DatasetParams, nullable, oneOf, problems } from '../words.ts'
import { aboutAnswer, headed, receiptHeader } from './rows.ts'

const count = (description: string) => Type.Integer({ description })

const Changed = Type.Object({
  dataset: Type.String(),
  sequence: count('The number of the commit that was made, or of the last one where nothing was different.'),
  at: nullable(Type.String({ description: 'When it was made.' })),
  inserted: count('Records that were not there before.'),
  updated: count('Records that are different now.'),
  deleted: count('Records that are gone.'),
  unchanged: count('Changes that made no difference.'),
  repeated: count('Changes whose `id` was seen before, and that were not made again.'),
  receipt: nullable(Type.String()),
})

const { fields, filter, purpose } = RowsQuery.properties

const ChangesQuery = Type.Object(
  {
    since: Type.Optional(
      Type.String({
        pattern: '^[0-9]{1,15}$',
        description: '`sequence` of the answer before; 0, everything, when left out.',
      }),
    ),
    limit: Type.Optional(
      Type.String({ pattern: '^[1-9][0-9]{0,8}$', description: 'About so many changes: whole commits, one at least.' }),
    ),
    fields,
    filter,
    purpose,
    format: Type.Optional(oneOf(['json', 'ndjson'], 'Instead of an Accept header.')),
  },
  { additionalProperties: false },
)

const HistoryQuery = Type.Object(
  { key: Type.String({ minLength: 1, maxLength: 500, description: 'The key as you are shown it.' }), fields, purpose },
  { additionalProperties: false },
)

export const records: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  await app.register(sending, deps)
  await app.register(following, deps)
}

const sending: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { exchange, largestUpload }) => {
  // Lines are read as they come: nothing is parsed before somebody may send it.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

  app.post(
    '/api/v1/datasets/:org/:name/changes',
    {
      schema: {
        summary: 'Upsert and delete records',
        description:
          'A change a line (application/x-ndjson): {"op":"upsert","record":{…}} or {"op":"delete","key":…}, with an `id` of yours that makes sending it again harmless, and `at`, when it happened. Or a JSON list of them, up to 1 MB. All of a batch is done, or nothing.',
        tags: ['publish'],
        params: DatasetParams,
        response: { 200: Changed, ...problems },
      },
    },
    async (request, reply) => {
      const dataset = `${request.params.org}/${request.params.name}`
      const lines = linesOf(request, largestUpload)
      const answer = await exchange.change({ credentials: credentialsOf(request), dataset, lines })
      if (answer.kind === 'refusal') return sendRefusal(reply, answer)
      const { value, receipt } = answer
      void reply.header('wayleave-sequence', value.sequence)
      if (receipt) void reply.header('wayleave-receipt', receipt.id)
      return { dataset, ...value, receipt: receipt?.id ?? null }
    },
  )
}

function linesOf({ body, headers }: FastifyRequest, largest: number): AsyncIterable<ChangeLine> {
  const stream = body instanceof Readable ? body : Readable.from([])
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json') return jsonLines(stream)
  if (type === undefined || type === 'application/x-ndjson') return ndjsonLines(stream, largest)
  throw new Problem(415, 'content-type-unknown', {
    title: 'That kind of content is not taken here',
    detail: 'Changes come as application/x-ndjson or application/json.',
    at: 'content-type',
    mend: 'Send a change a line with Content-Type: application/x-ndjson. Whole files go to …/versions.',
  })
}

const following: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { exchange }) => {
  app.get(
    '/api/v1/datasets/:org/:name/changes',
    {
      schema: {
        summary: 'What is different since a commit, as far as an agreement with you permits',
        description:
          'A line for each record that is another now than after the commit `since`: {"op":"upsert","key":…,"record":{…}}, or {"op":"removed","key":…} for one that was deleted, or is no longer among those that you may have. Whoever applies them has the permitted rows of `sequence`, which is where the next call goes on. NDJSON ends with {"op":"end","sequence":…}.',
        tags: ['data'],
        params: DatasetParams,
        querystring: ChangesQuery,
        response: { 200: { description: 'The changes.', headers: receiptHeader }, ...problems },
      },
    },
    async (request, reply) => {
      const { query, params, headers } = request
      const format = query.format ?? (acceptable(headers.accept) === 'ndjson' ? 'ndjson' : 'json')
      const answer = await exchange.changes({
        ...askedOf(request, params, query),
        filter: conditionOf(query.filter ?? null),
        since: Number(query.since ?? 0),
        limit: numberOf(query.limit ?? null),
        format: format === 'ndjson' ? 'ndjson' : 'json',
      })
      if (answer.kind === 'refusal') return sendRefusal(reply, answer)
      return stream(
        reply,
        answer,
        format === 'ndjson' ? asLines(answer) : asList(answer, 'changes'),
        format === 'ndjson',
      )
    },
  )

  app.get(
    '/api/v1/datasets/:org/:name/history',
    {
      schema: {
        summary: 'What one record has been, as far as an agreement with you permits',
        tags: ['data'],
        params: DatasetParams,
        querystring: HistoryQuery,
        response: { 200: { description: 'Oldest first.', headers: receiptHeader }, ...problems },
      },
    },
    async (request, reply) => {
      const { query, params } = request
      const answer = await exchange.history({ ...askedOf(request, params, query), key: query.key })
      if (answer.kind === 'refusal') return sendRefusal(reply, answer)
      return stream(reply, answer, asList(answer, 'history'), false)
    },
  )
}

function askedOf(
  request: FastifyRequest,
  { org, name }: DatasetParams,
  query: Readonly<{ purpose?: string; fields?: string }>,
) {
  return {
    credentials: credentialsOf(request),
    dataset: `${org}/${name}`,
    purpose: query.purpose ?? null,
    fields: query.fields === undefined ? null : names(query.fields, 'fields'),
  }
}

function stream(
  reply: FastifyReply,
  release: Release,
  content: AsyncGenerator<Uint8Array | string>,
  isLines: boolean,
): FastifyReply {
  return headed(reply, release, isLines ? 'ndjson' : 'json').send(
    Readable.from(content, { objectMode: false, highWaterMark: 1 }),
  )
}

async function* asList(release: Release, member: string): AsyncGenerator<Uint8Array | string> {
  const { look } = release
  const since = look?.kind === 'changes' ? { since: look.since } : {}
  yield `${JSON.stringify({ ...aboutAnswer(release), ...since }).slice(0, -1)},"${member}":[`
  for await (const { bytes } of release.batches) if (bytes.length > 0) yield bytes
  yield ']}'
}

/** The last line says that it is the last, and where to go on. */
async function* asLines({ batches, look }: Release): AsyncGenerator<Uint8Array | string> {
  for await (const { bytes } of batches) if (bytes.length > 0) yield bytes
  yield `${JSON.stringify({ op: 'end', ...look?.moment })}\n`
}
