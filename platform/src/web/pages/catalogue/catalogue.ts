/** The catalogue: everything that exists, restricted or not, with who to ask. */
import type { FastifyInstance } from 'fastify'
import { classifications } from '#model/dataset.ts'
import { oneOf, queryString, whole, word } from '../../asked.ts'
import { organisations, type Site, show } from '../../site.ts'

const pageSize = 20

export function catalogue(server: FastifyInstance, site: Site): void {
  server.get('/data', async (request, reply) => {
    const all = await organisations(site)
    const asked = {
      q: word(request.query, 'q').slice(0, 200),
      organisation: oneOf([...all.keys()], word(request.query, 'organisation')),
      classification: oneOf(classifications, word(request.query, 'classification')),
    }
    const page = Math.min(whole(request.query, 'page') ?? 1, 10_000)
    const { total, datasets } = await site.rooms.catalogue.search({
      q: asked.q,
      ...(asked.organisation && { organisation: asked.organisation }),
      ...(asked.classification && { classification: asked.classification }),
      limit: pageSize,
      offset: (page - 1) * pageSize,
    })
    const link = (changes: object) => `/data${queryString({ ...asked, ...changes })}`
    const choice = (name: 'organisation' | 'classification', value: string | null) => ({
      value,
      href: link({ [name]: value }),
      isChosen: asked[name] === value,
    })
    const pages = Math.max(1, Math.ceil(total / pageSize))
    return show(site, [request, reply], 'pages/catalogue/view.njk', {
      asked,
      total,
      page,
      pages,
      from: total === 0 ? 0 : (page - 1) * pageSize + 1,
      to: Math.min(page * pageSize, total),
      previous: page > 1 ? link({ page: Math.min(page - 1, pages) }) : null,
      next: page < pages ? link({ page: page + 1 }) : null,
      datasets: datasets.map((dataset) => ({
        ...dataset,
        holder: all.get(dataset.organisation) ?? { name: dataset.organisation },
      })),
      holders: [null, ...all.keys()].map((id) => ({
        ...choice('organisation', id),
        text: id ? all.get(id)?.name : 'Everyone',
      })),
      kinds: [null, ...classifications].map((kind) => choice('classification', kind)),
      isNarrowed: asked.q !== '' || asked.organisation !== null || asked.classification !== null,
    })
  })
}
