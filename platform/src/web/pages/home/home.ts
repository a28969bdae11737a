/** The front page of the place: understood in ten seconds by anyone, and the way in for everybody else. */
import type { FastifyInstance } from 'fastify'
import type { Dataset } from '#model/dataset.ts'
import type { Caller } from '#model/request.ts'
import type { Thread } from '../../crossing/crossing.ts'
import { type Picture, picture } from '../../crossing/picture.ts'
import { namesOf, type Site, show } from '../../site.ts'
import { pictureOf } from '../agreement/agreement.ts'
import { widest } from '../may-i/answer.ts'

export function home(server: FastifyInstance, site: Site): void {
  server.get('/', async (request, reply) => {
    const { catalogue } = site.rooms
    const [{ datasets, total }, names] = await Promise.all([
      catalogue.search({ q: '', limit: 5, offset: 0 }),
      namesOf(site),
    ])
    const newest = datasets.map((dataset) => ({ ...dataset, holder: names(dataset.organisation) }))
    const { caller } = request.visitor
    const hero = (caller.organisation ? await agreementOf(site, caller) : null) ?? (await placeFor(site, caller))
    return show(site, [request, reply], 'pages/home/view.njk', { newest, total, hero })
  })
}

type Hero = Readonly<{ picture: Picture; agreement: Readonly<{ href: string; title: string }> | null }>

/** For staff: an agreement of their organisation that is in force today. */
async function agreementOf(site: Site, caller: Caller): Promise<Hero | null> {
  const { governance } = site.rooms
  const inForce = await governance.agreements({ organisation: caller.organisation ?? '', state: 'active' })
  const view = inForce.find(
    (each) =>
      (each.document.kind ?? 'sharing') === 'sharing' &&
      governance.authorise(caller, 'see-agreement', { agreement: each }) === null,
  )
  const drawn = view && (await pictureOf(site, view, 0))
  if (!drawn) return null
  return {
    picture: drawn,
    agreement: { href: `/agreements/${encodeURIComponent(view.document.id)}`, title: view.document.title },
  }
}

/** For anyone: the place itself. Each thread is a dataset, and whether it crosses to this visitor is decided here and now. */
async function placeFor(site: Site, caller: Caller): Promise<Hero | null> {
  const { catalogue } = site.rooms
  const some = await Promise.all(
    (['open', 'shared', 'personal', 'special'] as const).map((classification) =>
      catalogue.search({ q: '', classification, limit: classification === 'open' ? 3 : 1, offset: 0 }),
    ),
  )
  const threads = some.flatMap(({ datasets }) =>
    datasets.filter(({ latest }) => latest !== null).map((dataset) => threadOf(site, caller, dataset)),
  )
  if (threads.length === 0) return null
  const drawn = picture({
    holder: `${site.settings.place}’s organisations`,
    held: 'Some of their datasets',
    clause: 'What anyone may use',
    agreement: 'Open licences',
    recipient: 'You',
    as: caller.kind === 'anonymous' ? 'a member of the public' : 'for yourself',
    threads,
    thing: 'dataset',
    rows: '',
    isOpen: threads.some(({ passes }) => passes),
  })
  return { picture: drawn, agreement: null }
}

const held: Readonly<Record<Dataset['classification'], string>> = {
  open: 'its licence was withdrawn',
  shared: 'for partners who agree what it is for',
  personal: 'about people: only under an agreement',
  special: 'sensitive: an agreement and extra safeguards',
}

function threadOf(site: Site, caller: Caller, dataset: Dataset): Thread {
  const passes = widest(site, caller, { dataset, purpose: null, action: 'read' }).outcome === 'permit'
  return { field: dataset.title, passes, says: passes ? 'as it is' : held[dataset.classification] }
}
