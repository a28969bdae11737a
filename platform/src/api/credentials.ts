import type { FastifyRequest } from 'fastify'
import type { Credentials } from '#identity'

/** The bearer token of RFC 6750 §2.1, from the header alone: never from the URL or a body. Cookies do not count here. */
export function credentialsOf(request: FastifyRequest): Credentials {
  const header = request.headers.authorization
  if (header === undefined) return {}
  const [, bearer] = /^Bearer +([A-Za-z0-9._~+/=-]{1,8192})$/i.exec(header) ?? []
  // What is not a token is answered as a bad token is, in the same words.
  return { bearer: bearer ?? '' }
}
