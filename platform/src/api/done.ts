import type { FastifyReply } from 'fastify'
import type { Done, Refused } from '#exchange'
import { sendRefusal } from './problem.ts'

/** What was done, with its receipt in the header; or the refusal. `receipt`: of what was read for it, when the act has none. */
export function done<T>(reply: FastifyReply, answer: Done<T> | Refused, status = 200, receipt?: string | null): never {
  if (answer.kind === 'refusal') return sendRefusal(reply, answer) as never
  const number = answer.receipt?.id ?? receipt
  if (number) void reply.header('wayleave-receipt', number)
  // The schema of the route is what checks the answer, so that the type of each need not be told twice.
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .send(answer.value ?? undefined) as never
}
