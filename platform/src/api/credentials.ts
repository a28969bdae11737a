import type { FastifyRequest } from 'fastify'
import { Problem } from '#foundation/problem.ts'
import type { Credentials } from '#identity'

/** The bearer token of RFC 6750 §2.1, from the header alone: never from the URL or a body. Cookies do not count here. */
export function credentialsOf(request: FastifyRequest): Credentials {
  const header = request.headers.authorization
  if (header === undefined) return {}
  const [, bearer] = /^Bearer +([A-Za-z0-9._~+/=-]{1,8192})$/i.exec(header) ?? []
  if (bearer) return { bearer }
  throw new Problem(401, 'token-invalid', {
    title: 'You need to sign in',
    detail: 'The access token is missing, expired or not valid here.',
    mend: 'Get a new token from POST /oauth/token and send it as Authorization: Bearer …',
  })
}
