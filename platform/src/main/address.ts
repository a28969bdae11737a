import { createServer } from 'node:net'
import type { Settings } from './settings.ts'

/** Where to listen, and what the world calls it. Known before anything is made, because tokens and sign-in name it. */
export async function addressOf(settings: Settings): Promise<Readonly<{ port: number; url: string }>> {
  const port = settings.PORT || (await freePort(settings.HOST))
  const everywhere = settings.HOST === '0.0.0.0' || settings.HOST === '::'
  const host = everywhere ? '127.0.0.1' : settings.HOST.includes(':') ? `[${settings.HOST}]` : settings.HOST
  return { port, url: settings.WAYLEAVE_URL?.replace(/\/+$/, '') ?? `http://${host}:${port}` }
}

function freePort(host: string): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer()
    probe.on('error', failed)
    probe.listen(0, host, () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address ? done(address.port) : failed(new Error('no free port')),
      )
    })
  })
}
