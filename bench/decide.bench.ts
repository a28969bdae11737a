/**
 * Decisions a second on one core, beside Cedar (`@cedar-policy/cedar-wasm`) on the same policies, and the same requests with
 * ten and with a hundred thousand agreements on the books.
 *
 * Cedar is called in the fastest way its package has: the policy set is parsed once and kept (`preparsePolicySet`), requests go
 * to `statefulIsAuthorized` without a schema and without entities. It answers allow or deny; ours also makes the permit (fields,
 * transforms, rows, duties) or the reasons and remedies.
 */
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import type { AgreementDocument, HouseRuleDocument } from '../kit/src/index.ts'
import { decide } from '../platform/src/governance/decide.ts'
import { dpvPurposes } from '../platform/src/governance/purposes.ts'
import { createRulebook, type Rulebook } from '../platform/src/governance/rulebook.ts'
import type { Organisation } from '../platform/src/model/dataset.ts'
import type { AccessRequest, DatasetFacts } from '../platform/src/model/request.ts'
import type { Row } from './row.ts'

const roles = ['practitioner', 'analyst', 'developer'] as const
const purposes = ['dpv:ServiceProvision', 'dpv:FraudPreventionAndDetection', 'dpv:ImprovePublicServices'] as const
const fields = Array.from({ length: 12 }, (_, index) => `field_${index}`)

/** Holder `h0` shares dataset n with recipient n: each agreement is between two organisations about one dataset. */
function agreement(n: number): AgreementDocument {
  return {
    wayleave: 'agreement/1',
    id: `agreement-${n}`,
    title: `Agreement ${n}`,
    parties: [
      { organisation: holder(n), role: 'provider' },
      { organisation: recipient(n), role: 'recipient' },
    ],
    purposes: [purposes[n % 3] ?? 'dpv:Marketing'],
    starts: '2026-01-01',
    ends: '2026-12-31',
    clauses: [
      {
        id: 'c1',
        dataset: facts(n).ref,
        action: 'read',
        roles: [roles[n % 3] ?? 'analyst'],
        fields: Object.fromEntries(fields.slice(0, 8).map((name, index) => [name, index === 3 ? 'masked' : 'as-is'])),
        rows: "ward = 'Riverside'",
        duties: { suppressBelow: 5 },
      },
    ],
  }
}

const holder = (n: number) => `holder-${n % 50}`
const recipient = (n: number) => `recipient-${n}`

function facts(n: number): DatasetFacts {
  return {
    ref: `${holder(n)}/dataset-${n}`,
    organisation: holder(n),
    classification: 'personal',
    fields: fields.map((name) => ({ name, type: 'text', meaning: null, classification: 'personal' })),
  }
}

/** Every holder asks for an assurance, as NHS bodies do. */
const rule = (n: number): HouseRuleDocument => ({
  wayleave: 'house-rule/1',
  id: 'dspt',
  organisation: holder(n),
  says: 'Anyone who receives our personal data holds a valid DSPT assurance.',
  source: 'Policy',
  when: { classification: ['personal', 'special'] },
  require: { assurance: 'dspt' },
})

const organisation = (id: string): Organisation => ({
  id,
  name: id,
  kind: 'council',
  contact: '',
  assurances: [{ kind: 'dspt', until: '2027-01-01' }],
})

function rulebookWith(count: number): Rulebook {
  const organisations = new Map<string, Organisation>()
  for (let n = 0; n < count; n++) for (const id of [holder(n), recipient(n)]) organisations.set(id, organisation(id))
  const rulebook = createRulebook((id) => organisations.get(id))
  for (const { id } of dpvPurposes) rulebook.putPurpose(id)
  for (let n = 0; n < 50; n++) rulebook.putHouseRule(rule(n))
  for (let n = 0; n < count; n++) {
    const document = agreement(n)
    const signatures = document.parties.map(({ organisation }) => ({ organisation, role: 'approver' }))
    rulebook.putAgreement({ document, state: 'active', signatures, suspendedBy: [], key: 'key', intact: true })
  }
  return rulebook
}

/** About agreement n: what it covers, or one of four ways in which it does not. */
function request(n: number, kind: 'permit' | 'role' | 'purpose' | 'fields' | 'stranger'): AccessRequest {
  const asked = kind === 'fields' ? fields.slice(5, 10) : fields.slice(0, 5)
  return {
    caller: {
      kind: 'person',
      id: 'p',
      name: 'P',
      organisation: kind === 'stranger' ? recipient(n + 1) : recipient(n),
      roles: [roles[(kind === 'role' ? n + 1 : n) % 3] ?? 'analyst'],
    },
    dataset: facts(n),
    action: 'read',
    purpose: purposes[(kind === 'purpose' ? n + 1 : n) % 3] ?? null,
    fields: asked,
    at: '2026-06-01T12:00:00Z',
  }
}

const spread = (size: number, agreements: number, kinds: readonly Parameters<typeof request>[1][]) =>
  Array.from({ length: size }, (_, index) =>
    request(Math.floor((index * agreements) / size), kinds[index % kinds.length] ?? 'permit'),
  )

/**
 * Time of the processor for each call, in nanoseconds: what one core must give, the collector's helpers included, whatever
 * else the machine is doing. The middle of several rounds.
 */
function processorTime(calls: number, work: () => void, rounds: number): number {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    times.push(((user + system) * 1_000) / calls)
  }
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Infinity
}

