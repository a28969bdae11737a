import { randomBytes } from 'node:crypto'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { demoClients } from './accounts.ts'

export const credentialsFile = 'demo-credentials.json'

/** An entry of the file, as the command line reads it. */
export type Credential = Readonly<{
  client_id: string
  client_secret: string
  organisation: string | null
  roles: readonly string[]
  about: string
}>

/** The credentials of an earlier start, so that scripts go on working; a new one for each client that has none. */
export async function demoCredentials(folder: string): Promise<readonly Credential[]> {
  const before = await earlier(join(folder, credentialsFile))
  return demoClients().map(
    ({ id, organisation, roles, about }) =>
      before.get(id) ?? {
        client_id: id,
        // From the system, never from the seed: whoever knows the seed must not know these.
        client_secret: randomBytes(30).toString('base64url'),
        organisation,
        roles,
        about,
      },
  )
}

/** Written whole or not at all, for its owner alone; left untouched when it says the same already. */
export async function keepCredentials(folder: string, credentials: readonly Credential[]): Promise<void> {
  const home = join(folder, credentialsFile)
  const text = `${JSON.stringify(credentials, null, 2)}\n`
  if ((await readFile(home, 'utf8').catch(() => '')) === text && ((await stat(home)).mode & 0o77) === 0) return
  const making = `${home}.making`
  const file = await open(making, 'w', 0o600)
  try {
    await file.chmod(0o600)
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(making, home)
}

async function earlier(path: string): Promise<Map<string, Credential>> {
  const text = await readFile(path, 'utf8').catch(() => '[]')
  try {
    const entries: unknown = JSON.parse(text)
    if (!Array.isArray(entries)) return new Map()
    return new Map(
      (entries as Credential[])
        .filter((each) => typeof each?.client_secret === 'string')
        .map((each) => [each.client_id, each]),
    )
  } catch {
    return new Map()
  }
}
