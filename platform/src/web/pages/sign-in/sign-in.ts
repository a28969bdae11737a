/** Signing in at a provider, choosing for whom to act, signing out. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { safeReturnTo } from '#identity'
import { queryString, word } from '../../asked.ts'
import { namesOf, type Site, show } from '../../site.ts'

export function signIn(server: FastifyInstance, site: Site): void {
  const { identity } = site.rooms
  const { cookies } = identity

  server.get('/sign-in', async (request, reply) => {
    const returnTo = safeReturnTo(word(request.query, 'return'))
    if (request.visitor.caller.kind === 'person') return reply.redirect(returnTo, 303)
    return show(site, [request, reply], 'pages/sign-in/view.njk', {
      label: identity.signInLabel,
      start: `/sign-in/start${queryString({ return: returnTo })}`,
    })
  })

  // A link, not a form: the browser goes on to the provider, which `form-action 'self'` would stop.
  server.get('/sign-in/start', async (request, reply) => {
    const returnTo = word(request.query, 'return') || '/'
    // The provider sends people back to the node's own address, and cookies of another (localhost for 127.0.0.1) stay behind.
    // Once only: behind a proxy that renames the host, they would never look alike.
    const { origin } = site.settings
    if (request.host !== new URL(origin).host && word(request.query, 'moved') !== 'yes')
      return reply.redirect(`${origin}/sign-in/start${queryString({ return: returnTo, moved: 'yes' })}`, 303)
    const { url, cookie } = await identity.startSignIn(returnTo)
    return reply
      .setCookie(cookies.signIn.name, cookie, cookies.signIn.options)
      .header('cache-control', 'no-store')
      .redirect(url, 303)
  })

  server.get('/sign-in/callback', async (request, reply) => {
    void reply.clearCookie(cookies.signIn.name, cookies.signIn.options).header('cache-control', 'no-store')
    const before = request.visitor.credentials.session
    const { session, returnTo, organisations } = await identity.finishSignIn(
      request.url,
      request.cookies[cookies.signIn.name],
      before,
    )
    void reply.setCookie(cookies.session.name, session, cookies.session.options)
    const mustChoose = organisations.length > 1
    return reply.redirect(mustChoose ? `/sign-in/organisation${queryString({ return: returnTo })}` : returnTo, 303)
  })

  server.get('/sign-in/organisation', async (request, reply) => {
    const { session } = request.visitor.credentials
    const returnTo = safeReturnTo(word(request.query, 'return'))
    if (session === undefined) return toSignIn(reply, request.url)
    const { organisations, caller } = await identity.account(session)
    const names = await namesOf(site)
    const choices = organisations.map(({ organisation, roles }) => ({
      id: organisation,
      name: names(organisation),
      roles,
      isChosen: organisation === caller.organisation,
    }))
    return show(site, [request, reply], 'pages/sign-in/organisation.njk', {
      choices,
      returnTo,
      asMyself: caller.organisation === null,
    })
  })

  server.post('/sign-in/organisation', async (request, reply) => {
    const { session } = request.visitor.credentials
    if (session === undefined) return toSignIn(reply, '/')
    await identity.chooseOrganisation(session, word(request.body, 'organisation') || null)
    return reply.redirect(safeReturnTo(word(request.body, 'return')), 303)
  })

  server.post('/sign-out', async (request, reply) => {
    const { session } = request.visitor.credentials
    if (session !== undefined) await identity.signOut(session)
    return reply
      .clearCookie(cookies.session.name, cookies.session.options)
      .header('clear-site-data', '"cache"')
      .redirect('/sign-in?signed=out', 303)
  })
}

/** For pages that only make sense signed in. */
export function toSignIn(reply: FastifyReply, returnTo: string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(`/sign-in${queryString({ return: returnTo })}`, 303)
}
