/**
 * What forgers send: each case is a name and something that must not be believed. Written by hand, without a JWT library,
 * which would refuse to make most of them. The classes are those of public vulnerability reports on JWT verifiers.
 */
import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { JWK } from 'jose'

export type Forgery = readonly [name: string, token: unknown]
type Claims = Readonly<Record<string, unknown>>

/** What a genuine token is made of; the private key included, for tokens that an insider could get signed. */
export type Original = Readonly<{ header: Claims; payload: Claims; privateJwk: JWK }>

const base64url = (text: string | Buffer) => Buffer.from(text).toString('base64url')
const json = (value: unknown) => base64url(JSON.stringify(value))

export function craft(header: unknown, payload: unknown, signature: (input: string) => Buffer): string {
  return craftText(json(header), json(payload), signature)
}

function craftText(header: string, payload: string, signature: (input: string) => Buffer): string {
  return `${header}.${payload}.${base64url(signature(`${header}.${payload}`))}`
}

export function signer(jwk: JWK): (input: string) => Buffer {
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  return (input) => sign(null, Buffer.from(input), key)
}

const stranger = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
const strangersPublic = { kty: 'OKP', crv: 'Ed25519', x: stranger.x }

/** For any verifier, whatever the token is for. */
export function forgeries(original: Original): Forgery[] {
  return [...unsigned(original), ...sharedKeys(original), ...strangers(original), ...brokenShapes(original)]
}

function unsigned({ header, payload, privateJwk }: Original): Forgery[] {
  const genuine = signer(privateJwk)
  const odd = [
    'none',
    'None',
    'NONE',
    'nOnE',
    'none ',
    ' none',
    'EdDSA\0',
    'eddsa',
    '',
    null,
    0,
    true,
    [],
    ['EdDSA'],
    {},
    undefined,
  ]
  return odd.flatMap((alg): Forgery[] => [
    [`alg ${JSON.stringify(alg)}, no signature`, craft({ ...header, alg }, payload, () => Buffer.alloc(0))],
    [`alg ${JSON.stringify(alg)}, genuine signature`, craft({ ...header, alg }, payload, genuine)],
    [`alg ${JSON.stringify(alg)}, a byte of signature`, craft({ ...header, alg }, payload, () => Buffer.from([0]))],
  ])
}

/** The public key, known to all, used as the secret of an HMAC; one library checked for PEM without trimming first. */
function sharedKeys({ header, payload, privateJwk }: Original): Forgery[] {
  const key = createPublicKey({ key: privateJwk, format: 'jwk' })
  const pem = key.export({ type: 'spki', format: 'pem' }).toString()
  const jwk = key.export({ format: 'jwk' })
  const secrets: Record<string, string | Buffer> = {
    'raw key': Buffer.from(jwk.x!, 'base64url'),
    'key as text': jwk.x!,
    JWK: JSON.stringify(jwk),
    PEM: pem,
    'PEM trimmed': pem.trim(),
    'PEM after a space': ` ${pem}`,
    DER: key.export({ type: 'spki', format: 'der' }),
    nothing: '',
  }
  return Object.entries(secrets).flatMap(([name, secret]) =>
    ['HS256', 'HS384', 'HS512', ' HS256'].map((alg): Forgery => {
      const digest = `sha${alg.trim().slice(2)}`
      return [
        `${alg} with ${name}`,
        craft({ ...header, alg }, payload, (input) => createHmac(digest, secret).update(input).digest()),
      ]
    }),
  )
}

/** Signed by somebody else, who says where the key is to be found. */
function strangers({ header, payload, privateJwk }: Original): Forgery[] {
  const theirs = signer(stranger)
  const kids = [
    '',
    '../../../../dev/null',
    "x' union select 'k",
    '/etc/passwd',
    '__proto__',
    'constructor',
    0,
    null,
    {},
    ['a'],
    'k'.repeat(500),
  ]
  const brought: Record<string, Claims> = {
    nothing: {},
    jku: { jku: 'http://127.0.0.1:9/keys' },
    x5u: { x5u: 'http://127.0.0.1:9/cert' },
    jwk: { jwk: strangersPublic },
    'jwk, no kid': { jwk: strangersPublic, kid: undefined },
    x5c: { x5c: [base64url('certificate')] },
    crit: { crit: ['exp'], exp: 1 },
    b64: { crit: ['b64'], b64: false },
    zip: { zip: 'DEF' },
    'no kid': { kid: undefined },
  }
  const genuine = signer(privateJwk)
  return [
    ...kids.map((kid): Forgery => [
      `stranger, kid ${JSON.stringify(kid)?.slice(0, 30)}`,
      craft({ ...header, kid }, payload, theirs),
    ]),
    ...kids.map((kid): Forgery => [
      `genuine key, kid ${JSON.stringify(kid)?.slice(0, 30)}`,
      craft({ ...header, kid }, payload, genuine),
    ]),
    ...Object.entries(brought).map(([name, extra]): Forgery => [
      `stranger brings ${name}`,
      craft({ ...header, ...extra }, payload, theirs),
    ]),
    ...Object.entries(brought)
      .filter(([name]) => !name.startsWith('no'))
      .map(([name, extra]): Forgery => [
        `genuine key beside ${name}`,
        craft({ ...header, ...extra }, payload, genuine),
      ]),
  ]
}

