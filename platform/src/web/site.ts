/** What every page has at hand: the rooms, the settings, and a way to show itself. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Reason } from '#model/refusal.ts'
import type { Organisation } from '#model/dataset.ts'
import type { Role } from '#model/request.ts'
import type { Render } from './layout/render.ts'
import type { WebDependencies } from './needs.ts'

export type Site = WebDependencies & Readonly<{ render: Render }>

type Values = Readonly<Record<string, unknown>> & Readonly<{ status?: number }>

const navigation = [
  { href: '/data', text: 'Find data' },
  { href: '/may-i', text: 'May I?' },
  { href: '/agreements', text: 'Agreements' },
  { href: '/receipts', text: 'Receipts' },
] as const

/** Under one heading: finding people, deciding on pairs, and what is put together. */
const people = { href: '/people', text: 'People', also: ['/review', '/linkages'] }

/** Sends a page. Nothing that depends on who is looking is ever kept by a browser or a proxy. */
export function show(
  { render, settings }: Site,
  [request, reply]: readonly [FastifyRequest, FastifyReply],
  template: string,
  values: Values = {},
): FastifyReply {
  const { visitor } = request
  const path = request.url.split('?')[0] ?? '/'
  const has = (...roles: readonly Role[]) => visitor.caller.roles.some((role) => roles.includes(role))
  const items = [
    ...navigation,
    ...(has('practitioner', 'analyst', 'data-officer') ? [people] : []),
    ...(has('data-officer') ? [{ href: '/publish', text: 'Publish' }] : []),
  ]
  const html = render(template, {
    ...values,
    visitor: {
      signedIn: visitor.caller.kind === 'person',
      name: visitor.caller.name,
      organisation: visitor.caller.organisation,
      organisationName: visitor.organisationName,
      roles: visitor.caller.roles,
      canChoose: visitor.canChoose,
      csrf: visitor.csrf,
    },
    site: {
      place: settings.place,
      origin: settings.origin,
      demo: settings.demo,
      here: request.method === 'GET' ? request.url : path,
      navigation: items.map((item) => ({
        ...item,
        current: [item.href, ...('also' in item ? item.also : [])].some(
          (href) => path === href || path.startsWith(`${href}/`),
        ),
      })),
    },
  })
  return reply
    .code(values.status ?? 200)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html)
}

export type Refused = Readonly<{ reasons: readonly Reason[]; receipt: Readonly<{ id: string }> }>

export type Way = Readonly<{ href: string; text: string }>

/** What the refusal part shows: whose rule by name, and one way on. */
export async function refusalView(
  site: Site,
  refused: Refused,
  words: Readonly<{ asked: string; action: Way | null }>,
): Promise<object> {
  const names = await namesOf(site)
  return {
    ...words,
    reasons: refused.reasons.map((reason) => ({ ...reason, whoseName: names(reason.whose) })),
    receipt: refused.receipt.id,
  }
}

/** A page that is nothing but a refusal. */
export async function showRefusal(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  refused: Refused,
  words: Readonly<{ asked: string; action?: Way }>,
): Promise<FastifyReply> {
  const [request] = exchange
  const signIn: Way | null =
    request.visitor.caller.kind === 'anonymous'
      ? { href: `/sign-in?return=${encodeURIComponent(request.url)}`, text: 'Sign in' }
      : null
  const refusal = await refusalView(site, refused, { asked: words.asked, action: words.action ?? signIn })
  void exchange[1].header('wayleave-receipt', refused.receipt.id)
  return show(site, exchange, 'pages/failure/refused.njk', { status: 403, refusal })
}

/** Organisations by id, for their names. */
export async function organisations({ rooms }: Site): Promise<ReadonlyMap<string, Organisation>> {
  return new Map((await rooms.catalogue.organisations()).map((organisation) => [organisation.id, organisation]))
}

/** A function from an organisation's id to its name; an unknown id stays what it is. */
export async function namesOf(site: Site): Promise<(id: string) => string> {
  const all = await organisations(site)
  return (id) => all.get(id)?.name ?? (id === 'everyone' ? 'Everyone' : id)
}
