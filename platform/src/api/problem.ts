/** Every “no” leaves as `application/problem+json` (https://www.rfc-editor.org/rfc/rfc9457), with nothing in it but public words. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Refused } from '#exchange'
import { Problem } from '#foundation/problem.ts'
import { bearerChallenge } from '#identity'

/** A name, not an address: what a code means is in docs/reference/reasons.md and in the problem's own words. */
const typeBase = 'urn:wayleave:problem:'

type Body = Readonly<{ code: string; status: number; title: string } & Record<string, unknown>>

export function sendProblem(reply: FastifyReply, { code, status, ...words }: Body): FastifyReply {
  if (status === 401) void reply.header('www-authenticate', bearerChallenge(code))
  return reply
    .code(status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .send(JSON.stringify({ type: typeBase + code, status, code, ...words }))
}

/** 403 with every reason, whose rule each is, and what would help. */
export function sendRefusal(reply: FastifyReply, { reasons, receipt }: Refused): FastifyReply {
  void reply.header('wayleave-receipt', receipt.id)
  return sendProblem(reply, {
    code: reasons[0]?.code ?? 'refused',
    status: 403,
    title: 'This is not allowed',
    detail: reasons[0]?.because,
    reasons,
    receipt: receipt.id,
  })
}

/** For `setErrorHandler`: what is expected is told; what is not is logged, and told only as its reference number. */
export function onError(
  error: FastifyError | Problem | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (reply.sent) {
    reply.raw.destroy()
    return reply
  }
  if (error instanceof Problem) {
    if (error.status >= 500) request.log.warn({ code: error.code, err: error.cause }, 'problem')
    const retryAfter = (error as { retryAfterSeconds?: number }).retryAfterSeconds
    if (retryAfter !== undefined) void reply.header('retry-after', retryAfter)
    const { code, status, title, detail, at, mend, errors } = error
    return sendProblem(reply, { code, status, title, detail, at, mend, errors })
  }
  const { validation, statusCode = 500, code } = error as FastifyError
  if (validation) return sendInvalid(reply, error as FastifyError)
  if (statusCode < 500) {
    return sendProblem(reply, {
      code: (code ?? 'request-refused')
        .toLowerCase()
        .replace(/^fst_err_/, '')
        .replaceAll('_', '-'),
      status: statusCode,
      title: plainTitles[statusCode] ?? 'The request cannot be answered as it is',
      detail: statusCode === 429 ? 'Too many requests in a short time.' : 'The server could not read the request.',
      mend: plainMends[statusCode],
    })
  }
  request.log.error({ err: error }, 'unexpected')
  return sendProblem(reply, {
    code: 'unexpected',
    status: 500,
    title: 'Something went wrong on this node',
    detail: `It was written down under reference ${request.id}.`,
    mend: 'Try again; if it stays, tell the operator that reference.',
  })
}

function sendInvalid(reply: FastifyReply, error: FastifyError & { validationContext?: string }): FastifyReply {
  const errors = (error.validation ?? []).map(({ instancePath, message, params, keyword }) => ({
    at: `${instancePath}${typeof params['additionalProperty'] === 'string' ? `/${params['additionalProperty'].slice(0, 100)}` : ''}`,
    detail: plainFaults[keyword] ?? message ?? 'is not as described',
  }))
  const where = plainPlaces[error.validationContext ?? ''] ?? 'request'
  return sendProblem(reply, {
    code: 'request-invalid',
    status: 400,
    title: 'The request is not as described',
    detail: `In the ${where}, ${errors[0]?.at.slice(1) || 'it'} ${errors[0]?.detail}.`,
    at: errors[0]?.at,
    mend: 'Compare the request with /api/v1/openapi.json.',
    errors,
  })
}

/** Of the check's own words only those that need translating. */
const plainFaults: Readonly<Record<string, string>> = {
  additionalProperties: 'is not known here',
  pattern: 'is not written as it has to be',
  type: 'is of the wrong kind, or stands there twice',
  enum: 'is none of the words allowed there',
  maxLength: 'is too long',
  maxItems: 'has too many items',
}
const plainPlaces: Readonly<Record<string, string>> = { params: 'address', querystring: 'query', body: 'body' }

const plainTitles: Readonly<Record<number, string>> = {
  404: 'There is nothing here',
  413: 'The request is too large',
  415: 'That kind of content is not taken here',
  429: 'Too many requests',
}
const plainMends: Readonly<Record<number, string>> = {
  413: 'Send less at once. Files go to POST /api/v1/datasets/{org}/{name}/versions, which takes large ones.',
  415: 'Send JSON with Content-Type: application/json.',
  429: 'Wait for the seconds in Retry-After, then go on.',
}
