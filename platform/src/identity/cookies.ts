/** The cookies that a door sets and reads for identity; the shape is that of `@fastify/cookie`. Values come from `Identity`. */
type Cookie = Readonly<{
  name: string
  options: Readonly<{ path: '/'; httpOnly: true; sameSite: 'lax'; secure: boolean; maxAge?: number }>
}>

export type Cookies = Readonly<{
  /** Who is signed in. Ends with the browser, and in the database. */
  session: Cookie
  /** Between leaving for the provider and coming back. Take it away once sign-in ends, well or badly. */
  signIn: Cookie
  /** What forms of visitors without a session are bound to. */
  visitor: Cookie
}>

export const signInSeconds = 600

/**
 * Over https, `__Host-` keeps other hosts of the same domain from planting a cookie (RFC 6265bis §4.1.3). Cookies know no
 * ports, so that on loopback the name carries it: two nodes on one machine do not sign each other's people out.
 */
export function cookiesOf(issuer: string): Cookies {
  const { protocol, port } = new URL(issuer)
  const secure = protocol === 'https:'
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  const name = (what: string) => (secure ? `__Host-wayleave-${what}` : `wayleave-${what}${port && `-${port}`}`)
  return {
    session: { name: name('session'), options },
    signIn: { name: name('sign-in'), options: { ...options, maxAge: signInSeconds } },
    visitor: { name: name('visitor'), options },
  }
}
