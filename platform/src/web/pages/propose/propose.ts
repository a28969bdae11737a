/** Proposing an agreement: the document itself, pasted or as a file, or drafted from a question that was refused. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LineCounter, parseDocument } from 'yaml'
import { Problem } from '#foundation/problem.ts'
import { oneOf, words, word } from '../../asked.ts'
import { agreementActions, agreementRoles } from '@wayleave/kit'
import { checkToken } from '../../layout/visitor.ts'
import { type Site, show, showRefusal } from '../../site.ts'
import { toSignIn } from '../sign-in/sign-in.ts'
import { draftFor } from './draft.ts'

const largest = 512 * 1024

export function propose(server: FastifyInstance, site: Site): void {
  server.get('/agreements/new', async (request, reply) => {
    if (request.visitor.caller.kind === 'anonymous') return toSignIn(reply, request.url)
    const { query } = request
    const text = await draftFor(site, request.visitor.caller, {
      dataset: word(query, 'dataset'),
      purpose: word(query, 'purpose') || null,
      fields: words(query, 'fields'),
      action: oneOf(agreementActions, word(query, 'action')) ?? 'read',
      role: oneOf(agreementRoles, word(query, 'role')),
    })
    return show(site, [request, reply], 'pages/propose/view.njk', {
      text,
      isDraft: word(query, 'dataset') !== '',
      problem: null,
    })
  })

  server.post('/agreements/new', { config: { checksTokenItself: true } }, async (request, reply) => {
    if (request.visitor.caller.kind === 'anonymous') return toSignIn(reply, '/agreements/new')
    const text = await textOf(site, request)
    const again = (problem: Problem) => showAgain(site, [request, reply], text, problem)
    try {
      const document = readRoughly(text)
      const asked = { credentials: request.visitor.credentials, act: 'propose', target: { document } } as const
      const answer = await site.exchange.act(asked, (caller) => site.rooms.governance.propose(text, caller))
      if (answer.kind === 'refusal')
        return await showRefusal(site, [request, reply], answer, { asked: 'You asked to propose an agreement' })
      return await reply.redirect(`/agreements/${encodeURIComponent(answer.value.document.id)}?done=propose`, 303)
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return again(error)
      throw error
    }
  })
}

function showAgain(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  text: string,
  problem: Problem,
): FastifyReply {
  return show(site, exchange, 'pages/propose/view.njk', { status: problem.status, text, isDraft: false, problem })
}

/** The pasted text, or the file in its place. The token comes first in the form, and is checked before the rest is read. */
async function textOf({ rooms }: Site, request: FastifyRequest): Promise<string> {
  if (!request.isMultipart())
    throw new Problem(415, 'form-unreadable', {
      title: 'We could not read that',
      detail: 'The form did not arrive as a form with a file.',
      mend: 'Go back and send it again.',
    })
  let isOurs = false
  let pasted = ''
  let uploaded = ''
  for await (const part of request.parts({ limits: { fileSize: largest, fieldSize: largest } })) {
    if (part.type === 'field' && part.fieldname === 'csrf') {
      checkToken(rooms, request, String(part.value))
      isOurs = true
    } else if (!isOurs) checkToken(rooms, request, '')
    else if (part.type === 'field') pasted = part.fieldname === 'document' ? String(part.value) : pasted
    else uploaded = (await part.toBuffer()).toString('utf8')
  }
  if (!isOurs) checkToken(rooms, request, '')
  return uploaded.trim() ? uploaded : pasted
}

/** Only as far as to see whose agreement it would be; governance reads it properly, with the place of every fault. */
function readRoughly(text: string): unknown {
  if (!text.trim()) throw unreadable('There is no document.')
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    merge: false,
    uniqueKeys: true,
    stringKeys: true,
  })
  const [error] = document.errors
  // The parser's own words quote the text, which may be anything.
  if (error)
    throw unreadable(
      `It is not YAML or JSON from line ${lines.linePos(error.pos[0]).line} on (${error.code.toLowerCase().replaceAll('_', ' ')}).`,
    )
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch {
    throw unreadable('It uses aliases, which an agreement does not.')
  }
}

function unreadable(detail: string): Problem {
  return new Problem(400, 'document-unreadable', {
    title: 'The document cannot be read',
    detail,
    mend: 'Check indentation and quotes on that line and the one above it.',
  })
}
