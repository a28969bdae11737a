/** May I? Who am I, what do I need, what for: the decision, with reasons and remedies. The whole question stands in the address. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { oneOf, words, word } from '../../asked.ts'
import type { Dataset } from '#model/dataset.ts'
import { type DataAction, dataActions, type Role, roles } from '#model/request.ts'
import { organisations, type Site, show } from '../../site.ts'
import { type Choice, purposesFor } from '../dataset/purposes.ts'
import { answerFor } from './answer.ts'

/** As whom: with one's own roles, as a colleague in another role, or as anyone. */
export type Who = 'me' | 'public' | Role

export type Question = Readonly<{
  who: Who
  dataset: Dataset | null
  fields: readonly string[]
  purpose: string | null
  action: DataAction
}>

const mostDatasets = 300
const mostFields = 100

export function mayI(server: FastifyInstance, site: Site): void {
  server.get('/may-i', async (request, reply) => {
    const question = await questionOf(site, request)
    const isAsked = word(request.query, 'ask') !== ''
    const purposes = await purposesFor(site, request.visitor.caller, question.dataset?.ref ?? '')
    const answer =
      isAsked && question.dataset ? await answerFor(site, request, { ...question, dataset: question.dataset }) : null
    if (answer) void reply.header('wayleave-receipt', answer.receipt)
    const errors = isAsked && !question.dataset ? [{ text: 'Choose the data that you need', href: '#dataset' }] : []
    return show(site, [request, reply], 'pages/may-i/view.njk', {
      question,
      answer,
      errors,
      isAsked,
      who: whoChoices(request, question.who),
      datasets: await datasetChoices(site, question.dataset),
      fields: (question.dataset?.latest?.fields ?? [])
        .slice(0, mostFields)
        .map(({ name }) => ({ name, isChosen: question.fields.includes(name) })),
      purposes: purposeGroups(purposes, question.purpose),
    })
  })
}

async function questionOf(site: Site, request: FastifyRequest): Promise<Question> {
  const { query } = request
  const { caller } = request.visitor
  const asked: Who = oneOf(['me', 'public', ...roles], word(query, 'who')) ?? 'me'
  const ref = word(query, 'dataset')
  const dataset = /^[a-z0-9-]+\/[a-z0-9-]+$/.test(ref) ? await site.rooms.catalogue.dataset(ref) : undefined
  const known = new Set(dataset?.latest?.fields.map(({ name }) => name))
  return {
    who: caller.organisation === null && asked !== 'me' ? 'public' : asked,
    dataset: dataset ?? null,
    fields: words(query, 'fields').filter((name) => known.has(name)),
    purpose: word(query, 'purpose').slice(0, 200) || null,
    action: oneOf(dataActions, word(query, 'action')) ?? 'read',
  }
}

function whoChoices(request: FastifyRequest, chosen: Who): readonly object[] {
  const { caller } = request.visitor
  if (caller.kind === 'anonymous') return []
  const others = caller.organisation ? roles.filter((role) => role !== 'citizen') : []
  return [
    { value: 'me', isChosen: chosen === 'me' },
    ...others.map((role) => ({ value: role, isChosen: chosen === role })),
    { value: 'public', isChosen: chosen === 'public' },
  ]
}

/** Grouped by who holds them. In a very large catalogue only the newest; the others come by their own page's link. */
async function datasetChoices(site: Site, chosen: Dataset | null): Promise<readonly object[]> {
  const [{ datasets }, all] = await Promise.all([
    site.rooms.catalogue.search({ q: '', limit: mostDatasets, offset: 0 }),
    organisations(site),
  ])
  const listed = chosen && !datasets.some(({ ref }) => ref === chosen.ref) ? [chosen, ...datasets] : datasets
  const groups = Map.groupBy(listed, ({ organisation }) => all.get(organisation)?.name ?? organisation)
  return [...groups]
    .toSorted(([left], [right]) => left.localeCompare(right, 'en-GB'))
    .map(([holder, members]) => ({
      holder,
      datasets: members
        .map(({ ref, title, classification }) => ({ ref, title, classification, isChosen: ref === chosen?.ref }))
        .toSorted((left, right) => left.title.localeCompare(right.title, 'en-GB')),
    }))
}

/** Those of the visitor's agreements first, then the place's own, then the general list. */
export function purposeGroups(purposes: readonly Choice[], chosen: string | null): readonly object[] {
  const group = (label: string, members: readonly Choice[]) => ({
    label,
    purposes: members.map(({ id, label: text }) => ({ id, text, isChosen: id === chosen })),
  })
  const isGeneral = ({ id }: Choice) => id.startsWith('dpv:')
  const rest = purposes.filter(({ isAgreed }) => !isAgreed)
  const groups = [
    group(
      'In your agreements',
      purposes.filter(({ isAgreed }) => isAgreed),
    ),
    group(
      'Purposes of this place',
      rest.filter((choice) => !isGeneral(choice)),
    ),
    group('General purposes', rest.filter(isGeneral)),
  ]
  return groups.filter((each) => each.purposes.length > 0)
}
