/** Looking for a person: first what one is working on, then what one has in hand. Nothing typed here stands in an address. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clues, LinkageView, SearchAnswer } from '#entities'
import { Problem } from '#foundation/problem.ts'
import { namesOf, type Site, show, showRefusal } from '../../site.ts'
import { cluesIn, clueWords, type Mistake, mistakeOf, type Typed, typedIn } from './clues.ts'
import { purposeWords } from './purpose.ts'

export function people(server: FastifyInstance, site: Site): void {
  server.get('/people', async (request, reply) => {
    const found = await site.rooms.entities.linkages(request.visitor.credentials)
    const names = await namesOf(site)
    const linkages = found.map((one) => ({
      ...one,
      purposeWords: purposeWords(site, one.purpose),
      holders: [...new Set(one.datasets.map(({ dataset }) => names(dataset.split('/')[0]!)))],
    }))
    return show(site, [request, reply], 'pages/people/view.njk', { linkages })
  })

  server.get('/people/:linkage', (request, reply) =>
    withLinkage(site, [request, reply], (linkage) => showSearch(site, [request, reply], { linkage, typed: {} })),
  )

  // A post, though it changes nothing: a name or a date of birth must not stand in an address, a log or a history.
  server.post('/people/:linkage', (request, reply) =>
    withLinkage(site, [request, reply], async (linkage) => {
      const typed = typedIn(request.body)
      const { clues, errors } = cluesIn(typed)
      return errors.length > 0
        ? showSearch(site, [request, reply], { linkage, typed, errors })
        : search(site, [request, reply], { linkage, typed, clues })
    }),
  )
}

async function search(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  { linkage, typed, clues }: Readonly<{ linkage: LinkageView; typed: Typed; clues: Clues }>,
): Promise<FastifyReply> {
  const [{ visitor }, reply] = exchange
  const asked = { credentials: visitor.credentials, linkage: linkage.id, clues }
  const answer = await site.rooms.entities.search(asked).catch((error: unknown) => {
    const mistake = error instanceof Problem && mistakeOf(error)
    if (mistake) return mistake
    throw error
  })
  if ('field' in answer) return showSearch(site, exchange, { linkage, typed, errors: [answer] })
  if (answer.kind === 'refusal')
    return showRefusal(site, exchange, answer, { asked: `You asked to look for a person in ${linkage.title}` })
  const receipt = answer.receipt?.id ?? null
  if (receipt) void reply.header('wayleave-receipt', receipt)
  return showSearch(site, exchange, { linkage, typed, answer: answer.value, receipt })
}

/** The linkage of the address, if it is this visitor's; else why not. */
export async function withLinkage(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  then: (linkage: LinkageView) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const [request] = exchange
  const { linkage } = request.params as { linkage: string }
  const found = await site.rooms.entities.linkage({ credentials: request.visitor.credentials, linkage })
  if (found.kind === 'done') return then(found.value)
  return showRefusal(site, exchange, found, { asked: 'You asked to look at people in several registers' })
}

type Search = Readonly<{
  linkage: LinkageView
  typed: Typed
  errors?: readonly Mistake[]
  answer?: SearchAnswer
  receipt?: string | null
}>

async function showSearch(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  { linkage, typed, errors = [], answer, receipt = null }: Search,
): Promise<FastifyReply> {
  const names = await namesOf(site)
  const holder = (dataset: string) => names(dataset.split('/')[0]!)
  return show(site, exchange, 'pages/people/search.njk', {
    linkage,
    purpose: purposeWords(site, linkage.purpose),
    typed,
    errors,
    receipt,
    status: errors.length > 0 ? 400 : 200,
    answer: answer && {
      ...answer,
      results: answer.results.map((one) => ({ ...one, holders: [...new Set(one.datasets.map(holder))] })),
      searched: answer.searched.map((one) => ({
        ...one,
        holder: names(one.organisation),
        by: one.by.map((clue) => clueWords[clue]),
        reasons: one.reasons.map((reason) => ({ ...reason, whoseName: names(reason.whose) })),
      })),
    },
  })
}
