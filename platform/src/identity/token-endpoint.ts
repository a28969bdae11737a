/** `POST /oauth/token`: the client credentials grant (RFC 6749 §4.4), its answers (§5.1) and its errors (§5.2). */
import type { JSONWebKeySet } from 'jose'
import type { Clock } from '#foundation/clock.ts'
import { type AccessTokens, accessTokenSeconds } from './access-tokens.ts'
import type { Assertions } from './assertions.ts'
import { isSecret } from './client-secret.ts'
import { type Client, type Clients, isClientId } from './clients.ts'
import { Limiter } from '#foundation/limiter.ts'
import { networkOf } from './network.ts'
import { type Proof, readProof, TokenError } from './token-request.ts'

/** What the door answers, as it is. Never to be stored: the headers say so. */
export type TokenAnswer = Readonly<{
  status: 200 | 400 | 401 | 429
  headers: Readonly<Record<string, string>>
  body: Readonly<Record<string, string | number>>
}>

type TokenRequest = Readonly<{
  /** The `Authorization` header as sent. */
  authorization?: string | undefined
  /** Where the connection comes from: counts failures. From the socket or a proxy that is trusted, never from the body. */
  address: string
}>

export type IssueToken = (form: Readonly<Record<string, unknown>>, request: TokenRequest) => Promise<TokenAnswer>

type Dependencies = Readonly<{ clients: Clients; accessTokens: AccessTokens; assertions: Assertions; clock: Clock }>

export function createTokenEndpoint({ clients, accessTokens, assertions, clock }: Dependencies): IssueToken {
  const byAddress = new Limiter({ burst: 100, refillSeconds: 1 })
  const byGuess = new Limiter({ burst: 30, refillSeconds: 4 })
  const byClient = new Limiter({ burst: 200, refillSeconds: 1 })

  /** Taken before the work and given back when it turns out right, so that attempts made at once count too. */
  async function limited<T>(
    keys: readonly (readonly [Limiter, string])[],
    attempt: () => Promise<T | undefined>,
  ): Promise<T> {
    const taken: (readonly [Limiter, string])[] = []
    const giveBack = () => taken.forEach(([limiter, key]) => limiter.giveBack(key))
    for (const [limiter, key] of keys) {
      const wait = limiter.take(key, clock())
      if (wait > 0) {
        giveBack()
        throw new TokenError('too-many', wait)
      }
      taken.push([limiter, key])
    }
    const result = await attempt()
    if (result === undefined) throw new TokenError('invalid_client')
    giveBack()
    return result
  }

  async function authenticate(proof: Proof, address: string): Promise<Client> {
    const network = networkOf(address)
    if (proof.kind === 'assertion') return limited([[byAddress, network]], () => bySignature(proof))
    const claimed = proof.clientId.slice(0, 100)
    const keys = [
      [byAddress, network],
      [byGuess, `${network} ${claimed}`],
      [byClient, claimed],
    ] as const
    return limited(keys, () => bySecret(proof))
  }

  async function bySecret({ clientId, secret }: Proof & { kind: 'secret' }): Promise<Client | undefined> {
    const client = await clients.find(clientId)
    const right = await isSecret(secret, client?.secretHash ?? null)
    return right && client && !client.disabled ? client : undefined
  }

  async function bySignature({ assertion, clientId }: Proof & { kind: 'assertion' }): Promise<Client | undefined> {
    const claimed = assertions.claimedClient(assertion)
    if (!isClientId(claimed) || (clientId !== undefined && clientId !== claimed)) return undefined
    const client = await clients.find(claimed)
    if (!client?.jwks || client.disabled) return undefined
    const right = await assertions.accept(assertion, { clientId: claimed, jwks: client.jwks as JSONWebKeySet })
    return right ? client : undefined
  }

  return async (form, { authorization, address }) => {
    try {
      const client = await authenticate(readProof(form, authorization), address)
      const token = await accessTokens.issue(client)
      return answer(200, { access_token: token, token_type: 'Bearer', expires_in: accessTokenSeconds })
    } catch (error) {
      if (error instanceof TokenError) return refuse(error, authorization !== undefined)
      throw error
    }
  }
}

function refuse(error: TokenError, usedHeader: boolean): TokenAnswer {
  const { waitSeconds } = error
  // RFC 6749 has no word for it; the status and Retry-After (RFC 6585 §4) say what to do.
  if (error.error === 'too-many')
    return answer(
      429,
      { error: 'temporarily_unavailable', error_description: 'Too many failed attempts. Wait, then try again.' },
      { 'retry-after': `${waitSeconds}` },
    )
  const body = { error: error.error, error_description: error.description }
  if (error.error !== 'invalid_client') return answer(400, body)
  return answer(401, body, usedHeader ? { 'www-authenticate': 'Basic realm="wayleave", charset="UTF-8"' } : {})
}

function answer(
  status: TokenAnswer['status'],
  body: TokenAnswer['body'],
  headers: Readonly<Record<string, string>> = {},
): TokenAnswer {
  return { status, headers: { 'cache-control': 'no-store', pragma: 'no-cache', ...headers }, body }
}
