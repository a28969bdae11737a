/** Taking a correction back: what it was, and why it should not stand. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Correction, LinkageView } from '#entities'
import { Problem } from '#foundation/problem.ts'
import { whole, word } from '../../asked.ts'
import { type Site, show } from '../../site.ts'
import { withLinkage } from '../people/people.ts'
import { type Mistake, onwards, reasonMissing, refused } from './correct.ts'

type Exchange = readonly [FastifyRequest, FastifyReply]

export function undo(server: FastifyInstance, site: Site): void {
  server.get('/people/:linkage/:key/undo/:id', (request, reply) =>
    withCorrection(site, [request, reply], (linkage, correction) =>
      showUndo(site, [request, reply], linkage, { correction }),
    ),
  )

  server.post('/people/:linkage/:key/undo/:id', (request, reply) =>
    withCorrection(site, [request, reply], async (linkage, correction) => {
      const reason = word(request.body, 'reason').slice(0, 2_000)
      if (!reason) return showUndo(site, [request, reply], linkage, { correction, errors: [reasonMissing] })
      const asked = { credentials: request.visitor.credentials, linkage: linkage.id, correction: correction.id, reason }
      const done = await site.rooms.entities.undo(asked)
      return done.kind === 'done'
        ? onwards(reply, linkage, done.value)
        : refused(site, [request, reply], done, 'take this back')
    }),
  )
}

/** The correction of the address, if it is in the history of that person. */
async function withCorrection(
  site: Site,
  exchange: Exchange,
  then: (linkage: LinkageView, correction: Correction) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const [request] = exchange
  const { key } = request.params as { key: string }
  const id = whole(request.params, 'id')
  return withLinkage(site, exchange, async (linkage) => {
    const { credentials } = request.visitor
    const history = await site.rooms.entities.history({ credentials, linkage: linkage.id, key })
    if (history.kind === 'refusal') return refused(site, exchange, history, 'see what was put right')
    const found = history.value.find((one) => one.id === id && (one.kind === 'split' || one.kind === 'merge'))
    if (!found)
      throw new Problem(404, 'correction-unknown', {
        title: 'There is nothing to take back here',
        detail: 'No records of this person were put together or taken apart under that number.',
        mend: 'Go back to the person and look at what was put right before.',
      })
    return then(linkage, found)
  })
}

async function showUndo(
  site: Site,
  exchange: Exchange,
  linkage: LinkageView,
  { correction, errors = [] }: Readonly<{ correction: Correction; errors?: readonly Mistake[] }>,
): Promise<FastifyReply> {
  const { key } = exchange[0].params as { key: string }
  const status = errors.length > 0 ? 400 : 200
  return show(site, exchange, 'pages/correct/undo.njk', { linkage, key, correction, errors, status })
}
