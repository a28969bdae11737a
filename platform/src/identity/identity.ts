import type { JWK } from 'jose'
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import { hmacHex } from '#foundation/hash.ts'
import { Problem } from '#foundation/problem.ts'
import { anonymous, type Caller, type Role } from '#model/request.ts'
import { createAccessTokens } from './access-tokens.ts'
import { assertionAlgorithms, createAssertions } from './assertions.ts'
import { type ClientDetails, type Clients, createClients } from './clients.ts'
import { createForms } from './forms.ts'
import { openKeysFolder } from './keys-folder.ts'
import { createPersons, type Membership, type MembershipLimits, type PersonDetails } from './persons.ts'
import { createSessions, type Session, type Sessions } from './sessions.ts'
import { createTokenEndpoint, type IssueToken } from './token-endpoint.ts'
import { sessionEnded, tokenInvalid } from './token-invalid.ts'

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

export type Account = Readonly<{ caller: Caller; organisations: readonly Membership[]; signedInAt: Date }>

export type IdentityDependencies = Readonly<{
  database: Database
  clock: Clock
  /** This node's own URL, as the world sees it: https, or http on loopback. */
  issuer: string
  keysFolder: string
  /** The provider at which people sign in; null: nobody can. */
  oidc: Readonly<{ issuer: string }> | null
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
  const sessions = createSessions({ database, clock, issuer: deps.oidc?.issuer ?? null })
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
