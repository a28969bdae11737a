/** When it does not work: a page in the same look that says what happened and what to do. */
import type { FastifyInstance } from 'fastify'
import { newId } from '#foundation/ids.ts'
import { Problem } from '#foundation/problem.ts'
import { nobody } from '../../layout/visitor.ts'
import { type Site, show } from '../../site.ts'

const notFound = {
  title: 'There is no such page',
  detail: 'The address may be mistyped, or what was here has moved.',
  mend: 'Check the address, or search for what you need.',
}

export function failure(server: FastifyInstance, site: Site): void {
  server.setNotFoundHandler((request, reply) =>
    show(site, [request, reply], 'pages/failure/view.njk', { status: 404, problem: notFound }),
  )
  server.setErrorHandler((error, request, reply) => {
    request.visitor ??= nobody
    const exchange = [request, reply] as const
    const problem = asProblem(error)
    if (problem) return show(site, exchange, 'pages/failure/view.njk', { status: problem.status, problem })
    const reference = newId('f')
    request.log.error({ reference, err: error }, 'a page failed')
    return show(site, exchange, 'pages/failure/view.njk', { status: 500, reference })
  })
}

/** Fastify's own refusals (too large, wrong type, bad encoding) carry a status below 500 and no words for people. */
function asProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  const { statusCode } = error as { statusCode?: number }
  if (statusCode === undefined || statusCode >= 500 || statusCode < 400) return undefined
  if (statusCode === 413)
    return new Problem(413, 'upload-too-large', {
      title: 'That is too large',
      detail: 'What you sent is larger than this page takes. Nothing was changed.',
      mend: 'Send a smaller file, or compress it.',
    })
  return new Problem(statusCode, 'request-unreadable', {
    title: 'We could not read that',
    detail: 'What your browser sent did not arrive as this page expects it. Nothing was changed.',
    mend: 'Go back, reload the page and try again.',
  })
}
