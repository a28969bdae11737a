/** One person, as far as this visitor may know them for this purpose: each fact with its source, its age and its receipt. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { LinkageView, PersonView, SourceView } from '#entities'
import { Problem } from '#foundation/problem.ts'
import { namesOf, type Site, show, showRefusal } from '../../site.ts'
import { withLinkage } from '../people/people.ts'
import { purposeWords } from '../people/purpose.ts'
import { subjectsOf, themeWords } from './subjects.ts'

export function person(server: FastifyInstance, site: Site): void {
  server.get('/people/:linkage/:key', (request, reply) =>
    withLinkage(site, [request, reply], (linkage) =>
      withPerson(site, [request, reply], linkage, async (view) => {
        const names = await namesOf(site)
        const history = await site.rooms.entities.history(askedOf(request, linkage))
        const titles = new Map(view.sources.map(({ dataset, title }) => [dataset, title]))
        const themes = view.themes.map(({ theme, facts }) => ({
          title: themeWords[theme],
          subjects: subjectsOf(facts, names, titles),
        }))
        return show(site, [request, reply], 'pages/person/view.njk', {
          linkage,
          purpose: purposeWords(site, linkage.purpose),
          person: view,
          themes,
          sources: await Promise.all(view.sources.map((source) => sourceView(site, source, names))),
          conflicts: themes.flatMap(({ subjects }) => subjects).filter(({ differs }) => differs).length,
          household: view.household && {
            ...view.household,
            others: view.household.others.map((other) => ({ ...other, holders: holdersOf(other.datasets, names) })),
          },
          records: view.sources.flatMap(({ records }) => records).length,
          corrections: history.kind === 'done' ? history.value.filter(({ kind }) => kind !== 'run') : [],
        })
      }),
    ),
  )
}

const askedOf = (request: FastifyRequest, linkage: LinkageView) => ({
  credentials: request.visitor.credentials,
  linkage: linkage.id,
  key: (request.params as { key: string }).key,
})

/** The person of the address; every holder is asked by this visitor's own permit. */
export async function withPerson(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  linkage: LinkageView,
  then: (view: PersonView) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const found = await site.rooms.entities.person({ ...askedOf(exchange[0], linkage), household: true })
  if (found.kind === 'done') {
    // The key alone says which linkage it is of: a page must not name another one's purpose over it.
    if (found.value.linkage !== linkage.id) throw notOfThis
    return then(found.value)
  }
  return showRefusal(site, exchange, found, { asked: `You asked to see a person in ${linkage.title}` })
}

const notOfThis = new Problem(404, 'entity-unknown', {
  title: 'There is nobody of that key',
  detail: 'Nobody at this address is among the people of these registers.',
  mend: 'Search for the person again.',
})

type Names = (id: string) => string

async function sourceView({ rooms }: Site, source: SourceView, names: Names): Promise<object> {
  const { clause } = source
  const agreement = clause && (await rooms.governance.agreement(clause.agreement))?.document
  const named = (reasons: SourceView['reasons']) =>
    reasons.map((reason) => ({ ...reason, whoseName: names(reason.whose) }))
  return {
    ...source,
    holder: names(source.organisation),
    agreement: agreement?.title ?? clause?.agreement,
    isOwnUse: agreement?.kind === 'own-use',
    refusal: source.outcome === 'refused' && {
      asked: `You asked for ${source.title} of ${names(source.organisation)}`,
      reasons: named(source.reasons),
      receipt: source.receipt,
      action: { href: `/may-i?ask=yes&dataset=${encodeURIComponent(source.dataset)}`, text: 'See what would help' },
    },
    withheldBecause: named(source.withheldBecause),
  }
}

const holdersOf = (datasets: readonly string[], names: Names): readonly string[] => [
  ...new Set(datasets.map((dataset) => names(dataset.split('/')[0]!))),
]
