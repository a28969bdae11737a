/** The log of receipts: how long it is, who signs it, and how to check it without us. */
import type { FastifyInstance } from 'fastify'
import { openCheckpoint, parseVerifierKey } from '#receipts/verify'
import { type Site, show } from '../../site.ts'

export function log(server: FastifyInstance, site: Site): void {
  server.get('/log', async (request, reply) => {
    const { key } = site.rooms.receipts
    const checkpoint = await site.rooms.receipts.checkpoint()
    const verifier = parseVerifierKey(key)
    const opened = verifier ? openCheckpoint(checkpoint, verifier) : undefined
    const size = opened?.size ?? null
    return show(site, [request, reply], 'pages/log/view.njk', { checkpoint, key, size, origin: opened?.origin ?? null })
  })
}
