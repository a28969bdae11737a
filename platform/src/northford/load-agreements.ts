/** House rules and agreements, each brought as far as `standing.ts` says, step by step through the same doors as everybody's. */
import type { Governance } from '#governance'
import { people } from './accounts.ts'
import { agreementTexts, houseRuleTexts } from './documents.ts'
import { type Rooms, somebody } from './rooms.ts'
import { type Signature, type Standing, standings } from './standing.ts'
import type { Role } from '#model/request.ts'

/** Governance as it was on an earlier day, to sign what has run out since. */
export type Earlier = (at: Date) => Promise<Pick<Governance, 'agreement' | 'propose' | 'sign' | 'close'>>

export async function putHouseRules({ governance }: Rooms, today: string): Promise<void> {
  const known = new Set(governance.houseRules().map(({ organisation, id }) => `${organisation}.${id}`))
  for (const [name, text] of houseRuleTexts(today)) if (!known.has(name)) await governance.putHouseRule(text)
}

export async function putAgreements({ governance }: Rooms, today: string, earlier: Earlier | undefined): Promise<void> {
  const texts = agreementTexts(today)
  for (const standing of standings) {
    const text = texts.get(standing.id)
    if (text === undefined) throw new Error(`there is no document for the agreement ${standing.id}`)
    if (standing.state !== 'expired') await bring(governance, standing, text)
    else if (earlier) {
      const then = await earlier(new Date(Date.parse(`${today}T09:00:00Z`) - (standing.ago ?? 0) * 86_400_000))
      try {
        await bring({ ...governance, ...then }, standing, text)
      } finally {
        await then.close()
      }
    } else if (!(await governance.agreement(standing.id)))
      await governance.propose(text, called(standing.by, 'data-officer'))
  }
}

type Steps = Pick<Governance, 'agreement' | 'draft' | 'propose' | 'sign' | 'suspend' | 'end'>

/** Takes the steps that are still missing: a load that was cut off goes on where it stopped. */
async function bring(governance: Steps, { id, by, state, signed, stopped }: Standing, text: string): Promise<void> {
  const there = await governance.agreement(id)
  if (!there)
    await (state === 'draft'
      ? governance.draft(text, called(by, 'data-officer'))
      : governance.propose(text, called(by, 'data-officer')))
  const done = new Set(there?.signatures.map(({ organisation, role }) => `${organisation} ${role}`))
  for (const signature of signed)
    if (!done.has(`${signature.organisation} ${signature.role}`)) await sign(governance, id, signature)
  if (!stopped || there?.state === state) return
  const who = called(stopped.organisation, 'approver')
  await (state === 'suspended' ? governance.suspend(id, who, stopped.why) : governance.end(id, who, stopped.why))
}

async function sign(governance: Steps, id: string, { organisation, role }: Signature): Promise<void> {
  await governance.sign(id, called(organisation, role), role)
}

/** In the name of the person of the place who holds that role. */
function called(organisation: string, role: Role) {
  const person = people.find(({ memberships }) =>
    memberships.some((each) => each.organisation === organisation && each.roles.includes(role)),
  )
  return somebody(organisation, role, person?.name ?? `The ${role.replaceAll('-', ' ')}`)
}
