/** Who is looking: read from the session cookie once a request, before any page. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Credentials } from '#identity'
import { Problem } from '#foundation/problem.ts'
import { anonymous, type Caller } from '#model/request.ts'
import { word } from '../asked.ts'
import type { WebRooms, WebSettings } from '../needs.ts'

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

type Given = Readonly<{ rooms: WebRooms; settings: WebSettings }>

/** Puts `request.visitor` on every request, and lets no form pass without its token. */
export function receiveVisitors(server: FastifyInstance, { rooms, settings }: Given): void {
  server.decorateRequest('visitor', null as unknown as Visitor)
  server.addHook('onRequest', async (request, reply) => {
    request.visitor = nobody
    const session = request.cookies[sessionCookie(settings)]
    if (session) request.visitor = (await recognise(rooms, session)) ?? forget(reply, settings)
  })
  server.addHook('preHandler', async (request) => {
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

function forget(reply: FastifyReply, settings: WebSettings): Visitor {
  void reply.clearCookie(sessionCookie(settings), cookieOptions(settings))
  return nobody
}

/** Browsers keep `__Host-` cookies to this host and to TLS; on plain HTTP (a demo on one machine) they refuse them. */
export function sessionCookie(settings: WebSettings): string {
  return settings.origin.startsWith('https:') ? '__Host-wayleave' : 'wayleave'
}

export function cookieOptions(
  settings: WebSettings,
): Readonly<{ path: string; httpOnly: true; sameSite: 'lax'; secure: boolean }> {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: settings.origin.startsWith('https:') }
}
