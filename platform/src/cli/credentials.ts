/** Where the CLI finds who it is: WAYLEAVE_TOKEN, else `--as` in a credentials file. No secret is ever taken from a flag. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Failed } from './outcome.ts'

export type Entry = Readonly<{
  client_id: string
  client_secret: string
  organisation: string | null
  roles: readonly string[]
  about: string
}>

/** The data folder's demo file, then the user's own: $WAYLEAVE_CREDENTIALS or ~/.config/wayleave/credentials.json. */
export function credentialFiles(environment: NodeJS.ProcessEnv, dataFolder?: string): string[] {
  const configuration = environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
  return [
    join(dataFolder ?? environment['WAYLEAVE_DATA'] ?? './data', 'demo-credentials.json'),
    environment['WAYLEAVE_CREDENTIALS'] ?? join(configuration, 'wayleave', 'credentials.json'),
  ]
}

export async function findEntry(clientId: string, files: readonly string[]): Promise<Entry> {
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined) continue
    const entry = read(text, file).find((one) => one.client_id === clientId)
    if (entry) return entry
  }
  throw new Failed(
    2,
    `No credentials for ${clientId} in ${files.join(' or ')}.\nGive --as a client_id of one of these files, or set WAYLEAVE_TOKEN.`,
  )
}

function read(text: string, file: string): Entry[] {
  try {
    const entries: unknown = JSON.parse(text)
    if (Array.isArray(entries)) return entries as Entry[]
  } catch {
    // Told below: a file that cannot be read as JSON and one of another shape are mended alike.
  }
  throw new Failed(1, `${file} is not a list of credentials: [{"client_id", "client_secret", …}]`)
}