/** With `permits`: how many of the requests must be permitted, so that nothing is measured that did not happen. */
function nanoseconds(rulebook: Rulebook, requests: readonly AccessRequest[], permits: number): number {
  const times = Math.ceil(300_000 / requests.length)
  let permitted = 0
  const work = () => {
    permitted = 0
    for (let time = 0; time < times; time++)
      for (const one of requests) if (decide(one, rulebook).outcome === 'permit') permitted++
  }
  for (let warm = 0; warm < 3; warm++) work()
  const result = processorTime(times * requests.length, work, 9)
  if (permitted !== permits * times) throw new Error(`${permitted / times} requests were permitted, not ${permits}`)
  return result
}

function cedarPolicies(count: number): Record<string, string> {
  const set: Record<string, string> = {}
  for (let n = 0; n < count; n++) {
    const { clauses, starts, ends, purposes: agreed } = agreement(n)
    const [clause] = clauses
    if (!clause) continue
    set[`agreement-${n}`] =
      `permit(principal == Organisation::"${recipient(n)}", action == Action::"read", resource == Dataset::"${clause.dataset}")
      when { context.roles.containsAny([${clause.roles?.map((role) => `"${role}"`).join(', ')}])
        && [${agreed.map((id) => `"${id}"`).join(', ')}].contains(context.purpose)
        && [${Object.keys(clause.fields)
          .map((name) => `"${name}"`)
          .join(', ')}].containsAll(context.fields)
        && context.day >= ${starts.replaceAll('-', '')} && context.day <= ${ends?.replaceAll('-', '')} };`
  }
  set['house-rule'] = 'forbid(principal, action, resource) when { !context.dspt && context.classification != "open" };'
  return set
}

function cedarNanoseconds(requests: readonly AccessRequest[]): { nanoseconds: number; outcomes: string[] } {
  const calls = requests.map((one) => ({
    principal: { type: 'Organisation', id: one.caller.organisation ?? '' },
    action: { type: 'Action', id: one.action },
    resource: { type: 'Dataset', id: one.dataset.ref },
    context: {
      roles: [...one.caller.roles],
      purpose: one.purpose,
      fields: [...(one.fields ?? [])],
      day: 20260601,
      dspt: true,
      classification: one.dataset.classification,
    },
    preparsedPolicySetId: 'bench',
    entities: [],
  }))
  const outcomes: string[] = []
  for (const call of calls) {
    const answer = statefulIsAuthorized(call)
    outcomes.push(
      answer.type === 'success' && answer.response.diagnostics.errors.length === 0
        ? answer.response.decision
        : 'failure',
    )
  }
  const work = () => {
    for (const call of calls) statefulIsAuthorized(call)
  }
  return { nanoseconds: processorTime(calls.length, work, 3), outcomes }
}

export async function run(): Promise<Row[]> {
  const mix = [
    'permit',
    'permit',
    'permit',
    'permit',
    'permit',
    'permit',
    'role',
    'purpose',
    'fields',
    'stranger',
  ] as const
  const [few, thousand, many] = [rulebookWith(10), rulebookWith(1_000), rulebookWith(100_000)]

  const permits = nanoseconds(thousand, spread(500, 1_000, ['permit']), 500)
  const typical = nanoseconds(thousand, spread(500, 1_000, mix), 300)

  const parsed = preparsePolicySet('bench', { staticPolicies: cedarPolicies(1_000) })
  if (parsed.type !== 'success') throw new Error(`cedar: ${JSON.stringify(parsed.errors)}`)
  const asked = spread(200, 1_000, mix)
  const cedar = cedarNanoseconds(asked)
  const agreed = asked.filter(
    (one, index) => (decide(one, thousand).outcome === 'permit' ? 'allow' : 'deny') === cedar.outcomes[index],
  ).length
  if (agreed !== asked.length)
    throw new Error(`cedar and decide differ on ${asked.length - agreed} of ${asked.length} requests`)
  const same = nanoseconds(thousand, asked, 120)

  // The same ten requests on a book of ten and one of a hundred thousand; then ten thousand different ones, each about another
  // dataset and agreement, on a book of ten thousand and one of a hundred thousand, where the processor's cache is no help
  // and each of the thirty or so places that a decision touches comes from main memory: told, and no budget of the design.
  const ten = spread(10, 10, ['permit'])
  const withTen = nanoseconds(few, ten, 10)
  const withMany = nanoseconds(many, ten, 10)
  const wide = spread(10_000, 10_000, ['permit'])
  const wideInFew = nanoseconds(rulebookWith(10_000), wide, 10_000)
  const wideInMany = nanoseconds(many, wide, 10_000)
  const rate = (each: number) => Math.round(1e9 / each)
  return [
    {
      what: 'permits, 1,000 agreements',
      ours: rate(permits),
      peer: null,
      ratio: null,
      budget: '≥ 1,000,000',
      unit: 'decisions/s',
    },
    {
      what: 'six in ten permitted, 1,000 agreements',
      ours: rate(typical),
      peer: null,
      ratio: null,
      budget: '≥ 1,000,000',
      unit: 'decisions/s',
    },
    {
      what: 'same requests: cedar-wasm, preparsed and stateful',
      ours: rate(same),
      peer: rate(cedar.nanoseconds),
      ratio: cedar.nanoseconds / same,
      budget: '≥ 100 ×',
      unit: 'decisions/s',
    },
    {
      what: '100,000 agreements (peer: ours with 10)',
      ours: withMany,
      peer: withTen,
      ratio: withMany / withTen,
      budget: '0.8–1.2',
      unit: 'ns a decision',
    },
    {
      what: '10,000 different requests, 100,000 agreements (peer: ours with 10,000)',
      ours: wideInMany,
      peer: wideInFew,
      ratio: wideInMany / wideInFew,
      budget: '–',
      unit: 'ns a decision',
    },
  ]
}
