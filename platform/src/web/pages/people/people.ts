/** Looking for a person: first what one is working on, then what one has in hand. Nothing typed here stands in an address. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clues, LinkageView, SearchAnswer } from '#entities'
import { word } from '../../asked.ts'
import { namesOf, type Site, show, showRefusal } from '../../site.ts'
import { purposeWords } from './purpose.ts'

export function people(server: FastifyInstance, site: Site): void {
  server.get('/people', async (request, reply) => {
    const found = await site.rooms.entities.linkages(request.visitor.credentials)
    const names = await namesOf(site)
    const linkages = found.map((one) => ({
      ...one,
      purposeWords: purposeWords(site, one.purpose),
      holders: [...new Set(one.datasets.map(({ dataset }) => names(dataset.split('/')[0]!)))],
    }))
    return show(site, [request, reply], 'pages/people/view.njk', { linkages })
  })

  server.get('/people/:linkage', (request, reply) =>
    withLinkage(site, [request, reply], (linkage) => showSearch(site, [request, reply], { linkage, typed: {} })),
  )

  // A post, though it changes nothing: a name or a date of birth must not stand in an address, a log or a history.
  server.post('/people/:linkage', (request, reply) =>
    withLinkage(site, [request, reply], async (linkage) => {
      const typed = typedIn(request.body)
      const { clues, errors } = cluesIn(typed)
      if (errors.length > 0) return showSearch(site, [request, reply], { linkage, typed, errors })
      const asked = { credentials: request.visitor.credentials, linkage: linkage.id, clues }
      const answer = await site.rooms.entities.search(asked)
      if (answer.kind === 'refusal')
        return showRefusal(site, [request, reply], answer, {
          asked: `You asked to look for a person in ${linkage.title}`,
        })
      if (answer.receipt) void reply.header('wayleave-receipt', answer.receipt.id)
      return showSearch(site, [request, reply], {
        linkage,
        typed,
        answer: answer.value,
        receipt: answer.receipt?.id ?? null,
      })
    }),
  )
}

/** The linkage of the address, if it is this visitor's; else why not. */
export async function withLinkage(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  then: (linkage: LinkageView) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const [request] = exchange
  const { linkage } = request.params as { linkage: string }
  const found = await site.rooms.entities.linkage({ credentials: request.visitor.credentials, linkage })
  if (found.kind === 'done') return then(found.value)
  return showRefusal(site, exchange, found, { asked: 'You asked to look at people in several registers' })
}

const typedNames = ['name', 'day', 'month', 'year', 'age', 'postcode', 'address', 'nhs', 'telephone', 'email'] as const
type Typed = Readonly<Partial<Record<(typeof typedNames)[number], string>>>

function typedIn(form: unknown): Typed {
  return Object.fromEntries(typedNames.map((name) => [name, word(form, name).slice(0, 200)]))
}

type Mistake = Readonly<{ text: string; href: string; field: string }>

/** What was typed as clues, or what is wrong with it, in the order of the form. */
function cluesIn(typed: Typed): Readonly<{ clues: Clues; errors: readonly Mistake[] }> {
  const errors: Mistake[] = []
  const mistake = (field: string, text: string) => void errors.push({ field, text, href: `#${field}` })
  const dateOfBirth = dateIn(typed)
  if (dateOfBirth === null)
    mistake('year', 'Date of birth must be a real date, or a month and a year, or a year, like 27 3 1957')
  const age = typed.age ? Number(typed.age) : undefined
  if (age !== undefined && !(Number.isInteger(age) && age >= 0 && age <= 120))
    mistake('age', 'Age must be a whole number from 0 to 120')
  const plain = { name: typed.name, postcode: typed.postcode, address: typed.address, nhsNumber: typed.nhs }
  const given = Object.entries({ ...plain, telephone: typed.telephone, email: typed.email }).filter(
    ([, value]) => value,
  )
  const clues: Clues = {
    ...Object.fromEntries(given),
    ...(dateOfBirth && { dateOfBirth }),
    ...(age !== undefined && errors.length === 0 && { age }),
  }
  const names = Object.keys(clues).filter((name) => name !== 'age' && name !== 'postcode' && name !== 'address')
  if (errors.length === 0 && names.length === 0)
    mistake('name', 'Enter a name, a date of birth, an NHS number, a telephone number or an e-mail address')
  return { clues, errors }
}

/** ISO, as much of it as was typed; undefined when nothing was, null when it is no date. */
function dateIn({ day = '', month = '', year = '' }: Typed): string | null | undefined {
  if (!day && !month && !year) return undefined
  if (!/^(18|19|20)[0-9]{2}$/.test(year) || (day !== '' && month === '')) return null
  if (!month) return year
  if (!/^(0?[1-9]|1[0-2])$/.test(month)) return null
  const start = `${year}-${month.padStart(2, '0')}`
  if (!day) return start
  const whole = `${start}-${day.padStart(2, '0')}`
  const date = new Date(`${whole}T00:00:00Z`)
  return /^[0-9]{1,2}$/.test(day) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(whole)
    ? whole
    : null
}

type Search = Readonly<{
  linkage: LinkageView
  typed: Typed
  errors?: readonly Mistake[]
  answer?: SearchAnswer
  receipt?: string | null
}>

async function showSearch(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  { linkage, typed, errors = [], answer, receipt = null }: Search,
): Promise<FastifyReply> {
  const names = await namesOf(site)
  const holder = (dataset: string) => names(dataset.split('/')[0]!)
  return show(site, exchange, 'pages/people/search.njk', {
    linkage,
    purpose: purposeWords(site, linkage.purpose),
    typed,
    errors,
    receipt,
    status: errors.length > 0 ? 400 : 200,
    answer: answer && {
      ...answer,
      results: answer.results.map((one) => ({ ...one, holders: [...new Set(one.datasets.map(holder))] })),
      searched: answer.searched.map((one) => ({
        ...one,
        holder: names(one.organisation),
        by: one.by.map((clue) => clueWords[clue]),
        reasons: one.reasons.map((reason) => ({ ...reason, whoseName: names(reason.whose) })),
      })),
    },
  })
}

const clueWords: Readonly<Record<keyof Clues, string>> = {
  name: 'name',
  dateOfBirth: 'date of birth',
  age: 'age',
  postcode: 'postcode',
  address: 'address',
  nhsNumber: 'NHS number',
  telephone: 'telephone number',
  email: 'e-mail address',
}
