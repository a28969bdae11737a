/** Signing, suspending, resuming, ending: each on a page of its own that says what it does, before it is done. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '#foundation/problem.ts'
import type { AgreementView } from '#governance'
import type { Caller } from '#model/request.ts'
import { oneOf, word } from '../../asked.ts'
import { type Site, show, showRefusal } from '../../site.ts'
import { noAgreement, pictureOf, type Step, steps, stepsFor, whenSeen } from './agreement.ts'

export function step(server: FastifyInstance, site: Site): void {
  server.get('/agreements/:id/:step', (request, reply) =>
    whenSeen(site, [request, reply], (view) => showForm(site, [request, reply], view, {})),
  )

  server.post('/agreements/:id/:step', async (request, reply) => {
    const which = stepOf(request)
    const { id } = request.params as { id: string }
    const view = await site.rooms.governance.agreement(id)
    if (!view) throw noAgreement()
    const why = word(request.body, 'why').slice(0, 2_000)
    const mistake = mistakeIn(which, request, why)
    if (mistake)
      return whenSeen(site, [request, reply], (seen) =>
        showForm(site, [request, reply], seen, { why, errors: [mistake] }),
      )
    const asked = { credentials: request.visitor.credentials, act: which, target: { agreement: view } } as const
    const answer = await site.exchange.act(asked, async (caller) => {
      // What is signed is what was read.
      if (word(request.body, 'hash') !== view.hash) throw changedMeanwhile()
      return take(site, which, { id, caller, why })
    })
    if (answer.kind === 'refusal')
      return showRefusal(site, [request, reply], answer, {
        asked: `You asked to ${which} the agreement ${view.document.title}`,
      })
    return reply.redirect(`/agreements/${encodeURIComponent(id)}?done=${which}`, 303)
  })
}

function take(
  { rooms: { governance } }: Site,
  which: Step,
  { id, caller, why }: Readonly<{ id: string; caller: Caller; why: string }>,
): Promise<AgreementView> {
  switch (which) {
    case 'sign':
      return governance.sign(id, caller)
    case 'suspend':
      return governance.suspend(id, caller, why)
    case 'resume':
      return governance.resume(id, caller)
    case 'end':
      return governance.end(id, caller, why)
  }
}

type Filled = Readonly<{ why?: string; errors?: readonly Mistake[] }>
type Mistake = Readonly<{ text: string; href: string }>

async function showForm(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  view: AgreementView,
  filled: Filled,
): Promise<FastifyReply> {
  const [request] = exchange
  const which = stepOf(request)
  return show(site, exchange, 'pages/agreement/step.njk', {
    status: filled.errors ? 422 : 200,
    view,
    step: which,
    isPossible: stepsFor(site, request, view).includes(which),
    isLast: which === 'sign' && view.missing.every((id) => id === request.visitor.caller.organisation),
    picture: await pictureOf(site, view, 0),
    why: filled.why ?? '',
    errors: filled.errors ?? [],
  })
}

function mistakeIn(which: Step, request: FastifyRequest, why: string): Mistake | null {
  if (which === 'sign' && word(request.body, 'agree') !== 'yes')
    return { text: 'Tick the box to say that you have read it and may sign', href: '#agree' }
  if ((which === 'suspend' || which === 'end') && why === '')
    return { text: 'Say why: the other parties will read it', href: '#why' }
  return null
}

function stepOf(request: FastifyRequest): Step {
  const which = oneOf(steps, (request.params as { step: string }).step)
  if (!which) throw noAgreement()
  return which
}

function changedMeanwhile(): Problem {
  return new Problem(409, 'document-changed', {
    title: 'The agreement is not the one you read',
    detail: 'It was changed while the page was open. Nothing was signed or changed by you.',
    mend: 'Open the agreement again and read it anew.',
  })
}
