/** The front page of the place: understood in ten seconds by anyone, and the way in for everybody else. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Picture } from '../../crossing/picture.ts'
import { namesOf, type Site, show } from '../../site.ts'
import { pictureOf } from '../agreement/agreement.ts'

export function home(server: FastifyInstance, site: Site): void {
  server.get('/', async (request, reply) => {
    const [{ datasets, total }, names, hero] = await Promise.all([
      site.rooms.catalogue.search({ q: '', limit: 5, offset: 0 }),
      namesOf(site),
      heroFor(site, request),
    ])
    const newest = datasets.map((dataset) => ({ ...dataset, holder: names(dataset.organisation) }))
    return show(site, [request, reply], 'pages/home/view.njk', { newest, total, hero })
  })
}

type Hero = Readonly<{ picture: Picture; href: string; title: string }>

/** A real crossing of this place: an agreement in force that this visitor may see, or else an open dataset's licence. */
async function heroFor(site: Site, request: FastifyRequest): Promise<Hero | null> {
  const { governance } = site.rooms
  const { caller } = request.visitor
  const inForce = await governance.agreements({ state: 'active' })
  const seen = inForce.filter((view) => governance.authorise(caller, 'see-agreement', { agreement: view }) === null)
  const view =
    seen.find(({ document }) => (document.kind ?? 'sharing') === 'sharing') ??
    seen.find(({ document }) => document.kind === 'licence')
  const drawn = view && (await pictureOf(site, view, 0))
  if (!drawn) return null
  return { picture: drawn, href: `/agreements/${encodeURIComponent(view.document.id)}`, title: view.document.title }
}
