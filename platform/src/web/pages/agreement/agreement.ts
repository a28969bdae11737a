/** One agreement in plain English: the crossing on top, who has signed, what happened, and what this visitor can do. */
import { everyone } from '@wayleave/kit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '#foundation/problem.ts'
import { type AgreementView, explain } from '#governance'
import { oneOf, word } from '../../asked.ts'
import { type Picture, picture, threadsOfClause } from '../../crossing/picture.ts'
import { roleWords } from '../../layout/words.ts'
import { namesOf, type Site, show, showRefusal } from '../../site.ts'

export const steps = ['sign', 'suspend', 'resume', 'end'] as const
export type Step = (typeof steps)[number]

export function agreement(server: FastifyInstance, site: Site): void {
  server.get('/agreements/:id', (request, reply) =>
    whenSeen(site, [request, reply], async (view) => {
      const { document } = view
      const { governance, catalogue } = site.rooms
      const names = await namesOf(site)
      const datasets = await Promise.all(document.clauses.map(({ dataset }) => catalogue.dataset(dataset)))
      const titles = new Map(datasets.flatMap((one) => (one ? [[one.ref, one.title] as const] : [])))
      const purposes = new Map(governance.purposes().map(({ id, label }) => [id, label]))
      const explained = explain(document, {
        organisation: (id) => (id === everyone ? 'everyone' : names(id)),
        dataset: (ref) => titles.get(ref),
        purpose: (id) => purposes.get(id),
      })
      const pictures = await Promise.all(document.clauses.slice(0, 12).map((_, index) => pictureOf(site, view, index)))
      const possible = stepsFor(site, request, view)
      return show(site, [request, reply], 'pages/agreement/view.njk', {
        view,
        document,
        opening: explained.opening,
        clauses: explained.clauses.map((clause, index) => ({ ...clause, picture: pictures[index] ?? null })),
        parties: partiesOf(view, names),
        history: view.steps.toReversed().map((step) => ({ ...step, organisationName: names(step.organisation) })),
        suspendedBy: view.suspendedBy.map(names),
        steps: possible,
        newly: possible.includes('sign') ? await newlyAllowed(site, view) : null,
        done: oneOf([...steps, 'propose'], word(request.query, 'done')),
      })
    }),
  )
}

/** Parties see their agreement; a licence everybody sees. “Not there” and “not yours” differ only once signed in. */
export async function whenSeen(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  send: (view: AgreementView) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const [request] = exchange
  const { id } = request.params as { id: string }
  const view = await site.rooms.governance.agreement(id)
  if (!view) throw noAgreement()
  const asked = { credentials: request.visitor.credentials, act: 'see-agreement', target: { agreement: view } } as const
  const answer = await site.exchange.act(asked, async () => view)
  if (answer.kind === 'refusal') return showRefusal(site, exchange, answer, { asked: 'You asked to see an agreement' })
  return send(answer.value)
}

/** The steps that this visitor could take now. The state of an agreement and their role both have a say. */
export function stepsFor(site: Site, request: FastifyRequest, view: AgreementView): readonly Step[] {
  const { caller } = request.visitor
  const isNow: Readonly<Record<Step, boolean>> = {
    sign: ['proposed', 'active'].includes(view.state) && !hasSigned(view, request),
    suspend: view.state === 'active',
    resume: view.state === 'suspended' && view.suspendedBy.includes(caller.organisation ?? ''),
    end: ['draft', 'proposed', 'active', 'suspended'].includes(view.state),
  }
  const isNodeMade = (view.document.kind ?? 'sharing') !== 'sharing'
  return steps.filter(
    (step) => isNow[step] && !isNodeMade && site.rooms.governance.authorise(caller, step, { agreement: view }) === null,
  )
}

/** In a capacity that they hold: a guardian may add a signature to an approver's. */
function hasSigned({ signatures }: AgreementView, { visitor: { caller } }: FastifyRequest): boolean {
  const capacities = (['approver', 'guardian'] as const).filter((role) => caller.roles.includes(role))
  return capacities.every((role) =>
    signatures.some((signature) => signature.organisation === caller.organisation && signature.role === role),
  )
}

export async function pictureOf(
  site: Site,
  { document, state }: AgreementView,
  index: number,
): Promise<Picture | null> {
  const clause = document.clauses[index]
  if (!clause) return null
  const { catalogue, governance } = site.rooms
  const names = await namesOf(site)
  const dataset = await catalogue.dataset(clause.dataset)
  const holder = clause.dataset.split('/')[0] ?? ''
  const recipients = document.parties.filter(
    ({ role, organisation }) => role === 'recipient' && (organisation !== holder || document.kind === 'own-use'),
  )
  const purposes = new Map(governance.purposes().map(({ id, label }) => [id, label]))
  const says = (clause.purposes ?? document.purposes).map((id) =>
    id === 'any' ? 'For any purpose' : id === 'declared' ? 'For a stated purpose' : (purposes.get(id) ?? id),
  )
  return picture({
    holder: names(holder),
    held: dataset?.title ?? (clause.dataset.endsWith('/*') ? 'All its datasets' : clause.dataset),
    clause: says.join(', '),
    agreement: state === 'active' ? document.title : `${document.title} (${state})`,
    recipient: recipients.map(({ organisation }) => names(organisation)).join(', '),
    as: (clause.roles ?? []).map((role) => roleWords[role]).join(', '),
    threads: threadsOfClause(clause.fields, dataset?.latest?.fields ?? []),
    rows: clause.rows ? `Only rows where ${clause.rows}` : '',
    isOpen: true,
  })
}

function partiesOf({ document, signatures }: AgreementView, names: (id: string) => string): readonly object[] {
  const ids = [...new Set(document.parties.map(({ organisation }) => organisation))]
  return ids.map((id) => ({
    id,
    name: names(id),
    roles: document.parties
      .filter(({ organisation }) => organisation === id)
      .map(({ role }) => (role === 'provider' ? 'holds the data' : 'gets it')),
    signatures: signatures.filter(({ organisation }) => organisation === id),
    signs: id !== everyone,
  }))
}

/** For whoever is about to sign: what this changes, and what a house rule would still stop. */
async function newlyAllowed(site: Site, { document }: AgreementView): Promise<object> {
  const names = await namesOf(site)
  const purposes = new Map(site.rooms.governance.purposes().map(({ id, label }) => [id, label]))
  const { allows, stopped } = await site.rooms.governance.wouldAllow(document)
  const sayRoles = (roles: readonly string[]) =>
    roles.map((role) => (roleWords as Readonly<Record<string, string>>)[role] ?? role)
  return {
    allows: allows.map((one) => ({
      ...one,
      recipient: names(one.recipient),
      roles: sayRoles(one.roles),
      purpose: purposes.get(one.purpose) ?? one.purpose,
    })),
    stopped: stopped.map((one) => ({
      ...one,
      recipient: names(one.recipient),
      reasons: one.reasons.map((reason) => ({ ...reason, whoseName: names(reason.whose) })),
    })),
  }
}

export function noAgreement(): Problem {
  return new Problem(404, 'agreement-unknown', {
    title: 'There is no such agreement',
    detail: 'No agreement of that name is known to you here.',
    mend: 'Look it up in the list of your agreements.',
  })
}
