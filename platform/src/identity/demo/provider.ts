/**
 * The demo's sign-in provider: a real OpenID Connect provider (`oidc-provider`) with pretend people, so that the demo
 * walks the same road as a node with an outside provider. `main` mounts it in demo mode and in no other; people whom it
 * vouches for are known by its issuer, so that none of them can come in once a node uses another provider.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Configuration, Provider } from 'oidc-provider'
import { openKeysFolder } from '../keys-folder.ts'
import { isLoopback } from '../loopback.ts'
import { loadOidcProvider } from './load.ts'
import { memoryAdapter } from './memory.ts'
import { choosePage, policy, troublePage } from './pages.ts'

export type DemoAccount = Readonly<{
  subject: string
  name: string
  /** What they do, in a few words. */
  about: string
  /** The heading they are listed under: their organisation. */
  group: string
}>

type DemoClient = Readonly<{ clientId: string; clientSecret: string; redirectUris: readonly string[] }>

export type DemoProvider = Readonly<{
  issuer: string
  /**
   * Answers the request when its path is below the issuer's, and says so; false: not mine, nothing was touched. It reads the
   * body itself, so it comes before any other that does (Fastify: in `serverFactory`).
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean
}>

export type DemoSettings = Readonly<{
  /** Where it is mounted: `http://localhost:8700/demo-sign-in`. */
  issuer: string
  accounts: readonly DemoAccount[]
  clients: readonly DemoClient[]
  keysFolder: string
  /** Says that the demo is meant to be seen from outside this machine; without it an issuer not on loopback is refused. */
  openToOthers?: boolean
}>

export async function demoProvider(settings: DemoSettings): Promise<DemoProvider> {
  const issuer = settings.issuer.replace(/\/+$/, '')
  if (!isLoopback(issuer) && !settings.openToOthers)
    throw new Error(
      'the demo sign-in lets anybody be anybody: it is not mounted at a public address unless that is asked for',
    )
  const { provider, policyHeader } = await makeProvider(issuer, settings)
  const { host, protocol, pathname: mount } = new URL(issuer)
  const answer = provider.callback()
  const choose = chooser({ provider, accounts: settings.accounts, mount, policyHeader })

  return {
    issuer,
    handle(request, response) {
      const url = request.url ?? '/'
      if (url !== mount && !url.startsWith(`${mount}/`) && !url.startsWith(`${mount}?`)) return false
      // Links are made from the issuer, whatever the request calls its host.
      request.headers['x-forwarded-host'] = host
      request.headers['x-forwarded-proto'] = protocol.slice(0, -1)
      const below = url.slice(mount.length)
      if (below.startsWith('/choose/')) {
        void choose(request, response)
        return true
      }
      Object.assign(request, { originalUrl: url, url: below.startsWith('/') ? below : `/${below}` })
      void answer(request, response)
      return true
    },
  }
}

async function makeProvider(issuer: string, { accounts, clients, keysFolder }: DemoSettings) {
  const library = await loadOidcProvider()
  const keys = await openKeysFolder(keysFolder)
  const mount = new URL(issuer).pathname
  const cookieKey = (await keys.secret('demo-sign-in')).toString('base64url')
  const policyHeader = policy([
    ...new Set(clients.flatMap(({ redirectUris }) => redirectUris.map((uri) => new URL(uri).origin))),
  ])

  // Every sign-in asks anew who one wants to be.
  const prompts = library.interactionPolicy.base()
  const { Check } = library.interactionPolicy
  prompts
    .get('login')!
    .checks.add(
      new Check('demo', 'choose an account', (ctx) =>
        ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    )

  const configuration: Configuration = {
    adapter: memoryAdapter(),
    jwks: { keys: [...(await keys.signingKeys('demo-sign-in', 'ES256'))] as never },
    cookies: {
      keys: [cookieKey],
      names: { session: 'demo-session', interaction: 'demo-interaction', resume: 'demo-resume' },
      long: { httpOnly: true, sameSite: 'lax', signed: true, path: mount },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    clients: clients.map(({ clientId, clientSecret, redirectUris }) => ({
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [...redirectUris],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      id_token_signed_response_alg: 'ES256',
    })),
    claims: { openid: ['sub'], profile: ['name'] },
    scopes: ['openid', 'profile'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `${mount}/choose/${interaction.uid}`, policy: prompts },
    ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 600, Session: 600, Grant: 600 },
    clientBasedCORS: () => false,
    findAccount: (_ctx, subject) => {
      const account = accounts.find((candidate) => candidate.subject === subject)
      return account && { accountId: subject, claims: () => ({ sub: subject, name: account.name }) }
    },
    // Its one client is this node; there is nothing to ask consent for.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client!.clientId,
        accountId: ctx.oidc.session!.accountId!,
      })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
    renderError(ctx, { error }) {
      ctx.type = 'html'
      ctx.set(pageHeaders(policyHeader))
      ctx.body = troublePage(`The demo sign-in could not go on (${error}).`)
    },
  }
  const provider = new library.Provider(issuer, configuration)
  provider.proxy = true
  return { provider, policyHeader }
}

type Chooser = Readonly<{ provider: Provider; accounts: readonly DemoAccount[]; mount: string; policyHeader: string }>

/** Shows the list, and takes the choice. The provider's own cookie ties both to the sign-in under way. */
function chooser({ provider, accounts, mount, policyHeader }: Chooser) {
  const show = (response: ServerResponse, status: number, page: string) =>
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...pageHeaders(policyHeader) }).end(page)

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const { uid } = await provider.interactionDetails(request, response)
      if (request.method !== 'POST') {
        show(response, 200, choosePage(accounts, `${mount}/choose/${uid}`))
        return
      }
      const subject = new URLSearchParams(await readForm(request)).get('account')
      if (accounts.some((account) => account.subject === subject))
        await provider.interactionFinished(request, response, { login: { accountId: subject!, remember: false } })
      else show(response, 400, troublePage('There is no such account in the demo.'))
    } catch {
      show(response, 400, troublePage('Signing in took too long, or was started in another browser.'))
    }
  }
}

function pageHeaders(policyHeader: string): Record<string, string> {
  return {
    'content-security-policy': policyHeader,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  }
}

async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > 4_096) throw new RangeError('a choice is short')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
