/** A citizen's door. For now: what was asked in one's own name, with a receipt for each answer. */
import type { FastifyInstance } from 'fastify'
import { type Site, show } from '../../site.ts'
import { lineOf, namesForLines } from '../receipts/line.ts'

export function myData(server: FastifyInstance, site: Site): void {
  server.get('/my-data', async (request, reply) => {
    const person = site.rooms.identity.pseudonym(request.visitor.caller)
    const found = person === null ? [] : await site.rooms.receipts.list({ person, limit: 20 })
    const names = await namesForLines(site)
    return show(site, [request, reply], 'pages/my-data/view.njk', {
      receipts: found.map((receipt) => lineOf(receipt, names)),
    })
  })
}
