/** Putting right what was put together wrongly: choose, say why, look at what it will do, confirm. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Correction, LinkageView, PersonView } from '#entities'
import { Problem } from '#foundation/problem.ts'
import { oneOf, word, words } from '../../asked.ts'
import { namesOf, type Refused, type Site, show, showRefusal } from '../../site.ts'
import { withLinkage } from '../people/people.ts'
import { withPerson } from '../person/person.ts'
import { subjectsOf } from '../person/subjects.ts'

const kinds = ['split', 'merge', 'report'] as const
type Kind = (typeof kinds)[number]

type Typed = Readonly<{ records: readonly string[]; other: string; reason: string }>
export type Mistake = Readonly<{ text: string; href: string; field: string }>
type Page = Readonly<{ linkage: LinkageView; view: PersonView; kind: Kind }>

export function correct(server: FastifyInstance, site: Site): void {
  server.get('/people/:linkage/:key/:correction', (request, reply) =>
    withPage(site, [request, reply], (page) =>
      showForm(site, [request, reply], page, { typed: typedIn(request.query) }),
    ),
  )

  server.post('/people/:linkage/:key/:correction', (request, reply) =>
    withPage(site, [request, reply], async (page) => {
      const typed = typedIn(request.body)
      const errors = mistakesIn(page, typed)
      const isSure = word(request.body, 'sure') === 'yes'
      // A report changes nothing by itself, so there is nothing to look over first.
      if (errors.length > 0 || (!isSure && page.kind !== 'report'))
        return showForm(site, [request, reply], page, { typed, errors, isChecked: errors.length === 0 })
      return page.kind === 'report'
        ? reportIt(site, [request, reply], page, typed)
        : correctIt(site, [request, reply], page, typed)
    }),
  )
}

async function withPage(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  then: (page: Page) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const kind = oneOf(kinds, (exchange[0].params as { correction: string }).correction)
  if (!kind)
    throw new Problem(404, 'page-unknown', {
      title: 'There is no such page',
      detail: 'Nothing is kept at this address.',
      mend: 'Go back to the person, or look for them again.',
    })
  return withLinkage(site, exchange, (linkage) =>
    withPerson(site, exchange, linkage, (view) => then({ linkage, view, kind })),
  )
}

function typedIn(form: unknown): Typed {
  // What was pasted may be a whole address; the key is its last part.
  const other = word(form, 'other').slice(0, 500).split(/[?#]/)[0]!.replace(/\/+$/, '').split('/').at(-1) ?? ''
  return { records: words(form, 'records'), other, reason: word(form, 'reason').slice(0, 2_000) }
}

export const reasonMissing: Mistake = { text: 'Say why', href: '#reason', field: 'reason' }

function mistakesIn({ view, kind }: Page, { records, other, reason }: Typed): readonly Mistake[] {
  const all = view.sources.flatMap((source) => source.records)
  const known = new Set(all.map(({ record }) => record))
  const chosen = records.length
  const mistake = (field: string, text: string): Mistake => ({ field, text, href: `#${field}` })
  const wrong: Mistake[] = []
  if (kind === 'split' && chosen === 0)
    wrong.push(mistake('records', 'Choose the records that belong to somebody else'))
  if (kind === 'split' && chosen === all.length && chosen > 0)
    wrong.push(mistake('records', 'Leave at least one record: all of them together are this person'))
  if (records.some((record) => !known.has(record)))
    wrong.push(mistake('records', 'A record that you chose is not of this person any more. Choose again'))
  if (kind === 'report' && chosen !== 1) wrong.push(mistake('records', 'Choose the record that is not theirs'))
  if (kind === 'merge' && !/^[A-Za-z0-9_-]{8,100}$/.test(other))
    wrong.push(mistake('other', 'Enter the address of the other person’s page here'))
  if (kind === 'merge' && other === view.key) wrong.push(mistake('other', 'That is this very person'))
  return reason ? wrong : [...wrong, reasonMissing]
}

type Filled = Readonly<{ typed: Typed; errors?: readonly Mistake[]; isChecked?: boolean }>

async function showForm(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  { linkage, view, kind }: Page,
  { typed, errors = [], isChecked = false }: Filled,
): Promise<FastifyReply> {
  const names = await namesOf(site)
  const facts = view.themes.flatMap((theme) => theme.facts)
  const records = view.sources.flatMap((source) =>
    source.records.map(({ record, key }) => ({
      record,
      key,
      title: source.title,
      holder: names(source.organisation),
      isChosen: typed.records.includes(record),
      facts: subjectsOf(
        facts.filter((fact) => fact.record === record),
        names,
        new Map(),
      ).flatMap(({ what, values }) => values.map(({ value }) => ({ what, value }))),
    })),
  )
  return show(site, exchange, 'pages/correct/view.njk', {
    linkage,
    person: view,
    kind,
    typed,
    errors,
    isChecked,
    records,
    receipts: view.sources.flatMap(({ receipt }) => receipt ?? []),
    status: errors.length > 0 ? 400 : 200,
  })
}

async function correctIt(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  { linkage, view, kind }: Page,
  { records, other, reason }: Typed,
): Promise<FastifyReply> {
  const [request, reply] = exchange
  const asked = { credentials: request.visitor.credentials, linkage: linkage.id, reason }
  const { entities } = site.rooms
  const done =
    kind === 'split'
      ? await entities.split({ ...asked, key: view.key, records })
      : await entities.merge({ ...asked, keys: [view.key, other] })
  return done.kind === 'done'
    ? onwards(reply, linkage, done.value)
    : refused(site, exchange, done, kind === 'split' ? 'take records apart' : 'make two people one')
}

async function reportIt(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  { linkage, view }: Page,
  { records, reason }: Typed,
): Promise<FastifyReply> {
  const { credentials } = exchange[0].visitor
  const done = await site.rooms.entities.dispute({ credentials, key: view.key, record: records[0]!, reason })
  if (done.kind === 'refusal') return refused(site, exchange, done, 'report a record')
  return show(site, exchange, 'pages/not-me/reported.njk', {
    dispute: done.value,
    back: `/people/${encodeURIComponent(linkage.id)}/${encodeURIComponent(view.key)}`,
  })
}

export function onwards(reply: FastifyReply, linkage: LinkageView, { to, from }: Correction): FastifyReply {
  const key = to[0] ?? from[0]
  const path = key === undefined ? '' : `/${encodeURIComponent(key)}`
  return reply.redirect(`/people/${encodeURIComponent(linkage.id)}${path}`, 303)
}

export function refused(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  refusal: Refused,
  what: string,
): Promise<FastifyReply> {
  return showRefusal(site, exchange, refusal, { asked: `You asked to ${what}` })
}
