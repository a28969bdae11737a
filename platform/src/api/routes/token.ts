/** Machine sign-in: OAuth 2.0 client credentials (RFC 6749 §4.4), with a secret or a signed assertion (RFC 7523). */
import formbody from '@fastify/formbody'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import type { TokenAnswer } from '#identity'
import type { ApiDeps } from '../deps.ts'

export const token: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { rooms }) => {
  await app.register(formbody, { bodyLimit: 32_768 })

  app.post(
    '/oauth/token',
    {
      schema: {
        summary: 'An access token for an app',
        tags: ['sign-in'],
        consumes: ['application/x-www-form-urlencoded'],
        body: Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())])),
        response: {
          200: Type.Object({ access_token: Type.String(), token_type: Type.String(), expires_in: Type.Integer() }),
          '4xx': Type.Object({ error: Type.String(), error_description: Type.Optional(Type.String()) }),
        },
      },
    },
    async (request, reply) => {
      const answer = await rooms.identity.issueToken(request.body, {
        authorization: request.headers.authorization,
        address: request.ip,
      })
      return sendToken(reply, answer)
    },
  )

  app.get(
    '/oauth/jwks',
    {
      schema: {
        summary: 'The keys that this node signs access tokens with',
        tags: ['sign-in'],
        response: { 200: Type.Unknown() },
      },
    },
    async () => rooms.identity.jwks(),
  )

  app.get(
    '/.well-known/oauth-authorization-server',
    { schema: { summary: 'How to get a token here (RFC 8414)', tags: ['sign-in'], response: { 200: Type.Unknown() } } },
    async () => rooms.identity.metadata(),
  )
}

function sendToken(reply: FastifyReply, { status, headers, body }: TokenAnswer): FastifyReply {
  return reply.code(status).headers(headers).send(body)
}
