/** Who is looking: read from the session cookie once a request, before any page. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Credentials, Identity } from '#identity'
import { Problem } from '#foundation/problem.ts'
import { anonymous, type Caller } from '#model/request.ts'
import { hasNul, word } from '../asked.ts'
import type { WebRooms } from '../needs.ts'

export type Visitor = Readonly<{
  credentials: Credentials
  caller: Caller
  organisationName: string | null
  /** True when they hold roles in more than one organisation. */
  canChoose: boolean
  /** For the hidden field of every form; empty when nobody is signed in, who then has nothing to post. */
  csrf: string
}>

declare module 'fastify' {
  interface FastifyRequest {
    visitor: Visitor
  }
  interface FastifyContextConfig {
    /** The page reads its form as a stream and checks the token itself, before anything else of the form. */
    checksTokenItself?: boolean
  }
}

export const nobody: Visitor = {
  credentials: {},
  caller: anonymous,
  organisationName: null,
  canChoose: false,
  csrf: '',
}

/** Puts `request.visitor` on every request, and lets no form pass without its token. */
export function receiveVisitors(server: FastifyInstance, rooms: WebRooms): void {
  server.decorateRequest('visitor', null as unknown as Visitor)
  server.addHook('onRequest', async (request, reply) => {
    request.visitor = nobody
    const session = request.cookies[rooms.identity.cookies.session.name]
    if (session) request.visitor = (await recognise(rooms, session)) ?? forget(reply, rooms.identity)
  })
  server.addHook('preHandler', async (request, reply) => {
    if (hasNul(request.params)) return reply.callNotFound()
    if (request.method !== 'POST') return
    if (!request.routeOptions.config.checksTokenItself) checkToken(rooms, request, word(request.body, 'csrf'))
  })
}

/** Problem 403 unless the form came from a page that we gave this very session. */
export function checkToken(rooms: WebRooms, request: FastifyRequest, token: string): void {
  rooms.identity.checkCsrf(request.visitor.credentials.session, token)
}

async function recognise(rooms: WebRooms, session: string): Promise<Visitor | undefined> {
  try {
    const { caller, organisations } = await rooms.identity.account(session)
    const organisation = caller.organisation ? await rooms.catalogue.organisation(caller.organisation) : undefined
    return {
      credentials: { session },
      caller,
      organisationName: organisation?.name ?? caller.organisation,
      canChoose: organisations.length > 1,
      csrf: rooms.identity.csrfToken(session),
    }
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return undefined
    throw error
  }
}

function forget(reply: FastifyReply, { cookies }: Identity): Visitor {
  void reply.clearCookie(cookies.session.name, cookies.session.options)
  return nobody
}
