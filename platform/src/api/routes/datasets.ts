/** The catalogue: what there is, who holds it, what its fields mean. Metadata; rows are in `rows.ts`. */
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from '@sinclair/typebox'
import { noDataset } from '#catalogue'
import type { Changes, DefinedField } from '#intake'
import { type Classification as ClassificationName, type Dataset, datasetKinds, type Version } from '#model/dataset.ts'
import type { RecordsState } from '#model/records.ts'
import { credentialsOf } from '../credentials.ts'
import type { ApiDeps } from '../deps.ts'
import { sendRefusal } from '../problem.ts'
import { Classification, DatasetParams, FieldTypeName, FieldWords, nullable, oneOf, problems } from '../words.ts'

const VersionWords = Type.Object({
  version: Type.Integer(),
  publishedAt: Type.String(),
  publishedBy: Type.String(),
  note: nullable(Type.String()),
  original: Type.String({ description: 'SHA-256 of the file as it was uploaded.' }),
  fields: Type.Array(FieldWords),
})

const MomentWords = Type.Object({
  sequence: Type.Integer({ description: 'The number of the last commit; 0 before the first.' }),
  at: nullable(Type.String({ description: 'When it was made.' })),
})

const RecordsWords = Type.Object(
  {
    ...MomentWords.properties,
    copy: nullable(Type.Composite([MomentWords], { description: 'The moment of the columnar copy for analysis.' })),
  },
  { description: 'How far records have come; null for a table.' },
)

const DatasetWords = Type.Object({
  dataset: Type.String(),
  organisation: Type.String(),
  kind: oneOf(datasetKinds, 'A table is published as files; records change one by one.'),
  title: Type.String(),
  description: Type.String(),
  classification: Classification,
  licence: nullable(Type.String()),
  key: nullable(Type.String()),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  version: nullable(Type.Integer()),
  records: nullable(RecordsWords),
  fields: Type.Array(FieldWords),
})

/** A dataset as anyone may know it: no count, no range, no value. */
export function toDatasetWords(dataset: Dataset, state: RecordsState | undefined): Static<typeof DatasetWords> {
  const { ref, latest, ...known } = dataset
  return {
    dataset: ref,
    organisation: known.organisation,
    kind: known.kind,
    title: known.title,
    description: known.description,
    classification: known.classification,
    licence: known.licence,
    key: known.key,
    createdAt: known.createdAt,
    updatedAt: known.updatedAt,
    version: latest?.number ?? null,
    records: state ? { ...state.moment, copy: state.copy } : null,
    fields: toFieldWords(latest),
  }
}

const recordsAmong = (all: readonly Dataset[]): string[] =>
  all.flatMap(({ ref, kind }) => (kind === 'records' ? [ref] : []))

const DefinedFields = Type.Array(
  Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 200 }),
      type: FieldTypeName,
      meaning: Type.Optional(nullable(Type.String({ maxLength: 80 }))),
      classification: Type.Optional(Classification),
      description: Type.Optional(Type.String({ maxLength: 2_000 })),
    },
    { additionalProperties: false },
  ),
  {
    minItems: 1,
    maxItems: 500,
    description: 'The fields of records, all of them; new ones are added to those there are.',
  },
)

export const toFieldWords = (version: Version | null): Static<typeof FieldWords>[] =>
  version?.fields.map(({ name, type, meaning }) => ({ name, type, meaning })) ?? []

export const datasets: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { exchange, rooms }) => {
  app.get(
    '/api/v1/datasets',
    {
      schema: {
        summary: 'Search the catalogue',
        tags: ['catalogue'],
        querystring: Type.Object(
          {
            q: Type.Optional(Type.String({ maxLength: 300 })),
            organisation: Type.Optional(Type.String({ maxLength: 80 })),
            classification: Type.Optional(Classification),
            limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$' })),
            offset: Type.Optional(Type.String({ pattern: '^[0-9]{1,7}$' })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ total: Type.Integer(), datasets: Type.Array(DatasetWords) }), ...problems },
      },
    },
    async ({ query }) => {
      const found = await rooms.catalogue.search({
        q: query.q ?? '',
        ...(query.organisation ? { organisation: query.organisation } : {}),
        ...(query.classification ? { classification: query.classification as ClassificationName } : {}),
        limit: Number(query.limit ?? 50),
        offset: Number(query.offset ?? 0),
      })
      const states = await exchange.states(recordsAmong(found.datasets))
      return { total: found.total, datasets: found.datasets.map((one) => toDatasetWords(one, states.get(one.ref))) }
    },
  )

  app.get(
    '/api/v1/datasets/:org/:name',
    {
      schema: {
        summary: 'One dataset',
        tags: ['catalogue'],
        params: DatasetParams,
        response: { 200: DatasetWords, ...problems },
      },
    },
    async ({ params }) => {
      const dataset = await rooms.catalogue.dataset(`${params.org}/${params.name}`)
      if (!dataset) throw noDataset()
      return toDatasetWords(dataset, (await exchange.states(recordsAmong([dataset]))).get(dataset.ref))
    },
  )

  app.get(
    '/api/v1/datasets/:org/:name/versions',
    {
      schema: {
        summary: 'Its versions, newest first',
        tags: ['catalogue'],
        params: DatasetParams,
        response: { 200: Type.Object({ versions: Type.Array(VersionWords) }), ...problems },
      },
    },
    async ({ params }) => {
      const ref = `${params.org}/${params.name}`
      if (!(await rooms.catalogue.dataset(ref))) throw noDataset()
      const versions = await rooms.catalogue.versions(ref)
      return {
        versions: versions.map((version) => ({
          version: version.number,
          publishedAt: version.publishedAt,
          publishedBy: version.publishedBy,
          note: version.note,
          original: version.original,
          fields: toFieldWords(version),
        })),
      }
    },
  )

  app.put(
    '/api/v1/datasets/:org/:name',
    {
      schema: {
        summary: 'Describe a dataset, before or after its first version',
        tags: ['publish'],
        params: DatasetParams,
        body: Type.Object(
          {
            title: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
            description: Type.Optional(Type.String({ maxLength: 10_000 })),
            classification: Type.Optional(Classification),
            licence: Type.Optional(nullable(Type.String({ maxLength: 40 }))),
            key: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
            kind: Type.Optional(oneOf(datasetKinds, 'Fixed once something was published.')),
            fields: Type.Optional(DefinedFields),
          },
          { additionalProperties: false },
        ),
        response: { 200: DatasetWords, ...problems },
      },
    },
    async (request, reply) => {
      const { org, name } = request.params
      const ref = `${org}/${name}`
      const target = { organisation: org, dataset: ref }
      const { fields, ...changes } = request.body as Changes & { fields?: DefinedField[] }
      const answer = await exchange.act({ credentials: credentialsOf(request), act: 'describe', target }, (caller) =>
        fields ? rooms.intake.define(ref, { ...changes, fields }, caller) : rooms.intake.describe(ref, changes, caller),
      )
      if (answer.kind === 'refusal') return sendRefusal(reply, answer)
      return toDatasetWords(answer.value, (await exchange.states(recordsAmong([answer.value]))).get(ref))
    },
  )
}
