/** The receipts that this visitor may see, and a way to look one up by its number. */
import type { FastifyInstance } from 'fastify'
import { queryString, word } from '../../asked.ts'
import { type Site, show } from '../../site.ts'
import { lineOf, namesForLines } from './line.ts'

const pageSize = 50

export function receipts(server: FastifyInstance, site: Site): void {
  server.get('/receipts', async (request, reply) => {
    const number = word(request.query, 'number').toLowerCase()
    if (isNumber(number)) return reply.redirect(`/receipts/${number}`, 303)
    const { caller } = request.visitor
    const { organisation } = caller
    const mayAll =
      organisation !== null &&
      site.rooms.governance.authorise(caller, 'see-receipt', { receipt: null, organisation }) === null
    const isAll = mayAll && word(request.query, 'whose') !== 'mine'
    const person = site.rooms.identity.pseudonym(caller)
    const whose = isAll ? { concerning: organisation } : person === null ? null : { person }
    const before = word(request.query, 'before')
    const dataset = word(request.query, 'dataset').slice(0, 161)
    const found = whose
      ? await site.rooms.receipts.list({
          ...whose,
          limit: pageSize + 1,
          ...(isNumber(before) && { before }),
          ...(dataset && { dataset }),
        })
      : []
    const names = await namesForLines(site)
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    return show(site, [request, reply], 'pages/receipts/view.njk', {
      receipts: found.slice(0, pageSize).map((receipt) => lineOf(receipt, names)),
      older: last ? `/receipts${queryString({ whose: isAll ? null : 'mine', dataset, before: last.id })}` : null,
      errors: number ? [{ text: 'A receipt number is the letter r and 26 letters or digits', href: '#number' }] : [],
      number,
      dataset,
      isAll,
      mayAll,
    })
  })
}

export function isNumber(text: string): boolean {
  return /^r[a-z2-7]{26}$/.test(text)
}
