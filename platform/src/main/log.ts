import type { FastifyBaseLogger } from 'fastify'
import pino from 'pino'

/** Logs go to stderr as JSON lines: method, route pattern, status, time. Never an address, a query or a header: they may name people. */
export function createLog(level: string): FastifyBaseLogger {
  return pino(
    {
      level,
      serializers: {
        req: (request: { method: string; routeOptions?: { url?: string } }) => ({
          method: request.method,
          route: request.routeOptions?.url,
        }),
        res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
        err: (error: Error) => ({
          type: error.name,
          message: firstLine(error),
          stack: error.stack
            ?.split('\n')
            .filter((line) => /^\s+at /.test(line))
            .slice(0, 8),
        }),
      },
    },
    pino.destination(2),
  ) as FastifyBaseLogger
}

/** An engine's message can repeat a value that it choked on; whatever stands in quotes is left out. */
function firstLine(error: Error): string {
  return (error.message?.split('\n')[0] ?? '').replaceAll(/"[^"]*"|'[^']*'/g, '…').slice(0, 300)
}
