/** The demo place: pretend people to sign in as, and a made-up town to look at. Only with `serve --demo`. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Clock } from '#foundation/clock.ts'
import { createGovernance } from '#governance'
import { demoProvider, type DemoProvider, type OidcSettings } from '#identity'
import { demoAccounts, loadNorthford } from '#northford'
import type { House } from './rooms.ts'
import type { Settings } from './settings.ts'

export type Demo = Readonly<{
  provider: DemoProvider
  oidc: OidcSettings
  load(house: House, clock: Clock, progress: (line: string) => void): Promise<void>
}>

export async function openDemo({ settings, url }: Readonly<{ settings: Settings; url: string }>): Promise<Demo> {
  const issuer = `${url}/demo-sign-in`
  // Provider and client live and die with this process, so their shared secret does too.
  const client = { clientId: 'wayleave', clientSecret: randomBytes(24).toString('base64url') }
  const provider = await demoProvider({
    issuer,
    accounts: demoAccounts(),
    clients: [{ ...client, redirectUris: [`${url}/sign-in/callback`] }],
    keysFolder: join(settings.dataFolder, 'keys'),
    openToOthers: settings.WAYLEAVE_DEMO_OPEN,
  })
  return {
    provider,
    oidc: { issuer, ...client, label: 'a demo account', allowInsecure: true },
    load: (house, clock, progress) =>
      loadNorthford({
        rooms: house,
        folder: settings.dataFolder,
        people: settings.people,
        seed: settings.seed,
        today: clock(),
        issuer,
        progress,
        earlier: (at) => createGovernance({ ...house, clock: () => at }),
      }),
  }
}
