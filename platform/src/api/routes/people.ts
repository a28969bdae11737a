/** People: searched for, seen, and “this is not me”. Whatever tells of a person is in a body, never in an address. */
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { credentialsOf } from '../credentials.ts'
import type { ApiDeps } from '../deps.ts'
import { done } from '../done.ts'
import {
  DisputeBody,
  DisputeParams,
  DisputeWords,
  PersonParams,
  PersonWords,
  SearchBody,
  SearchWords,
} from '../linkage-words.ts'
import { problems } from '../words.ts'

const tags = ['people']

export const people: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { rooms: { entities } }) => {
  app.post(
    '/api/v1/people/searches',
    {
      bodyLimit: 10_000,
      schema: {
        summary: 'Search for a person by what is in hand',
        tags,
        body: SearchBody,
        response: { 200: SearchWords, ...problems },
      },
    },
    async (request, reply) => {
      const { linkage, ...clues } = request.body
      return done(reply, await entities.search({ credentials: credentialsOf(request), linkage, clues }))
    },
  )

  app.get(
    '/api/v1/people/:key',
    {
      schema: {
        summary: 'What you may know of this person, for the linkage’s purpose',
        tags,
        params: PersonParams,
        querystring: Type.Object(
          {
            household: Type.Optional(
              Type.String({ pattern: '^(yes|no)$', description: 'Others at the same address; yes when left out.' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: PersonWords, ...problems },
      },
    },
    async (request, reply) => {
      const household = request.query.household !== 'no'
      const { key } = request.params
      const answer = await entities.person({ credentials: credentialsOf(request), key, household })
      const receipt = answer.kind === 'done' ? answer.value.sources.find((source) => source.receipt)?.receipt : null
      return done(reply, answer, 200, receipt)
    },
  )

  app.post(
    '/api/v1/people/:key/disputes',
    {
      bodyLimit: 20_000,
      schema: {
        summary: '“This is not me”: report a record as somebody else’s',
        tags,
        params: PersonParams,
        body: DisputeBody,
        response: { 201: DisputeWords, ...problems },
      },
    },
    async (request, reply) => {
      const asked = { credentials: credentialsOf(request), key: request.params.key, ...request.body }
      return done(reply, await entities.dispute(asked), 201)
    },
  )

  app.get(
    '/api/v1/disputes/:reference',
    {
      schema: {
        summary: 'What became of a report',
        tags,
        params: DisputeParams,
        response: { 200: DisputeWords, ...problems },
      },
    },
    async (request, reply) =>
      done(
        reply,
        await entities.disputed({ credentials: credentialsOf(request), reference: request.params.reference }),
      ),
  )
}
