/** For the operator and their tools. */
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { ApiDeps } from '../deps.ts'

export const operations: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { notReady, metrics }) => {
  app.get(
    '/healthz',
    {
      schema: {
        summary: 'The process is alive',
        tags: ['operations'],
        response: { 200: Type.Object({ status: Type.String() }) },
      },
    },
    async () => ({ status: 'ok' }),
  )

  const Readiness = Type.Object({ status: Type.String(), missing: Type.Optional(Type.String()) })
  app.get(
    '/readyz',
    {
      schema: {
        summary: 'It can answer: receipts can be made durable, and the demo (if any) is loaded',
        tags: ['operations'],
        response: { 200: Readiness, 503: Readiness },
      },
    },
    async (_request, reply) => {
      const missing = await notReady()
      return missing === null ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', missing })
    },
  )

  app.get(
    '/metrics',
    {
      schema: {
        summary: 'Prometheus metrics; no label names a person',
        tags: ['operations'],
        response: { 200: Type.String() },
      },
    },
    async (_request, reply) => {
      const { type, text } = await metrics()
      return reply.type(type).send(text)
    },
  )
}
