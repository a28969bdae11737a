/** The front page of the place: understood in ten seconds by anyone, and the way in for everybody else. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Crossing } from '../../crossing/crossing.ts'
import { type Picture, picture, threadsOfClause } from '../../crossing/picture.ts'
import { type Site, namesOf, show } from '../../site.ts'

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
  const { governance, catalogue } = site.rooms
  const names = await namesOf(site)
  const inForce = await governance.agreements({ state: 'active' })
  const purposes = new Map(governance.purposes().map((purpose) => [purpose.id, purpose.label]))
  for (const { document } of inForce) {
    if ((document.kind ?? 'sharing') !== 'sharing') continue
    if (governance.authorise(request.visitor.caller, 'see-agreement', { agreement: document.id }) !== null) continue
    const clause = document.clauses.find(({ action }) => action === 'read')
    const dataset = clause && (await catalogue.dataset(clause.dataset))
    const recipient = document.parties.find(({ role }) => role === 'recipient')
    if (!clause || !dataset?.latest || !recipient) continue
    const crossing: Crossing = {
      holder: names(dataset.organisation),
      held: dataset.title,
      clause: document.purposes.map((id) => purposes.get(id) ?? id).join(', '),
      agreement: document.title,
      recipient: names(recipient.organisation),
      as: (clause.roles ?? []).join(', '),
      threads: threadsOfClause(clause.fields, dataset.latest.fields),
      rows: clause.rows ? `Only rows where ${clause.rows}` : '',
      isOpen: true,
    }
    return { picture: picture(crossing), href: `/agreements/${encodeURIComponent(document.id)}`, title: document.title }
  }
  return null
}
