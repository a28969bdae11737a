/** Clerical review: one uncertain pair at a time, side by side, and the next one straight after. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answers, type LinkageView, type ReviewItem, type ReviewOutcome } from '#entities'
import { oneOf, word } from '../../asked.ts'
import { namesOf, type Site, show, showRefusal } from '../../site.ts'
import { withLinkage } from '../people/people.ts'
import { purposeWords } from '../people/purpose.ts'
import { sayBits, sideBySide } from './side-by-side.ts'

/** Measured on nobody: a cautious guess that the queue states as “about”. */
const secondsAPair = 30

export function review(server: FastifyInstance, site: Site): void {
  server.get('/review', async (request, reply) => {
    const linkages = await site.rooms.entities.linkages(request.visitor.credentials)
    return show(site, [request, reply], 'pages/review/view.njk', {
      linkages: linkages.map((one) => ({
        ...one,
        purposeWords: purposeWords(site, one.purpose),
        minutes: minutesFor(one.toReview),
      })),
    })
  })

  server.get('/review/:linkage', (request, reply) =>
    withLinkage(site, [request, reply], (linkage) =>
      showNext(site, [request, reply], linkage, { done: oneOf(states, word(request.query, 'done')) }),
    ),
  )

  server.post('/review/:linkage/:id', (request, reply) =>
    withLinkage(site, [request, reply], async (linkage) => {
      const { id } = request.params as { id: string }
      const answer = oneOf(answers, word(request.body, 'answer'))
      if (!answer) return showNext(site, [request, reply], linkage, { isUnanswered: true })
      const comment = word(request.body, 'comment').slice(0, 2_000)
      const asked = { credentials: request.visitor.credentials, linkage: linkage.id, id, answer }
      const done = await site.rooms.entities.decide({
        ...asked,
        ...(comment && { comment }),
        secondOpinion: word(request.body, 'second') === 'yes',
      })
      if (done.kind === 'refusal')
        return showRefusal(site, [request, reply], done, { asked: 'You asked to decide on two records' })
      return reply.redirect(`/review/${encodeURIComponent(linkage.id)}?done=${done.value.state}`, 303)
    }),
  )
}

const states = ['settled', 'waiting-for-another', 'open'] as const satisfies readonly ReviewOutcome['state'][]

type Around = Readonly<{ done?: (typeof states)[number] | null; isUnanswered?: boolean }>

async function showNext(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  linkage: LinkageView,
  { done = null, isUnanswered = false }: Around,
): Promise<FastifyReply> {
  const asked = { credentials: exchange[0].visitor.credentials, linkage: linkage.id }
  const queue = await site.rooms.entities.reviews(asked)
  if (queue.kind === 'refusal')
    return showRefusal(site, exchange, queue, { asked: 'You asked to look at uncertain pairs' })
  const measures = await site.rooms.entities.reviewMeasures(asked)
  const names = await namesOf(site)
  return show(site, exchange, 'pages/review/pair.njk', {
    linkage,
    purpose: purposeWords(site, linkage.purpose),
    queue: { ...queue.value, reasons: queue.value.reasons.map((one) => ({ ...one, whoseName: names(one.whose) })) },
    item: queue.value.next && (await itemView(site, queue.value.next, names)),
    minutes: minutesFor(queue.value.waiting),
    measures: measures.kind === 'done' ? measures.value : null,
    done,
    errors: isUnanswered ? [{ text: 'Choose an answer', href: '#answer' }] : [],
    status: isUnanswered ? 400 : 200,
  })
}

async function itemView({ rooms }: Site, item: ReviewItem, names: (id: string) => string): Promise<object> {
  const widest = Math.max(1, ...item.comparisons.map(({ bits }) => Math.abs(bits)))
  const sides = await Promise.all(
    [item.left, item.right].map(async (record) => ({
      ...record,
      holder: names(record.organisation),
      title: (await rooms.catalogue.dataset(record.dataset))?.title ?? record.dataset,
    })),
  )
  return {
    ...item,
    sides,
    rows: sideBySide(item.left.values, item.right.values),
    isOne: item.entities[0] === item.entities[1],
    comparisons: item.comparisons.map((one) => ({
      ...one,
      // Of a hundred, from the middle outwards.
      bar: Math.round((Math.abs(one.bits) / widest) * 50),
      speaks: sayBits(one.bits),
    })),
  }
}

function minutesFor(pairs: number): number {
  return Math.max(1, Math.round((pairs * secondsAPair) / 60))
}
