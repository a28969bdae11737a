/** Publishing, second half: what we understood, for its owner to correct, and the decision who may see it. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { licences } from '#governance'
import type { Choices as IntakeChoices, Draft } from '#intake'
import { Problem } from '#foundation/problem.ts'
import {
  type Classification,
  classifications,
  type DatasetKind,
  datasetKinds,
  type FieldType,
  fieldTypes,
} from '#model/dataset.ts'
import { type LoadMode, loadModes } from '#model/records.ts'
import { oneOf, word } from '../../asked.ts'
import { type Site, show, showRefusal } from '../../site.ts'

type Exchange = readonly [FastifyRequest, FastifyReply]
type Mistake = Readonly<{ text: string; href: string }>

/** The draft, and the title that was typed with the file. */
type Review = Readonly<{ draft: Draft; typed: string }>

/** What the form says; before it was sent, what we propose. */
type Choices = Readonly<{
  title: string
  description: string
  classification: Classification
  licence: string
  key: string
  /** Only asked of a new dataset. */
  kind: DatasetKind
  /** Only asked of records that there are. */
  mode: LoadMode | null
  note: string
  sure: boolean
  types: Readonly<Record<string, FieldType>>
}>

/** A wider table is corrected afterwards, from the command line. */
const mostFields = 200

export async function showReview(site: Site, exchange: Exchange): Promise<FastifyReply> {
  const review = await reviewOf(site, exchange)
  return render(site, exchange, review, { choices: await proposed(site, review), mistakes: [] })
}

export async function confirmReview(site: Site, exchange: Exchange): Promise<FastifyReply> {
  const [request, reply] = exchange
  const review = await reviewOf(site, exchange)
  const { draft } = review
  const choices = chosen(request.body, draft)
  const mistakes = mistakesIn(choices, draft)
  if (mistakes.length > 0) return render(site, exchange, review, { choices, mistakes })
  const target = { organisation: request.visitor.caller.organisation, dataset: draft.dataset }
  try {
    const asked = { credentials: request.visitor.credentials, act: 'publish', target } as const
    const answer = await site.exchange.act(asked, (caller) =>
      site.rooms.intake.confirm(draft.id, toIntake(choices), caller),
    )
    if (answer.kind === 'refusal')
      return await showRefusal(site, exchange, answer, { asked: 'You asked to publish data' })
    return await reply.redirect(`/publish/done/${draft.dataset}${answer.value.isNew ? '' : '?new=no'}`, 303)
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error
    const mistake = {
      text: `${error.detail} ${error.mend ?? ''}`.trim(),
      href: error.at === 'key' || error.at === 'mode' ? `#${error.at}` : '#fields',
    }
    return render(site, exchange, review, { choices, mistakes: [mistake] })
  }
}

/** A draft is its own organisation's business; nobody else learns that there is one. */
async function reviewOf(site: Site, [request]: Exchange): Promise<Review> {
  const draft = await site.rooms.intake.draft((request.params as { draft: string }).draft)
  if (!draft.dataset.startsWith(`${request.visitor.caller.organisation}/`)) throw notYours()
  return { draft, typed: word(request.query, 'title') }
}

function toIntake({
  title,
  description,
  classification,
  licence,
  key,
  kind,
  mode,
  note,
  types,
}: Choices): IntakeChoices {
  return {
    title,
    description,
    classification,
    types,
    ...(kind === 'records' && { kind }),
    ...(mode && { mode }),
    licence: classification === 'open' ? licence : null,
    ...(key && { key }),
    ...(note && { note }),
  }
}

async function proposed(site: Site, { draft, typed }: Review): Promise<Choices> {
  const before = await site.rooms.catalogue.dataset(draft.dataset)
  return {
    title: before?.title ?? (typed || (draft.dataset.split('/')[1] ?? '')),
    description: before?.description ?? '',
    classification: draft.proposal.classification,
    licence: before?.licence ?? 'ogl-3',
    key: before?.key ?? '',
    kind: before?.kind ?? 'table',
    mode: null,
    note: '',
    sure: false,
    types: {},
  }
}

function chosen(body: unknown, draft: Draft): Choices {
  const types = draft.fields
    .slice(0, mostFields)
    .map(({ name, type }, index) => [name, type, oneOf(fieldTypes, word(body, `type-${index}`))] as const)
    .filter((each): each is readonly [string, FieldType, FieldType] => each[2] !== null && each[2] !== each[1])
    .map(([name, , type]) => [name, type] as const)
  return {
    title: word(body, 'title').slice(0, 300),
    description: word(body, 'description').slice(0, 10_000),
    classification: oneOf(classifications, word(body, 'classification')) ?? draft.proposal.classification,
    licence: word(body, 'licence'),
    key: draft.fields.some(({ name }) => name === word(body, 'key')) ? word(body, 'key') : '',
    kind: oneOf(datasetKinds, word(body, 'kind')) ?? 'table',
    mode: oneOf(loadModes, word(body, 'mode')),
    note: word(body, 'note').slice(0, 2_000),
    sure: word(body, 'sure') === 'yes',
    types: Object.fromEntries(types),
  }
}

function mistakesIn({ title, classification, licence, sure }: Choices, { proposal }: Draft): readonly Mistake[] {
  const isOpened = (classification === 'open' || classification === 'shared') && proposal.people.length > 0
  return [
    ...(title ? [] : [{ text: 'Say what the data is called', href: '#title' }]),
    ...(classification === 'open' && !licences.some(({ id }) => id === licence)
      ? [{ text: 'Choose a licence, or nobody can use it', href: '#licence' }]
      : []),
    ...(isOpened && !sure
      ? [{ text: 'Confirm that nobody can be recognised in it, or keep it personal', href: '#sure' }]
      : []),
  ]
}

type Filled = Readonly<{ choices: Choices; mistakes: readonly Mistake[] }>

async function render(
  site: Site,
  exchange: Exchange,
  { draft }: Review,
  { choices, mistakes }: Filled,
): Promise<FastifyReply> {
  const before = await site.rooms.catalogue.dataset(draft.dataset)
  const profiles = new Map(draft.profile.map((profile) => [profile.name, profile]))
  return show(site, exchange, 'pages/publish/review.njk', {
    status: mistakes.length > 0 ? 422 : 200,
    draft,
    before: before?.latest ? before : null,
    choices,
    errors: mistakes,
    errorAt: Object.fromEntries(mistakes.map(({ text, href }) => [href.slice(1), text])),
    fields: draft.fields.slice(0, mostFields).map((field) => ({
      ...field,
      chosenType: choices.types[field.name] ?? field.type,
      profile: profiles.get(field.name) ?? null,
      isPeople: draft.proposal.people.includes(field.name),
    })),
    moreFields: Math.max(0, draft.fields.length - mostFields),
    fieldTypes,
    classifications,
    licences,
  })
}

function notYours(): Problem {
  return new Problem(404, 'draft-unknown', {
    title: 'That upload is not waiting here any more',
    detail: 'It was published, or it is more than a day old, or it was sent for another organisation.',
    mend: 'Send the file again.',
  })
}
