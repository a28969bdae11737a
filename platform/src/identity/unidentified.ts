import { Problem } from '#foundation/problem.ts'

/**
 * One answer to everything that can be wrong with an access token: a forger learns nothing from it. It carries no cause,
 * because the errors of a JWT library hold the token's claims.
 */
export function tokenInvalid(): Problem {
  return new Problem(401, 'token-invalid', {
    title: 'The access token was not accepted',
    detail: 'The access token is not valid, has expired, or belongs to a client that may no longer use it.',
    mend: 'Ask for a new one at /oauth/token.',
  })
}

/** The session ended, ran out, or its person may no longer sign in. The door takes the cookie away and offers sign-in. */
export function sessionEnded(): Problem {
  return new Problem(401, 'session-ended', {
    title: 'You have been signed out',
    detail: 'Your session has ended or has been idle for too long.',
    mend: 'Sign in again.',
  })
}

/** The value of `WWW-Authenticate` (RFC 6750 §3) for a 401 with this problem code: an error is named only when a token was sent. */
export function bearerChallenge(code?: string): string {
  const invalid =
    code === 'token-invalid' ? ', error="invalid_token", error_description="The access token was not accepted"' : ''
  return `Bearer realm="wayleave"${invalid}`
}
