/** The OpenID Connect provider at which people sign in: found when first needed, so that a node starts without it. */
import { setTimeout as wait } from 'node:timers/promises'
import * as client from 'openid-client'
import type { Clock } from '#foundation/clock.ts'
import { Problem } from '#foundation/problem.ts'
import { isLoopback } from './loopback.ts'

export type OidcSettings = Readonly<{
  /** The provider's issuer URL: https, or http on loopback with `allowInsecure`. */
  issuer: string
  clientId: string
  /** Absent: a public client, which PKCE protects. */
  clientSecret?: string
  /** What the sign-in button calls it. */
  label: string
  allowInsecure?: boolean
}>

/** Told to the operator's log: a fixed word and an error code, never what was sent. */
export type Trouble = (what: 'provider-not-reached' | 'sign-in-failed', code: string) => void

const freshMs = 60 * 60 * 1000
const pausesMs = [150, 500]
const timeoutSeconds = 5
const clockToleranceSeconds = 30

/** Throws at once when the settings cannot be right. The function that comes back throws Problem 503 `sign-in-unavailable`. */
export function findProvider(
  settings: OidcSettings,
  deps: Readonly<{ clock: Clock; trouble: Trouble }>,
): () => Promise<client.Configuration> {
  const server = readIssuer(settings)
  let known: { configuration: client.Configuration; until: number } | undefined
  let asking: Promise<client.Configuration> | undefined

  async function ask(): Promise<client.Configuration> {
    for (const pause of [...pausesMs, undefined]) {
      try {
        const configuration = await discover(server, settings)
        known = { configuration, until: deps.clock().getTime() + freshMs }
        return configuration
      } catch (error) {
        deps.trouble('provider-not-reached', codeOf(error))
        if (pause !== undefined) await wait(pause)
      }
    }
    // What it said an hour ago is better than nothing: its keys are looked up separately.
    if (known) return known.configuration
    throw unavailable()
  }

  return () => {
    if (known && known.until > deps.clock().getTime()) return Promise.resolve(known.configuration)
    asking ??= ask().finally(() => (asking = undefined))
    return asking
  }
}

function discover(server: URL, { clientId, clientSecret, allowInsecure }: OidcSettings): Promise<client.Configuration> {
  const metadata = { [client.clockTolerance]: clockToleranceSeconds, client_secret: clientSecret }
  return client.discovery(server, clientId, metadata, clientSecret ? withSecret(clientSecret) : client.None(), {
    timeout: timeoutSeconds,
    // The ID token's signature is checked too, and not only where it came from.
    execute: [client.enableNonRepudiationChecks, ...(allowInsecure ? [client.allowInsecureRequests] : [])],
  })
}

/** In the header, which is the default (OIDC Discovery §3), unless the provider wants it in the form. */
function withSecret(secret: string): client.ClientAuth {
  const basic = client.ClientSecretBasic(secret)
  const post = client.ClientSecretPost(secret)
  return (server, metadata, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    return (methods.includes('client_secret_basic') ? basic : post)(server, metadata, body, headers)
  }
}

function readIssuer({ issuer, allowInsecure }: OidcSettings): URL {
  if (!URL.canParse(issuer)) throw new Error('the sign-in provider’s issuer is not a URL')
  const url = new URL(issuer)
  const onLoopback = url.protocol === 'http:' && isLoopback(issuer)
  if (url.protocol !== 'https:' && !(onLoopback && allowInsecure))
    throw new Error('the sign-in provider’s issuer must use https (http only on loopback, and only when allowed)')
  return url
}

export function codeOf(error: unknown): string {
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: { code?: unknown } }
  const found = [code, cause?.code, name].find(
    (candidate) => typeof candidate === 'string' && /^[A-Za-z_]{1,60}$/.test(candidate),
  )
  return typeof found === 'string' ? found : 'unknown'
}

export function unavailable(): Problem {
  return new Problem(503, 'sign-in-unavailable', {
    title: 'Signing in is not possible just now',
    detail: 'The sign-in service did not answer. Pages that need no sign-in work as usual.',
    mend: 'Try again in a minute.',
  })
}
