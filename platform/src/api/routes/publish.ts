/** Files come in here: streamed to disk, read apart from the server, and served only when whole. */
import multipart from '@fastify/multipart'
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from '@sinclair/typebox'
import type { FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { Problem } from '#foundation/problem.ts'
import type { Choices } from '#intake'
import { type Dataset, datasetKinds, type FieldType, type Version } from '#model/dataset.ts'
import { type Loaded, loadModes } from '#model/records.ts'
import { credentialsOf } from '../credentials.ts'
import type { ApiDeps } from '../deps.ts'
import { sendRefusal } from '../problem.ts'
import {
  Classification,
  DatasetParams,
  FieldTypeName,
  FieldWords,
  nullable,
  oneOf,
  problems,
  ReportWords,
} from '../words.ts'
import { toFieldWords } from './datasets.ts'

const Changed = Type.Object(
  {
    sequence: Type.Integer(),
    at: nullable(Type.String()),
    inserted: Type.Integer(),
    updated: Type.Integer(),
    deleted: Type.Integer(),
    unchanged: Type.Integer(),
  },
  { description: 'What became of the records; null for a table.' },
)

const Published = Type.Object({
  dataset: Type.String(),
  version: Type.Integer(),
  rows: Type.Integer(),
  fields: Type.Array(FieldWords),
  classification: Classification,
  report: ReportWords,
  changed: nullable(Changed),
})

const PublishQuery = Type.Object(
  {
    filename: Type.Optional(
      Type.String({ maxLength: 300, description: 'Its ending helps where the content leaves doubt.' }),
    ),
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    description: Type.Optional(Type.String({ maxLength: 10_000 })),
    licence: Type.Optional(Type.String({ maxLength: 40 })),
    classification: Type.Optional(Classification),
    key: Type.Optional(Type.String({ maxLength: 200 })),
    note: Type.Optional(Type.String({ maxLength: 2_000 })),
    kind: Type.Optional(oneOf(datasetKinds, 'For the first file; a table when left out.')),
    mode: Type.Optional(
      oneOf(loadModes, 'Of records: the file is all there are (replace), or adds to and changes them (upsert).'),
    ),
  },
  { additionalProperties: false },
)

function published(dataset: Dataset, version: Version, loaded: Loaded | null): Static<typeof Published> {
  return {
    dataset: dataset.ref,
    version: version.number,
    rows: version.rows,
    fields: toFieldWords(version),
    classification: dataset.classification,
    report: version.report as Static<typeof ReportWords>,
    changed: loaded && toChanged(loaded),
  }
}

function toChanged({ sequence, at, inserted, updated, deleted, unchanged }: Loaded): Static<typeof Changed> {
  return { sequence, at, inserted, updated, deleted, unchanged }
}

export const publish: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  await app.register(upload, deps)
  await app.register(retype, deps)
}

const upload: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { exchange, rooms }) => {
  // Any content is a file here, JSON too: nothing is parsed before intake sees it.
  app.removeAllContentTypeParsers()
  await app.register(multipart, { limits: { files: 1, fields: 20, fileSize: Infinity } })
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

  app.post(
    '/api/v1/datasets/:org/:name/versions',
    {
      schema: {
        summary: 'Publish a file as a new version',
        description: 'The file is the body as it is, or the one file of a multipart form.',
        tags: ['publish'],
        params: DatasetParams,
        querystring: PublishQuery,
        response: { 200: Published, 201: Published, ...problems },
      },
    },
    async (request, reply) => {
      const { org, name } = request.params
      const ref = `${org}/${name}`
      const target = { organisation: org, dataset: ref }
      const answer = await exchange.act(
        { credentials: credentialsOf(request), act: 'publish', target },
        async (caller) => {
          const { filename, ...choices } = request.query
          const file = await fileOf(request, filename)
          const draft = await rooms.intake.analyse(file, { ref, ...(choices.key ? { key: choices.key } : {}) })
          return rooms.intake.confirm(draft.id, choices as Choices, caller)
        },
      )
      if (answer.kind === 'refusal') return sendRefusal(reply, answer)
      const { dataset, version, isNew, loaded } = answer.value
      return reply.code(isNew ? 201 : 200).send(published(dataset, version, loaded))
    },
  )
}

async function fileOf(
  request: FastifyRequest,
  filename: string | undefined,
): Promise<{ stream: Readable; name: string }> {
  if (!request.isMultipart()) {
    if (!(request.body instanceof Readable)) throw noFile()
    const [, named] = /filename="?([^";]{1,300})"?/i.exec(request.headers['content-disposition'] ?? '') ?? []
    return { stream: request.body, name: filename ?? named ?? 'upload' }
  }
  const part = await request.file()
  if (!part) throw noFile()
  return { stream: part.file, name: filename ?? part.filename ?? 'upload' }
}

function noFile(): Problem {
  return new Problem(400, 'file-missing', {
    title: 'There is no file in the request',
    detail: 'The body is empty, or the form has no file in it.',
    at: 'body',
    mend: 'Send the file as the body of the request: curl --data-binary @FILE, or curl -F file=@FILE.',
  })
}

const retype: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { exchange, rooms }) => {
  app.patch(
    '/api/v1/datasets/:org/:name/fields',
    {
      schema: {
        summary: 'Change what a field is read as, without a new upload',
        tags: ['publish'],
        params: DatasetParams,
        body: Type.Object(
          {
            fields: Type.Record(
              Type.String({ maxLength: 200 }),
              Type.Object({ type: FieldTypeName }, { additionalProperties: false }),
              {
                minProperties: 1,
                maxProperties: 2_000,
              },
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: Published, ...problems },
      },
    },
    async (request, reply) => {
      const { org, name } = request.params
      const ref = `${org}/${name}`
      const changes = Object.fromEntries(
        Object.entries(request.body.fields).map(([field, { type }]) => [field, type as FieldType]),
      )
      const target = { organisation: org, dataset: ref }
      const answer = await exchange.act(
        { credentials: credentialsOf(request), act: 'retype', target },
        async (caller) => {
          const version = await rooms.intake.retype(ref, changes, caller)
          return { version, dataset: (await rooms.catalogue.dataset(ref))! }
        },
      )
      if (answer.kind === 'refusal') return sendRefusal(reply, answer)
      return published(answer.value.dataset, answer.value.version, null)
    },
  )
}
