import type { JWK } from 'jose'
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import { hmacHex } from '#foundation/hash.ts'
import { Problem } from '#foundation/problem.ts'
import { anonymous, type Caller, type Role } from '#model/request.ts'
import { createAccessTokens } from './access-tokens.ts'
import { assertionAlgorithms, createAssertions } from './assertions.ts'
import { type ClientDetails, type Clients, createClients } from './clients.ts'
import { type Cookies, cookiesOf } from './cookies.ts'
import { createForms } from './forms.ts'
import { openKeysFolder } from './keys-folder.ts'
import {
  createPersons,
  issuerName,
  type Membership,
  type MembershipLimits,
  type PersonDetails,
  type Persons,
} from './persons.ts'
import { findProvider, type OidcSettings, type Trouble } from './provider.ts'
import { createSessions, type Session, type Sessions } from './sessions.ts'
import { type Arrival, createSignIn, type SignIn } from './sign-in.ts'
import { createTokenEndpoint, type IssueToken } from './token-endpoint.ts'
import { sessionEnded, tokenInvalid } from './unidentified.ts'

/** What a request brought: the token of `Authorization: Bearer …`, the session cookie's value, or nothing. */
export type Credentials = Readonly<{ bearer?: string | undefined; session?: string | undefined }>

export type Identity = Readonly<{
  /**
   * Who is asking. Throws Problem 401 `token-invalid` or `session-ended`; a bad credential never makes a caller
   * anonymous, and a token is never made good by a session beside it.
   */
  identify(credentials: Credentials): Promise<Caller>
  /** Answers `POST /oauth/token`; the form's fields as parsed, repeated ones as arrays. */
  issueToken: IssueToken
  /** The public keys of access tokens, for `GET /oauth/jwks`. */
  jwks(): Readonly<{ keys: readonly JWK[] }>
  /** Authorisation server metadata (RFC 8414), for `GET /.well-known/oauth-authorization-server`. */
  metadata(): Readonly<Record<string, unknown>>
  /** 24 hex characters that stand for a person in receipts; null for apps and the public. */
  pseudonym(caller: Caller): string | null

  /** Adds a person or brings one up to date; answers their id. */
  putPerson(person: PersonDetails): Promise<string>
  /** Ends their sessions and lets them start none. */
  suspendPerson(person: string): Promise<void>
  reinstatePerson(person: string): Promise<void>
  /** The roles of a person in an organisation, in place of those they had there. */
  putMembership(person: string, organisation: string, roles: readonly Role[], limits?: MembershipLimits): Promise<void>
  removeMembership(person: string, organisation: string): Promise<void>
  putClient(client: ClientDetails): Promise<void>
  /** Ends its tokens at once. */
  disableClient(clientId: string): Promise<void>
  enableClient(clientId: string): Promise<void>

  /** The names and attributes of the cookies that doors set; their values are what the functions below answer. */
  cookies: Cookies
  /** What the sign-in button calls the provider; null when nobody can sign in here. */
  signInLabel: string | null
  /** Sends the browser to `url`, with `cookie` as `cookies.signIn`. Throws Problem 503 while the provider is away. */
  startSignIn(returnTo: unknown): Promise<Readonly<{ url: string; cookie: string }>>
  /**
   * The provider sent the browser back to `/sign-in/callback`. `previous`: the session the browser had, if any, which
   * ends. With more than one organisation the person chooses; `returnTo` is a path on this node.
   */
  finishSignIn(callbackUrl: string, cookie: string | undefined, previous?: string): Promise<SignedIn>
  /** For pages: who is signed in, and for whom they may act. Throws `session-ended`. */
  account(session: string): Promise<Account>
  /** Acts from now on for one of the person's organisations, or for none. Throws Problem 403 `not-your-organisation`. */
  chooseOrganisation(session: string, organisation: string | null): Promise<void>
  signOut(session: string): Promise<void>
  /** For a visitor without a session: the value of a cookie that forms before sign-in are bound to. */
  newVisitor(): string
  /** The hidden field of a form; `holder` is the session or, without one, the visitor cookie. */
  csrfToken(holder: string): string
  /** Throws Problem 403 `form-not-ours`. */
  checkCsrf(holder: string | undefined, token: unknown): void
}>

type SignedIn = Readonly<{ session: string; returnTo: string; organisations: readonly Membership[] }>

export type Account = Readonly<{ caller: Caller; organisations: readonly Membership[]; signedInAt: Date }>

export type IdentityDependencies = Readonly<{
  database: Database
  clock: Clock
  /** This node's own URL, as the world sees it: https, or http on loopback. */
  issuer: string
  keysFolder: string
  /** The provider at which people sign in; null: nobody can. */
  oidc: OidcSettings | null
  /** Hears what went wrong with the provider, for the operator's log. */
  trouble?: Trouble
}>

