/** Publishing, first half: choose a file, send it, wait until it is read. Review and confirmation are in review.ts. */
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '#foundation/problem.ts'
import { queryString, word } from '../../asked.ts'
import { checkToken } from '../../layout/visitor.ts'
import { type Site, show, showRefusal } from '../../site.ts'
import { toSignIn } from '../sign-in/sign-in.ts'
import { confirmReview, showReview } from './review.ts'
import { createUploads, type Upload, type Uploads } from './uploads.ts'

export function publish(server: FastifyInstance, site: Site): void {
  const uploads = createUploads(site.clock)

  server.get('/publish', (request, reply) =>
    forOfficers(site, [request, reply], () =>
      showForm(site, [request, reply], { title: word(request.query, 'title'), name: word(request.query, 'name') }),
    ),
  )

  server.post('/publish', { config: { checksTokenItself: true } }, (request, reply) =>
    forOfficers(site, [request, reply], () => receive(site, uploads, [request, reply])),
  )

  server.get('/publish/:upload', (request, reply) =>
    forOfficers(site, [request, reply], () => {
      const upload = uploadOf(uploads, request)
      const state = uploads.stateOf(upload)
      if (state.kind === 'ready') return reply.redirect(reviewOf(upload, state.draft.id), 303)
      if (state.kind === 'failed')
        return show(site, [request, reply], 'pages/publish/failed.njk', {
          status: state.problem.status,
          upload,
          problem: state.problem,
        })
      // Without a script, the browser itself asks again.
      void reply.header('refresh', '2')
      return show(site, [request, reply], 'pages/publish/working.njk', { upload })
    }),
  )

  // From here on the draft itself is asked for: it outlives this process, and any process can show it.
  server.get('/publish/review/:draft', (request, reply) =>
    forOfficers(site, [request, reply], () => showReview(site, [request, reply])),
  )

  server.post('/publish/review/:draft', (request, reply) =>
    forOfficers(site, [request, reply], () => confirmReview(site, [request, reply])),
  )

  server.get('/publish/done/:organisation/:name', async (request, reply) => {
    const { organisation, name } = request.params as { organisation: string; name: string }
    const dataset = await site.rooms.catalogue.dataset(`${organisation}/${name}`)
    if (!dataset?.latest) return reply.callNotFound()
    return show(site, [request, reply], 'pages/publish/done.njk', {
      dataset,
      isNew: word(request.query, 'new') !== 'no',
    })
  })
}

type Exchange = readonly [FastifyRequest, FastifyReply]

/** Others get a refusal that helps, on record like every refusal. */
async function forOfficers(
  site: Site,
  exchange: Exchange,
  go: () => Promise<FastifyReply> | FastifyReply,
): Promise<FastifyReply> {
  const [request, reply] = exchange
  const { caller, credentials } = request.visitor
  if (caller.kind === 'anonymous') return toSignIn(reply, request.method === 'GET' ? request.url : '/publish')
  const target = { organisation: caller.organisation }
  if (site.rooms.governance.authorise(caller, 'publish', target) === null) return go()
  const answer = await site.exchange.act({ credentials, act: 'publish', target }, async () => undefined)
  if (answer.kind === 'refusal') return showRefusal(site, exchange, answer, { asked: 'You asked to publish data' })
  return go()
}

type Filled = Readonly<{ title: string; name: string; errors?: readonly Readonly<{ text: string; href: string }>[] }>

async function showForm(site: Site, exchange: Exchange, filled: Filled): Promise<FastifyReply> {
  const organisation = exchange[0].visitor.caller.organisation ?? ''
  const { datasets } = await site.rooms.catalogue.search({ q: '', organisation, limit: 300, offset: 0 })
  return show(site, exchange, 'pages/publish/view.njk', {
    status: filled.errors ? 422 : 200,
    title: filled.title,
    errors: filled.errors ?? [],
    errorAt: Object.fromEntries((filled.errors ?? []).map(({ text, href }) => [href.slice(1), text])),
    own: datasets.map(({ name, title }) => ({ name, title, isChosen: name === filled.name })),
    limit: site.settings.uploadLimit,
  })
}

/** The form's parts in the order they come: token, words, and last the file, which is read while it arrives. */
async function receive(site: Site, uploads: Uploads, exchange: Exchange): Promise<FastifyReply> {
  const [request, reply] = exchange
  const { caller } = request.visitor
  if (!request.isMultipart()) throw notAFile()
  let isOurs = false
  const form: Record<string, string> = {}
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.fieldname === 'csrf') {
        checkToken(site.rooms, request, String(part.value))
        isOurs = true
      } else form[part.fieldname] = String(part.value)
      continue
    }
    if (!isOurs) checkToken(site.rooms, request, '')
    const filled = { title: word(form, 'title'), name: word(form, 'name') }
    const name = filled.name || nameFrom(filled.title)
    if (!part.filename || !name) {
      await finish(part.file)
      return showForm(site, exchange, { ...filled, errors: mistakesIn(part, name) })
    }
    const ref = `${caller.organisation}/${name}`
    const reading = site.rooms.intake.analyse({ stream: part.file, name: part.filename }, { ref })
    const upload = uploads.add(caller, { ref, title: filled.title, fileName: part.filename }, reading)
    const outcome = await Promise.race([upload.read, arrived(part.file)])
    // A file refused half-way is still sent to its end, or the browser would show a broken connection instead of the reason.
    if (outcome?.kind === 'failed') await finish(part.file)
    // Small files are read in a moment; nobody need see a page of waiting for them.
    const read = await Promise.race([upload.read, wait(1_500, undefined, { ref: false })])
    return reply.redirect(read?.kind === 'ready' ? reviewOf(upload, read.draft.id) : `/publish/${upload.id}`, 303)
  }
  if (!isOurs) checkToken(site.rooms, request, '')
  return showForm(site, exchange, { title: word(form, 'title'), name: word(form, 'name'), errors: [noFile] })
}

const noFile = { text: 'Choose the file that you want to publish', href: '#file' }

function mistakesIn(part: MultipartFile, name: string): readonly Readonly<{ text: string; href: string }>[] {
  return [
    ...(name ? [] : [{ text: 'Say what the data is called', href: '#title' }]),
    ...(part.filename ? [] : [noFile]),
  ]
}

async function arrived(stream: Readable): Promise<undefined> {
  await new Promise<void>((done) => stream.once('end', done).once('close', done))
  return undefined
}

async function finish(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return
  stream.resume()
  await arrived(stream)
}

/** “Street works, 2026” → `street-works-2026`. */
export function nameFrom(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[’']/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
}

function reviewOf({ title }: Upload, draft: string): string {
  return `/publish/review/${draft}${queryString({ title })}`
}

function uploadOf(uploads: Uploads, request: FastifyRequest) {
  const found = uploads.find(request.visitor.caller, (request.params as { upload: string }).upload)
  if (found) return found
  throw new Problem(404, 'upload-unknown', {
    title: 'This upload is over',
    detail:
      'It was published, or it is more than an hour old, or it was sent by somebody else. What is published is in the catalogue.',
    mend: 'Send the file again.',
  })
}

function notAFile(): Problem {
  return new Problem(415, 'form-unreadable', {
    title: 'There was no file in that',
    detail: 'The form did not arrive as a form with a file. Nothing was published.',
    mend: 'Go back, choose the file and send it again.',
  })
}