function brokenShapes({ header, payload, privateJwk }: Original): Forgery[] {
  const genuine = signer(privateJwk)
  const token = craft(header, payload, genuine)
  const [head = '', body = '', signature = ''] = token.split('.')
  const text = JSON.stringify(payload)
  const resigned = (headText: string | Buffer, bodyText: string | Buffer) =>
    craftText(base64url(headText), base64url(bodyText), genuine)
  const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
  const headText = JSON.stringify(header)
  const twice = (json: string, member: string, value: unknown) =>
    `{${JSON.stringify(member)}:${JSON.stringify(value)},${json.slice(1)}`
  return [
    ...[1, 2, 3, 10, 40, token.length >> 1].map((cut): Forgery => [`${cut} characters short`, token.slice(0, -cut)]),
    ...[1, 5].map((cut): Forgery => [`${cut} characters short in front`, token.slice(cut)]),
    ['one bit of signature', `${head}.${body}.${flipped}`],
    [
      'another payload, old signature',
      `${head}.${json({ ...payload, sub: 'another', client_id: 'another', iss: 'another' })}.${signature}`,
    ],
    ['spare bits of the last character', token.slice(0, -1) + nextSpelling(token.at(-1)!)],
    ['padding', `${token}==`],
    ['padding inside', `${head}=.${body}.${signature}`],
    ['trailing dot', `${token}.`],
    ['leading dot', `.${token}`],
    ['no header', `.${body}.${signature}`],
    ['no payload', `${head}..${signature}`],
    ['no signature', `${head}.${body}.`],
    ['two segments', `${head}.${body}`],
    ['four segments', `${token}.${signature}`],
    ['five segments, as if encrypted', `${token}.${body}.${signature}`],
    ['space before', ` ${token}`],
    ['space after', `${token} `],
    ['line break after', `${token}\n`],
    ['line break inside', `${head}.\n${body}.${signature}`],
    ['NUL after', `${token}\0`],
    ['scheme twice', `Bearer ${token}`],
    ['quoted', `"${token}"`],
    ['percent-encoded', token.replaceAll('.', '%2E')],
    ['full-width stops', token.replaceAll('.', '．')],
    ['zero-width joiner', `${head}.\u200d${body}.${signature}`],
    ['lone surrogate', `${head}.${body}.${signature}\ud800`],
    ['lower case', token.toLowerCase()],
    ['flattened JSON serialisation', JSON.stringify({ protected: head, payload: body, signature })],
    ['general JSON serialisation', JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] })],
    ['JSON serialisation in base64', base64url(JSON.stringify({ protected: head, payload: body, signature }))],
    ['over-long, properly signed', craft(header, { ...payload, padding: 'x'.repeat(20_000) }, genuine)],
    ['a megabyte', 'a'.repeat(1_000_000)],
    ['dots', '.'.repeat(10_000)],
    ['header member twice', resigned(twice(headText, 'alg', 'none'), text)],
    ['header member twice, last odd', resigned(`${headText.slice(0, -1)},"alg":"none"}`, text)],
    ['payload member twice', resigned(headText, twice(text, 'iss', 'somebody'))],
    ['payload member twice, in escapes', resigned(headText, `{"\\u0065xp":1,${text.slice(1)}`)],
    ['byte order mark', resigned(headText, `\ufeff${text}`)],
    ['UTF-16', resigned(headText, Buffer.from(text, 'utf16le'))],
    ['not UTF-8', resigned(headText, Buffer.from(`{"x":"\xff",${text.slice(1)}`, 'latin1'))],
    ['payload null', resigned(headText, 'null')],
    ['payload list', resigned(headText, `[${text}]`)],
    ['payload text', resigned(headText, JSON.stringify(text))],
    ['payload cut', resigned(headText, text.slice(0, -1))],
    ['payload empty', resigned(headText, '{}')],
    ['header null', resigned('null', text)],
    ['header list', resigned(`[${headText}]`, text)],
    ['header with __proto__', resigned(`{"__proto__":{"alg":"EdDSA"},${headText.slice(1)}`, text)],
  ]
}

/** The next letter of the base64url alphabet: the same bytes, when only the spare bits of a last character change. */
function nextSpelling(letter: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet[(alphabet.indexOf(letter) + 1) % 64]!
}

/** Properly signed, but saying something that it must not. `undefined` takes a claim away. */
export function misstatements(original: Original, changes: readonly (readonly [string, Claims])[]): Forgery[] {
  const genuine = signer(original.privateJwk)
  return changes.map(([name, change]): Forgery => {
    const { typ = original.header['typ'], ...claims } = change
    return [name, craft({ ...original.header, typ: typ ?? undefined }, { ...original.payload, ...claims }, genuine)]
  })
}
