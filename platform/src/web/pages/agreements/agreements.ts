/** The agreements that this visitor may see; first those that wait for them. */
import type { FastifyInstance } from 'fastify'
import type { AgreementView } from '#governance'
import { oneOf, word } from '../../asked.ts'
import { namesOf, type Site, show } from '../../site.ts'

const states = ['draft', 'proposed', 'active', 'suspended', 'ended', 'expired'] as const

export function agreements(server: FastifyInstance, site: Site): void {
  server.get('/agreements', async (request, reply) => {
    const { governance } = site.rooms
    const { caller } = request.visitor
    const state = oneOf(states, word(request.query, 'state'))
    const all = caller.organisation || caller.roles.includes('operator') ? await governance.agreements() : []
    const seen = all.filter((view) => governance.authorise(caller, 'see-agreement', { agreement: view }) === null)
    const sharing = seen.filter(({ document }) => (document.kind ?? 'sharing') === 'sharing')
    const names = await namesOf(site)
    const purposes = new Map(governance.purposes().map(({ id, label }) => [id, label]))
    const line = (view: AgreementView) => ({
      id: view.document.id,
      title: view.document.title,
      state: view.state,
      ends: view.document.ends ?? null,
      parties: [...new Set(view.document.parties.map(({ organisation }) => names(organisation)))],
      purposes: view.document.purposes.map((id) => purposes.get(id) ?? id),
    })
    const waitsForYou = (view: AgreementView) =>
      caller.organisation !== null &&
      view.state === 'proposed' &&
      view.missing.includes(caller.organisation) &&
      governance.authorise(caller, 'sign', { agreement: view }) === null
    const shown = state ? sharing.filter((view) => view.state === state) : sharing
    return show(site, [request, reply], 'pages/agreements/view.njk', {
      waiting: sharing.filter(waitsForYou).map(line),
      agreements: shown.toSorted(byState).map(line),
      state,
      states: states
        .map((each) => ({ state: each, count: sharing.filter((view) => view.state === each).length }))
        .filter(({ count }) => count > 0),
      total: sharing.length,
      mayPropose: caller.roles.some((role) => role === 'approver' || role === 'data-officer'),
    })
  })
}

/** What needs attention first, what is over last; within a state by title. */
const order: Readonly<Record<string, number>> = { suspended: 0, proposed: 1, active: 2, draft: 3, expired: 4, ended: 5 }

function byState(left: AgreementView, right: AgreementView): number {
  return (
    (order[left.state] ?? 9) - (order[right.state] ?? 9) ||
    left.document.title.localeCompare(right.document.title, 'en-GB')
  )
}
