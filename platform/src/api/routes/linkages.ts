/** Linkages: defined, run, reviewed, corrected. */
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { ReviewAnswer } from '#entities'
import { credentialsOf } from '../credentials.ts'
import type { ApiDeps } from '../deps.ts'
import { done } from '../done.ts'
import {
  AnswerBody,
  CorrectionBody,
  CorrectionWords,
  entityKey,
  LinkageParams,
  LinkageWords,
  MeasureWords,
  OutcomeWords,
  QueueWords,
  ReviewItemWords,
  ReviewParams,
  RunWords,
} from '../linkage-words.ts'
import { problems } from '../words.ts'
import { takeYaml } from '../yaml.ts'

const tags = ['linkages']

export const linkages: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { rooms: { entities } }) => {
  takeYaml(app)

  app.post(
    '/api/v1/linkages',
    {
      schema: {
        summary: 'Define a linkage, or define it anew',
        tags,
        consumes: ['application/json', 'application/yaml'],
        body: Type.Unknown({ description: 'See docs/guides/linkage.md.' }),
        response: { 201: LinkageWords, ...problems },
      },
    },
    async (request, reply) =>
      done(reply, await entities.define({ credentials: credentialsOf(request), document: request.body }), 201),
  )

  app.get(
    '/api/v1/linkages',
    {
      schema: {
        summary: 'The linkages of your organisation',
        tags,
        response: { 200: Type.Object({ linkages: Type.Array(LinkageWords) }), ...problems },
      },
    },
    async (request) => ({ linkages: [...(await entities.linkages(credentialsOf(request)))] as never }),
  )

  app.get(
    '/api/v1/linkages/:id',
    {
      schema: {
        summary: 'One linkage, and how far its run is',
        tags,
        params: LinkageParams,
        response: { 200: LinkageWords, ...problems },
      },
    },
    async (request, reply) => done(reply, await entities.linkage(on(request))),
  )

  app.delete(
    '/api/v1/linkages/:id',
    {
      schema: {
        summary: 'Remove a linkage with all that was kept of it; its key is destroyed',
        tags,
        params: LinkageParams,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => done(reply, await entities.remove(on(request)), 204),
  )

  app.get(
    '/api/v1/linkages/:id/runs',
    {
      schema: {
        summary: 'Its runs, the newest first',
        tags,
        params: LinkageParams,
        response: { 200: Type.Object({ runs: Type.Array(RunWords) }), ...problems },
      },
    },
    async (request, reply) => done(reply, wrap('runs', await entities.runs(on(request)))),
  )

  app.post(
    '/api/v1/linkages/:id/runs',
    {
      schema: {
        summary: 'Run it: every dataset is read with your own permit',
        tags,
        params: LinkageParams,
        body: Type.Optional(Type.Object({}, { additionalProperties: false })),
        response: { 202: RunWords, ...problems },
      },
    },
    async (request, reply) => done(reply, await entities.run(on(request)), 202),
  )

  app.get(
    '/api/v1/linkages/:id/reviews',
    {
      schema: {
        summary: 'The next pair that waits for you',
        tags,
        params: LinkageParams,
        response: { 200: QueueWords, ...problems },
      },
    },
    async (request, reply) => done(reply, await entities.reviews(on(request))),
  )

  app.get(
    '/api/v1/linkages/:id/reviews/:review',
    {
      schema: {
        summary: 'One pair, side by side',
        tags,
        params: ReviewParams,
        response: { 200: ReviewItemWords, ...problems },
      },
    },
    async (request, reply) => done(reply, await entities.review({ ...on(request), id: request.params.review })),
  )

  app.post(
    '/api/v1/linkages/:id/reviews/:review/answers',
    {
      schema: {
        summary: 'Say what the two records are',
        tags,
        params: ReviewParams,
        body: AnswerBody,
        response: { 200: OutcomeWords, ...problems },
      },
    },
    async (request, reply) => {
      const { answer, ...more } = request.body
      const decision = { ...more, answer: answer as ReviewAnswer }
      return done(reply, await entities.decide({ ...on(request), id: request.params.review, ...decision }))
    },
  )

  app.get(
    '/api/v1/linkages/:id/review-measures',
    {
      schema: {
        summary: 'How much was reviewed, and how far reviewers agree',
        tags,
        params: LinkageParams,
        response: { 200: MeasureWords, ...problems },
      },
    },
    async (request, reply) => done(reply, await entities.reviewMeasures(on(request))),
  )

  app.get(
    '/api/v1/linkages/:id/corrections',
    {
      schema: {
        summary: 'The history, the newest first',
        tags,
        params: LinkageParams,
        querystring: Type.Object({ key: Type.Optional(entityKey) }, { additionalProperties: false }),
        response: { 200: Type.Object({ corrections: Type.Array(CorrectionWords) }), ...problems },
      },
    },
    async (request, reply) =>
      done(reply, wrap('corrections', await entities.history({ ...on(request), ...request.query }))),
  )

  app.post(
    '/api/v1/linkages/:id/corrections',
    {
      schema: {
        summary: 'Merge entities, split one, or take such a correction back',
        tags,
        params: LinkageParams,
        body: CorrectionBody,
        response: { 201: CorrectionWords, ...problems },
      },
    },
    async (request, reply) => {
      const { body } = request
      const { reason } = body
      if ('merge' in body) return done(reply, await entities.merge({ ...on(request), keys: body.merge, reason }), 201)
      if ('split' in body) return done(reply, await entities.split({ ...on(request), ...body.split, reason }), 201)
      return done(reply, await entities.undo({ ...on(request), correction: body.undo, reason }), 201)
    },
  )
}

type Asked = Parameters<typeof credentialsOf>[0] & Readonly<{ params: Readonly<{ id: string }> }>

const on = (request: Asked) => ({ credentials: credentialsOf(request), linkage: request.params.id })

function wrap<T, Name extends string>(name: Name, answer: Parameters<typeof done<T>>[1]) {
  return answer.kind === 'refusal' ? answer : { ...answer, value: { [name]: answer.value } as Record<Name, T> }
}
