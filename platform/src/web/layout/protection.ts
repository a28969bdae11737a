/** Headers that make a browser distrust everything we did not write ourselves. */
import type { FastifyInstance } from 'fastify'
import type { WebSettings } from '../needs.ts'

/** Pages need no script, no inline style, no frame and no other host, so the policy allows none. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function protectPages(server: FastifyInstance, settings: WebSettings): void {
  server.addHook('onRequest', async (_request, reply) => {
    void reply
      .header('content-security-policy', policy)
      .header('x-content-type-options', 'nosniff')
      .header('x-frame-options', 'DENY')
      .header('referrer-policy', 'same-origin')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('permissions-policy', 'camera=(), geolocation=(), microphone=()')
    if (settings.origin.startsWith('https:')) void reply.header('strict-transport-security', 'max-age=31536000')
  })
}
