/** “This is not me”: for a citizen who holds the reference from a letter, and for whoever reported to see what came of it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { queryString, word } from '../../asked.ts'
import { type Site, show, showRefusal } from '../../site.ts'

type Mistake = Readonly<{ text: string; href: string; field: string }>

export function notMe(server: FastifyInstance, site: Site): void {
  server.get('/not-me', async (request, reply) => {
    const reference = word(request.query, 'reference').toLowerCase().slice(0, 100)
    if (!reference) return show(site, [request, reply], 'pages/not-me/view.njk', {})
    const found = await site.rooms.entities.disputed({ credentials: request.visitor.credentials, reference })
    if (found.kind === 'refusal')
      return showRefusal(site, [request, reply], found, { asked: 'You asked what came of a report' })
    return show(site, [request, reply], 'pages/not-me/reported.njk', { dispute: found.value, back: '/my-data' })
  })

  server.post('/not-me', async (request, reply) => {
    const typed = { key: word(request.body, 'key').slice(0, 100), reason: word(request.body, 'reason').slice(0, 2_000) }
    const errors: Mistake[] = []
    if (!/^[A-Za-z0-9_-]{8,100}$/.test(typed.key))
      errors.push({ field: 'key', href: '#key', text: 'Enter the reference from your letter or your record' })
    if (!typed.reason) errors.push({ field: 'reason', href: '#reason', text: 'Say what is not yours' })
    if (errors.length > 0) return show(site, [request, reply], 'pages/not-me/view.njk', { typed, errors, status: 400 })
    return reported(site, [request, reply], typed)
  })
}

async function reported(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  typed: Readonly<{ key: string; reason: string }>,
): Promise<FastifyReply> {
  const done = await site.rooms.entities.dispute({ credentials: exchange[0].visitor.credentials, ...typed })
  if (done.kind === 'refusal')
    return showRefusal(site, exchange, done, { asked: 'You asked to report a record that is not yours' })
  // The answer has an address, so that it can be kept and a reload reports nothing twice.
  return exchange[1].redirect(`/not-me${queryString({ reference: done.value.reference })}`, 303)
}
