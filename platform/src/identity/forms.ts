/**
 * Proof that a form came from our own page (OWASP CSRF cheat sheet: a token bound to the session by HMAC; before sign-in,
 * the signed double-submit cookie). Each token is salted, so that a page never shows the same bytes twice.
 */
import { randomBytes } from 'node:crypto'
import { hmacHex, sameSecret } from '#foundation/hash.ts'
import { Problem } from '#foundation/problem.ts'

export type Forms = Readonly<{
  /** The value of the cookie that a visitor without a session gets. */
  newVisitor(): string
  /** For the hidden field of a form. `holder`: the session, or without one the visitor cookie, as the browser sent it. */
  token(holder: string): string
  /** Throws Problem 403 `form-not-ours`. `holder`: the same cookie again, from the request that brings the form. */
  check(holder: string | undefined, token: unknown): void
}>

export function createForms(key: Buffer): Forms {
  const mark = (salt: string, holder: string) => hmacHex(key, `form\n${salt}\n${holder}`)
  return {
    newVisitor: () => `v${randomBytes(32).toString('base64url')}`,
    token(holder) {
      if (!isHolder(holder)) throw new TypeError('a form needs a session or a visitor cookie')
      const salt = randomBytes(16).toString('hex')
      return `${salt}.${mark(salt, holder)}`
    },
    check(holder, token) {
      const [salt, given] =
        typeof token === 'string' && /^[0-9a-f]{32}\.[0-9a-f]{64}$/.test(token) ? token.split('.') : []
      if (!holder || !isHolder(holder) || !salt || !given || !sameSecret(mark(salt, holder), given)) throw notOurs()
    },
  }
}

function isHolder(holder: string): boolean {
  return /^[sv][A-Za-z0-9_-]{43}$/.test(holder)
}

function notOurs(): Problem {
  return new Problem(403, 'form-not-ours', {
    title: 'This form can no longer be used',
    detail: 'You may have signed in or out since the page was opened. Nothing was changed.',
    mend: 'Go back, reload the page and send the form again.',
  })
}
