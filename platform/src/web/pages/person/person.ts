/** One person, as far as this visitor may know them for this purpose: each fact with its source, its age and its receipt. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Fact, LinkageView, PersonView, SourceView } from '#entities'
import { namesOf, type Site, show, showRefusal } from '../../site.ts'
import { withLinkage } from '../people/people.ts'
import { purposeWords } from '../people/purpose.ts'

export function person(server: FastifyInstance, site: Site): void {
  server.get('/people/:linkage/:key', (request, reply) =>
    withLinkage(site, [request, reply], (linkage) =>
      withPerson(site, [request, reply], linkage, async (view) => {
        const names = await namesOf(site)
        const history = await site.rooms.entities.history(askedOf(request, linkage))
        return show(site, [request, reply], 'pages/person/view.njk', {
          linkage,
          purpose: purposeWords(site, linkage.purpose),
          person: view,
          themes: view.themes.map(({ theme, facts }) => ({
            title: themeWords[theme],
            subjects: subjectsOf(facts, names),
          })),
          sources: view.sources.map((source) => sourceView(source, names)),
          conflicts: view.themes.flatMap(({ facts }) => subjectsOf(facts, names)).filter(({ differs }) => differs)
            .length,
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
  if (found.kind === 'done') return then(found.value)
  return showRefusal(site, exchange, found, { asked: `You asked to see a person in ${linkage.title}` })
}

type Names = (id: string) => string

export type Subject = Readonly<{
  /** What the values are of: a meaning, or a field of one dataset. */
  meaning: string | null
  field: string
  differs: boolean
  values: readonly Readonly<{ value: Fact['value']; facts: readonly (Fact & Readonly<{ holder: string }>)[] }>[]
}>

/** Facts about the same thing together, and those that say the same as one value with several sources. */
export function subjectsOf(facts: readonly Fact[], names: Names): readonly Subject[] {
  const groups = Map.groupBy(facts, ({ meaning, field, dataset }) => meaning ?? `${dataset} ${field}`)
  return [...groups.values()].map((group) => {
    const values = Map.groupBy(group, ({ value }) => String(value))
    return {
      meaning: group[0]!.meaning,
      field: group[0]!.field,
      differs: group.some(({ conflictsWith }) => conflictsWith.length > 0),
      values: [...values.values()].map((same) => ({
        value: same[0]!.value,
        facts: same.map((fact) => ({ ...fact, holder: names(fact.organisation) })),
      })),
    }
  })
}

function sourceView(source: SourceView, names: Names): object {
  const named = (reasons: SourceView['reasons']) =>
    reasons.map((reason) => ({ ...reason, whoseName: names(reason.whose) }))
  return {
    ...source,
    holder: names(source.organisation),
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

const themeWords: Readonly<Record<PersonView['themes'][number]['theme'], string>> = {
  identity: 'Who they are',
  contact: 'How to reach them',
  address: 'Where they live',
  health: 'Health',
  care: 'Care and support',
  money: 'Money and benefits',
  other: 'Also recorded',
}
