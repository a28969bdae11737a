/** What we keep in a browser, and why nobody is asked to agree to it. */
import type { FastifyInstance } from 'fastify'
import { type Site, show } from '../../site.ts'

export function cookies(server: FastifyInstance, site: Site): void {
  const { session, signIn } = site.rooms.identity.cookies
  server.get('/cookies', (request, reply) =>
    show(site, [request, reply], 'pages/cookies/view.njk', { session: session.name, signIn: signIn.name }),
  )
}
