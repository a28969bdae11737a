/** The smallest world in which something can be shared: a council, a trust, and a client for each of their roles. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '../platform/src/foundation/ids.ts'
import { type Role, roles } from '../platform/src/model/request.ts'
import { type TestNode, testNode } from './node.ts'

export const council = 'alpha-council'
export const trust = 'beta-trust'

/** A node without the demo; clients are called `alpha-council-data-officer`, `beta-trust-practitioner` … */
export async function twoOrganisations(environment: Record<string, string> = {}): Promise<TestNode> {
  const world = await testNode({ demo: false, environment })
  const { catalogue, governance, identity } = world.node.house
  const entries: object[] = []
  for (const [id, kind] of [
    [council, 'council'],
    [trust, 'nhs'],
  ] as const) {
    const name = id === council ? 'Alpha Council' : 'Beta Trust'
    await catalogue.putOrganisation({ id, name, kind, contact: `data@${id}.example`, assurances: [] })
    await governance.ownUse(id)
    for (const role of roles.filter((one) => one !== 'citizen')) entries.push(await client(id, role))
  }
  writeFileSync(join(world.folder, 'demo-credentials.json'), JSON.stringify(entries), { mode: 0o600 })
  return world

  async function client(organisation: string, role: Role): Promise<object> {
    const clientId = `${organisation}-${role}`
    const secret = newId('')
    await identity.putClient({ clientId, secret, organisation, roles: [role], about: clientId })
    return { client_id: clientId, client_secret: secret, organisation, roles: [role], about: clientId }
  }
}

/** An agreement by which the trust's practitioners read a dataset of the council. */
export function agreementOn(dataset: string, clause: object, more: object = {}): object {
  return {
    wayleave: 'agreement/1',
    id: `on-${newId('').slice(0, 8)}`,
    title: 'A test of sharing',
    parties: [
      { organisation: council, role: 'provider' },
      { organisation: trust, role: 'recipient' },
    ],
    purposes: ['dpv:ServiceProvision'],
    description: 'To see what crosses.',
    lawfulBasis: { id: 'eu-gdpr:A6-1-e', law: 'Localism Act 2011, section 1' },
    starts: '2026-01-01',
    ends: '2099-12-31',
    clauses: [{ id: 'c1', dataset, action: 'read', roles: ['practitioner'], ...clause }],
    ...more,
  }
}

/** Proposed and signed by both. */
export async function agree(world: TestNode, document: object): Promise<string> {
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } }
  const proposed = await world.as(`${council}-approver`, '/api/v1/agreements', {
    ...json,
    body: JSON.stringify(document),
  })
  if (proposed.status !== 201) throw new Error(await proposed.text())
  const { id } = (await proposed.json()) as { id: string }
  for (const organisation of [council, trust]) {
    const signed = await world.as(`${organisation}-approver`, `/api/v1/agreements/${id}/signatures`, {
      ...json,
      body: '{}',
    })
    if (signed.status !== 200) throw new Error(await signed.text())
  }
  return id
}

export async function publish(world: TestNode, name: string, text: string, query = ''): Promise<Response> {
  return world.as(
    `${council}-data-officer`,
    `/api/v1/datasets/${council}/${name}/versions?filename=${name}.csv${query}`,
    {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: text,
    },
  )
}
