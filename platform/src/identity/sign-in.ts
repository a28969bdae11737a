/**
 * People sign in by OpenID Connect: authorization code with PKCE, state and nonce (OIDC Core §3.1, RFC 7636, RFC 9700).
 * What has to be remembered on the way is in one encrypted, short-lived cookie, so that visitors who never come back
 * leave nothing behind, and an answer only counts in the browser that asked.
 */
import { EncryptJWT, jwtDecrypt } from 'jose'
import * as client from 'openid-client'
import type { Clock } from '#foundation/clock.ts'
import { Problem } from '#foundation/problem.ts'
import { signInSeconds } from './cookies.ts'
import { codeOf, type Trouble, unavailable } from './provider.ts'
import { safeReturnTo } from './return-to.ts'

/** Who the provider says has come, and the path they wanted. */
export type Arrival = Readonly<{ subject: string; name: string; returnTo: string }>

export type SignIn = Readonly<{
  start(returnTo: unknown): Promise<Readonly<{ url: string; cookie: string }>>
  /** Throws Problem `sign-in-expired`, `sign-in-cancelled`, `sign-in-failed` or `sign-in-unavailable`. */
  finish(callbackUrl: string, cookie: string | undefined): Promise<Arrival>
}>

type Dependencies = Readonly<{
  provider: () => Promise<client.Configuration>
  /** Where the provider sends people back to, as registered there. */
  redirectUri: string
  key: Buffer
  clock: Clock
  trouble: Trouble
}>

export function createSignIn({ provider, redirectUri, key, clock, trouble }: Dependencies): SignIn {
  const journeys = sealedWith(key, clock)
  return {
    async start(returnTo) {
      const configuration = await provider()
      const journey = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        returnTo: safeReturnTo(returnTo),
      }
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state: journey.state,
        nonce: journey.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, cookie: await journeys.seal(journey) }
    },
    async finish(callbackUrl, cookie) {
      const journey = await journeys.open(cookie)
      if (!journey || !URL.canParse(callbackUrl, redirectUri)) throw expired()
      const configuration = await provider()
      // The address is ours to say; only the provider's answer is taken from what the browser asked for.
      const back = new URL(redirectUri)
      back.search = new URL(callbackUrl, redirectUri).search
      try {
        const tokens = await client.authorizationCodeGrant(configuration, back, {
          expectedState: journey.state,
          expectedNonce: journey.nonce,
          pkceCodeVerifier: journey.verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()!
        const name = nameIn(claims) ?? nameIn(await userInfo(configuration, tokens.access_token, claims.sub))
        return { subject: claims.sub, name: name ?? '', returnTo: safeReturnTo(journey.returnTo) }
      } catch (error) {
        trouble('sign-in-failed', codeOf(error))
        throw asProblem(error)
      }
    },
  }
}

/** Providers may keep the name for the userinfo endpoint (OIDC Core §5.4); without one, sign-in still works. */
async function userInfo(configuration: client.Configuration, token: string, subject: string): Promise<object> {
  if (!configuration.serverMetadata().userinfo_endpoint) return {}
  return client.fetchUserInfo(configuration, token, subject).catch(() => ({}))
}

function nameIn(claims: object): string | undefined {
  const { name, preferred_username: username } = claims as { name?: unknown; preferred_username?: unknown }
  return [name, username].find(
    (candidate): candidate is string => typeof candidate === 'string' && candidate.trim() !== '',
  )
}

type Journey = Readonly<{ state: string; nonce: string; verifier: string; returnTo: string }>

function sealedWith(key: Buffer, clock: Clock) {
  const algorithms = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }
  return {
    seal: (journey: Journey) =>
      new EncryptJWT({ ...journey })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'sign-in' })
        .setExpirationTime(Math.floor(clock().getTime() / 1000) + signInSeconds)
        .encrypt(key),
    async open(cookie: string | undefined): Promise<Journey | undefined> {
      if (cookie === undefined || cookie.length > 8_192) return undefined
      const options = { ...algorithms, typ: 'sign-in', requiredClaims: ['exp'], currentDate: clock() }
      const opened = await jwtDecrypt<Journey>(cookie, key, options).catch(() => undefined)
      return opened?.payload
    },
  }
}

/** Without a cause: the library's errors hold what the provider sent. */
function asProblem(error: unknown): Problem {
  if (error instanceof client.AuthorizationResponseError && error.error === 'access_denied') return cancelled()
  const code = codeOf(error)
  if (error instanceof TypeError || code === 'OAUTH_TIMEOUT' || code === 'ECONNREFUSED') return unavailable()
  return new Problem(400, 'sign-in-failed', {
    title: 'You were not signed in',
    detail: 'The answer of the sign-in service could not be accepted.',
    mend: 'Start again. If it goes on, tell the operator of this node.',
  })
}

function cancelled(): Problem {
  return new Problem(403, 'sign-in-cancelled', {
    title: 'You were not signed in',
    detail: 'The sign-in service says that you stopped, or that you may not use it here.',
    mend: 'Start again, or ask your organisation for access.',
  })
}

function expired(): Problem {
  return new Problem(400, 'sign-in-expired', {
    title: 'Signing in took too long',
    detail:
      'It was not finished within ten minutes, or was finished in another browser, or at another address of this node.',
    mend: 'Start again.',
  })
}