export async function createIdentity(deps: IdentityDependencies): Promise<Identity> {
  const { database, clock } = deps
  const issuer = deps.issuer.replace(/\/+$/, '')
  await database.migrate('identity', new URL('./sql/', import.meta.url))
  const keys = await openKeysFolder(deps.keysFolder)
  const pseudonymKey = await keys.secret('pseudonym')
  const forms = createForms(await keys.secret('forms'))
  const accessTokens = await createAccessTokens({
    clock,
    issuer,
    signingKeys: await keys.signingKeys('access-tokens', 'EdDSA'),
  })
  const clients = createClients(database, clock)
  const persons = createPersons(database, clock)
  const signIn = deps.oidc && makeSignIn(deps.oidc, { ...deps, issuer }, await keys.secret('sign-in'))
  const sessions = createSessions({ database, clock, issuer: deps.oidc && issuerName(deps.oidc.issuer) })
  const tokenUrl = `${issuer}/oauth/token`
  const assertions = createAssertions({ database, clock, audiences: [issuer, tokenUrl] })

  return {
    identify: createIdentify(accessTokens, clients, sessions),
    issueToken: createTokenEndpoint({ clients, accessTokens, assertions, clock }),
    jwks: accessTokens.jwks,
    metadata: () => metadata(issuer, tokenUrl),
    pseudonym: (caller) =>
      caller.kind === 'person' && caller.id !== null
        ? hmacHex(pseudonymKey, `person\n${caller.id}`).slice(0, 24)
        : null,

    putPerson: persons.put,
    suspendPerson: (person) => persons.setSuspended(person, true),
    reinstatePerson: (person) => persons.setSuspended(person, false),
    putMembership: persons.putMembership,
    removeMembership: persons.removeMembership,
    putClient: clients.put,
    disableClient: (clientId) => clients.setDisabled(clientId, true),
    enableClient: (clientId) => clients.setDisabled(clientId, false),

    cookies: cookiesOf(issuer),
    signInLabel: deps.oidc?.label ?? null,
    startSignIn: async (returnTo) => (signIn ?? notOffered()).start(returnTo),
    async finishSignIn(callbackUrl, cookie, previous) {
      const arrival = await (signIn ?? notOffered()).finish(callbackUrl, cookie)
      return welcome({ ...arrival, issuer: deps.oidc!.issuer, previous }, persons, sessions)
    },
    async account(session) {
      const found = await live(sessions, session)
      return {
        caller: personCaller(found),
        organisations: await persons.memberships(found.person),
        signedInAt: found.signedInAt,
      }
    },
    async chooseOrganisation(session, organisation) {
      const { person } = await live(sessions, session)
      const theirs = await persons.memberships(person)
      if (organisation !== null && !theirs.some((membership) => membership.organisation === organisation))
        throw notYours()
      await sessions.act(session, organisation)
    },
    signOut: sessions.end,
    newVisitor: forms.newVisitor,
    csrfToken: forms.token,
    checkCsrf: forms.check,
  }
}

function createIdentify(
  accessTokens: Awaited<ReturnType<typeof createAccessTokens>>,
  clients: Clients,
  sessions: Sessions,
): Identity['identify'] {
  return async ({ bearer, session }) => {
    if (bearer !== undefined) {
      const { clientId, generation } = await accessTokens.verify(bearer)
      const client = await clients.find(clientId)
      if (!client || client.disabled || client.generation !== generation) throw tokenInvalid()
      const { organisation, roles, about } = client
      return { kind: 'app', id: clientId, name: about, organisation, roles }
    }
    if (session !== undefined) return personCaller(await live(sessions, session))
    return anonymous
  }
}

function makeSignIn(settings: OidcSettings, deps: IdentityDependencies, key: Buffer): SignIn {
  const { clock, issuer, trouble = () => undefined } = deps
  const provider = findProvider(settings, { clock, trouble })
  return createSignIn({ provider, redirectUri: `${issuer}/sign-in/callback`, key, clock, trouble })
}

type Guest = Arrival & Readonly<{ issuer: string; previous: string | undefined }>

async function welcome(guest: Guest, persons: Persons, sessions: Sessions): Promise<SignedIn> {
  const { issuer, subject, name, returnTo, previous } = guest
  const { id, suspended } = await persons.arrive({ issuer, subject, name })
  if (suspended) throw accountSuspended()
  const organisations = await persons.memberships(id)
  const only = organisations.length === 1 ? organisations[0]!.organisation : null
  return { session: await sessions.start(id, only, previous), returnTo, organisations }
}

async function live(sessions: Sessions, session: string): Promise<Session> {
  const found = await sessions.find(session)
  if (!found) throw sessionEnded()
  return found
}

/** Acting for nobody, or no longer allowed to act for whom they chose: a citizen, with no more rights than any other. */
function personCaller({ person, name, acting }: Session): Caller {
  const { organisation, roles } = acting ?? { organisation: null, roles: ['citizen' as const] }
  return { kind: 'person', id: person, name, organisation, roles }
}

function metadata(issuer: string, tokenUrl: string): Readonly<Record<string, unknown>> {
  return {
    issuer,
    token_endpoint: tokenUrl,
    jwks_uri: `${issuer}/oauth/jwks`,
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
  }
}

function notYours(): Problem {
  return new Problem(403, 'not-your-organisation', {
    title: 'You cannot act for that organisation',
    detail: 'Your account has no current membership there.',
    mend: 'Ask the organisation to add you, or choose another.',
  })
}

function accountSuspended(): Problem {
  return new Problem(403, 'account-suspended', {
    title: 'Your account is suspended',
    detail: 'You cannot sign in here at present.',
    mend: 'Ask the operator of this node.',
  })
}

function notOffered(): never {
  throw new Problem(503, 'sign-in-not-set-up', {
    title: 'Nobody can sign in here',
    detail: 'This node has no sign-in provider.',
    mend: 'The operator can name one in its settings.',
  })
}
