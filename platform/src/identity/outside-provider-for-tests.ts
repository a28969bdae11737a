/**
 * A second OpenID Connect provider in a process of its own, set up unlike the demo's: other algorithms, consent asked, the
 * name told at the userinfo endpoint only. Run by `sign-in-outside.test.ts`, which sends the redirect address as argument.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadOidcProvider } from './demo/load.ts'

const { Provider } = await loadOidcProvider()
const server = createServer()
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'a-node',
      client_secret: 'known to both, and to them alone',
      redirect_uris: [process.argv[2]!],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  clientAuthMethods: ['client_secret_post'],
  claims: { openid: ['sub'], profile: ['name'] },
  findAccount: (_ctx, subject) => ({ accountId: subject, claims: () => ({ sub: subject, name: `Dr ${subject}` }) }),
  pkce: { required: () => true },
})
server.on('request', provider.callback())
process.stdout.write(`${issuer}\n`)
// Ends with its parent, whose pipe closes.
process.stdin.resume().on('end', () => process.exit(0))
