/** How a client proves itself in a token request (RFC 6749 §2.3, RFC 7521 §4.2): in exactly one way. */

export type Proof =
  | Readonly<{ kind: 'secret'; clientId: string; secret: string }>
  | Readonly<{ kind: 'assertion'; assertion: string; clientId: string | undefined }>

type ErrorCode = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope' | 'too-many'

/** Fixed words for each error: nothing of the request is repeated. */
const descriptions: Readonly<Record<ErrorCode, string>> = {
  invalid_request:
    'Send grant_type=client_credentials as a form, each parameter once, and prove the client in one way only.',
  invalid_client: 'The client is not known, is disabled, or did not prove itself.',
  unsupported_grant_type: 'Only client_credentials is offered here. People sign in with a browser.',
  invalid_scope: 'This node has no scopes: what a client may have is decided for each request. Leave scope out.',
  'too-many': '',
}

export class TokenError extends Error {
  readonly error: ErrorCode
  readonly waitSeconds: number
  constructor(error: ErrorCode, waitSeconds = 0) {
    super(error)
    this.name = 'TokenError'
    this.error = error
    this.waitSeconds = waitSeconds
  }
  get description(): string {
    return descriptions[this.error]
  }
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export function readProof(form: Readonly<Record<string, unknown>>, authorization: string | undefined): Proof {
  const grant = once(form, 'grant_type')
  if (grant === undefined) throw new TokenError('invalid_request')
  if (grant !== 'client_credentials') throw new TokenError('unsupported_grant_type')
  if (once(form, 'scope')?.trim()) throw new TokenError('invalid_scope')
  const clientId = once(form, 'client_id')
  const secret = once(form, 'client_secret')
  const assertion = once(form, 'client_assertion')
  const type = once(form, 'client_assertion_type')
  const ways = [authorization, secret, assertion].filter((way) => way !== undefined).length
  if (ways > 1 || (assertion === undefined) !== (type === undefined)) throw new TokenError('invalid_request')

  if (authorization !== undefined) return fromBasic(authorization, clientId)
  if (assertion !== undefined) {
    if (type !== assertionType) throw new TokenError('invalid_request')
    return { kind: 'assertion', assertion, clientId }
  }
  if (clientId === undefined || secret === undefined) throw new TokenError('invalid_client')
  return { kind: 'secret', clientId, secret }
}

/** RFC 6749 §3.2: a parameter sent twice spoils the request; one sent empty counts as not sent. */
function once(form: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = Object.hasOwn(form, name) ? form[name] : undefined
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') throw new TokenError('invalid_request')
  return value
}

/** RFC 6749 §2.3.1: id and secret are each form-encoded before they are joined and put in base64. */
function fromBasic(authorization: string, clientIdInForm: string | undefined): Proof {
  const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1]
  const text = encoded && encoded.length <= 2_048 ? Buffer.from(encoded, 'base64').toString('utf8') : ''
  const colon = text.indexOf(':')
  if (colon < 0) throw new TokenError('invalid_client')
  const clientId = formDecoded(text.slice(0, colon))
  if (clientIdInForm !== undefined && clientIdInForm !== clientId) throw new TokenError('invalid_client')
  return { kind: 'secret', clientId, secret: formDecoded(text.slice(colon + 1)) }
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new TokenError('invalid_client')
  }
}
