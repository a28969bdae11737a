/** The log's public files, as C2SP tlog-tiles has them (https://c2sp.org/tlog-tiles): anyone may copy and check them. */
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Problem } from '#foundation/problem.ts'
import type { ApiDeps } from '../deps.ts'

export const log: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { rooms }) => {
  app.get(
    '/log/checkpoint',
    { schema: { summary: 'The signed head of the log', tags: ['receipts'], response: { 200: Type.String() } } },
    async (_request, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(await rooms.receipts.checkpoint()),
  )

  app.get(
    '/log/key',
    {
      schema: {
        summary: 'The key to check it with (C2SP signed-note verifier key)',
        tags: ['receipts'],
        response: { 200: Type.String() },
      },
    },
    async (_request, reply) => reply.type('text/plain; charset=utf-8').send(rooms.receipts.key),
  )

  app.get(
    '/log/tile/*',
    {
      schema: {
        summary: 'A tile of hashes, or a bundle of entries',
        tags: ['receipts'],
        params: Type.Object({ '*': Type.String({ maxLength: 200 }) }),
      },
    },
    async (request, reply) => {
      const path = `tile/${request.params['*']}`
      const bytes = await rooms.receipts.tile(path)
      if (!bytes) {
        throw new Problem(404, 'tile-unknown', {
          title: 'There is no such tile',
          detail: 'The log has no tile there, or not of that width.',
          mend: 'The paths that exist follow from the size in /log/checkpoint; see https://c2sp.org/tlog-tiles.',
        })
      }
      // A full tile never changes; a partial one is superseded.
      const lasting = path.includes('.p/') ? 'no-cache' : 'public, max-age=31536000, immutable'
      return reply.type('application/octet-stream').header('cache-control', lasting).send(bytes)
    },
  )
}
