/** What is put together for which purpose, from which registers, how well; and the way to do it again. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { LinkageView, RunSource } from '#entities'
import { picture, type Picture } from '../../crossing/picture.ts'
import { sayCount, sayList } from '../../layout/words.ts'
import { namesOf, type Site, show, showRefusal } from '../../site.ts'
import { withLinkage } from '../people/people.ts'
import { purposeWords } from '../people/purpose.ts'

export function linkages(server: FastifyInstance, site: Site): void {
  server.get('/linkages', async (request, reply) => {
    const found = await site.rooms.entities.linkages(request.visitor.credentials)
    return show(site, [request, reply], 'pages/linkages/view.njk', {
      linkages: found.map((one) => ({ ...one, purposeWords: purposeWords(site, one.purpose) })),
    })
  })

  server.get('/linkages/:linkage', (request, reply) =>
    withLinkage(site, [request, reply], (linkage) => showLinkage(site, [request, reply], linkage)),
  )

  server.post('/linkages/:linkage', (request, reply) =>
    withLinkage(site, [request, reply], async (linkage) => {
      const asked = { credentials: request.visitor.credentials, linkage: linkage.id }
      const started = await site.rooms.entities.run(asked)
      if (started.kind === 'refusal')
        return showRefusal(site, [request, reply], started, { asked: `You asked to put ${linkage.title} together` })
      return reply.redirect(`/linkages/${encodeURIComponent(linkage.id)}`, 303)
    }),
  )
}

const stepWords = {
  reading: 'Reading the registers',
  comparing: 'Comparing records',
  clustering: 'Putting records together',
  keeping: 'Keeping the result',
  done: 'Done',
} as const

async function showLinkage(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  linkage: LinkageView,
): Promise<FastifyReply> {
  const names = await namesOf(site)
  const { caller } = exchange[0].visitor
  const { running, current, latest } = linkage
  const titles = await titlesOf(site, linkage)
  // Without a script, the browser itself asks again.
  if (running) void exchange[1].header('refresh', '3')
  const mayRun = site.rooms.governance.authorise(caller, 'run-linkage', { organisation: linkage.organisation }) === null
  return show(site, exchange, 'pages/linkages/linkage.njk', {
    linkage,
    mayRun,
    purpose: purposeWords(site, linkage.purpose),
    organisation: names(linkage.organisation),
    running: running && { ...running, says: stepWords[running.step], percent: Math.round(running.progress * 100) },
    failed: latest !== null && latest.state !== 'done' && latest.state !== 'running' ? latest : null,
    picture:
      current &&
      pictureOfRun(linkage, current.sources, { names, titles, purpose: purposeWords(site, linkage.purpose) }),
    sources: (current?.sources ?? []).map((source) => sourceView(source, names, titles)),
    isWithout: (current?.sources ?? []).some(({ without }) => without.length > 0),
    groups: [...Map.groupBy(current?.facts?.quality.groups ?? [], ({ by }) => by)].map(([by, groups]) => ({
      by,
      groups: groups.map((one) => ({
        ...one,
        percent: one.records > 0 ? Math.round((one.linked / one.records) * 100) : 0,
      })),
    })),
  })
}

type Names = (id: string) => string
type Titles = ReadonlyMap<string, string>

async function titlesOf({ rooms }: Site, { datasets }: LinkageView): Promise<Titles> {
  const found = await Promise.all(datasets.map(({ dataset }) => rooms.catalogue.dataset(dataset)))
  return new Map(found.flatMap((dataset) => (dataset ? [[dataset.ref, dataset.title]] : [])))
}

/** One thread for each register: what of it is compared, or why it is left out. */
function pictureOfRun(
  linkage: LinkageView,
  sources: readonly RunSource[],
  { names, titles, purpose }: Readonly<{ names: Names; titles: Titles; purpose: string }>,
): Picture {
  const holders = [...new Set(sources.map(({ organisation }) => names(organisation)))]
  return picture({
    holder: sayList(holders),
    held: '',
    clause: purpose,
    agreement: linkage.title,
    recipient: names(linkage.organisation),
    as: '',
    threads: sources.map(({ dataset, outcome, fields }) => ({
      field: titles.get(dataset) ?? dataset,
      passes: outcome === 'read',
      says: outcome === 'read' ? sayCount(fields.length, 'field') : 'left out: the reasons are below',
    })),
    thing: 'dataset',
    rows: '',
    isOpen: sources.some(({ outcome }) => outcome === 'read'),
  })
}

function sourceView(source: RunSource, names: Names, titles: Titles): object {
  return {
    ...source,
    title: titles.get(source.dataset) ?? source.dataset,
    holder: names(source.organisation),
    reasons: source.reasons.map((reason) => ({ ...reason, whoseName: names(reason.whose) })),
  }
}
