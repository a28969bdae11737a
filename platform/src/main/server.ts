/** The one HTTP server: limits and headers that hold for every door, then the doors. */
import { createServer as createHttpServer } from 'node:http'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { api, type ApiDeps } from '#api'
import type { DemoProvider } from '#identity'
import { createWeb, type WebDependencies } from '#web'
import { newId } from '#foundation/ids.ts'
import { Problem } from '#foundation/problem.ts'
import type { Measures } from './measures.ts'
import type { Settings } from './settings.ts'

type Deps = Readonly<{
  settings: Settings
  log: FastifyBaseLogger
  measures: Measures
  api: ApiDeps
  web: WebDependencies
  /** The demo's sign-in provider, which reads its requests before any door does. */
  demo: DemoProvider | null
}>

export type Route = Readonly<{ method: string; url: string }>
export type Server = Readonly<{
  app: FastifyInstance
  /** Every route of every door, for the walk that shows that none leaks. */
  routes: readonly Route[]
}>

export async function createServer({ settings, log, measures, api: apiDeps, web, demo }: Deps): Promise<Server> {
  const app = Fastify({
    serverFactory: (handler) =>
      createHttpServer((request, response) => {
        if (!demo?.handle(request, response)) handler(request, response)
      }),
    loggerInstance: log,
    genReqId: () => newId('q'),
    requestTimeout: 0,
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    bodyLimit: 1_000_000,
    trustProxy: settings.WAYLEAVE_TRUST_PROXY,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false, caseSensitive: true },
    // What is sent is what is checked: nothing is turned into another type, nothing extra is waved through.
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: true,
        allErrors: false,
        strict: false,
      },
    },
  })
  app.server.headersTimeout = 20_000
  const routes: Route[] = []
  app.addHook('onRoute', ({ method, url }) => void routes.push(...[method].flat().map((one) => ({ method: one, url }))))
  measures.watch(app)
  app.addHook('onSend', async (request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer')
    if (!reply.hasHeader('content-security-policy') && isMachine(request.url))
      void reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  })
  await app.register(rateLimit, {
    max: settings.WAYLEAVE_RATE_PER_MINUTE,
    timeWindow: 60_000,
    allowList: (request) => request.url === '/healthz' || request.url === '/readyz',
    errorResponseBuilder: (_request, { ttl }) => tooMany(Math.ceil(ttl / 1_000)),
  })
  await app.register(api, apiDeps)
  await app.register(createWeb(web))
  return { app, routes }
}

const isMachine = (url: string): boolean => /^\/(api|oauth|log|healthz|readyz|metrics|\.well-known)\b/.test(url)

function tooMany(seconds: number): Problem {
  return Object.assign(
    new Problem(429, 'too-many-requests', {
      title: 'Too many requests',
      detail: 'This address has made more requests in a minute than the node allows.',
      mend: `Wait ${seconds} seconds, then go on.`,
    }),
    { retryAfterSeconds: seconds, statusCode: 429 },
  )
}
