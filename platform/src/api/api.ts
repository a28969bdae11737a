import swagger from '@fastify/swagger'
import type { FastifyPluginAsync } from 'fastify'
import type { ApiDeps } from './deps.ts'
import { onError, sendProblem } from './problem.ts'
import { agreements } from './routes/agreements.ts'
import { datasets } from './routes/datasets.ts'
import { decisions } from './routes/decisions.ts'
import { linkages } from './routes/linkages.ts'
import { log } from './routes/log.ts'
import { operations } from './routes/operations.ts'
import { people } from './routes/people.ts'
import { publish } from './routes/publish.ts'
import { receipts } from './routes/receipts.ts'
import { rows } from './routes/rows.ts'
import { token } from './routes/token.ts'

/** The JSON door. Mounted on its own, so that its error words are not mixed with those of the pages. */
export const api: FastifyPluginAsync<ApiDeps> = async (app, deps) => {
  app.setErrorHandler(onError)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Wayleave',
        version: '1',
        description:
          'Publish, agree, ask, receive, prove. Every answer with data has a receipt; every refusal says why and what would help.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: deps.url }],
      components: {
        securitySchemes: {
          app: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: `${deps.url}/oauth/token`, scopes: {} } } },
        },
      },
      security: [{}, { app: [] }],
    },
  })
  for (const room of [
    operations,
    token,
    datasets,
    publish,
    rows,
    agreements,
    decisions,
    receipts,
    linkages,
    people,
    log,
  ]) {
    await app.register(room, deps)
  }

  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger())

  const nothingHere = {
    code: 'not-found',
    status: 404,
    title: 'There is nothing here',
    mend: 'The addresses that exist are in /api/v1/openapi.json.',
  }
  app.all('/api/*', { schema: { hide: true } }, (_request, reply) => sendProblem(reply, nothingHere))
}
