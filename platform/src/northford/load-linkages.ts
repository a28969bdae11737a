/** Linkages, each defined by an analyst of its organisation; nothing is run, so that the place is there sooner. */
import { parse } from 'yaml'
import { demoCredentials } from './credentials.ts'
import { linkageTexts } from './documents.ts'
import type { Rooms } from './rooms.ts'

/** Needs the clients and the data. */
export async function putLinkages({ entities, identity }: Rooms, folder: string): Promise<void> {
  const clients = await demoCredentials(folder)
  for (const [name, text] of linkageTexts()) {
    const [organisation, id] = name.split('.')
    const client = clients.find(({ client_id }) => client_id === `${organisation}-analyst`)
    if (!client) throw new Error(`there is no analyst to define the linkage ${name}`)
    const { client_id, client_secret } = client
    const form = { grant_type: 'client_credentials', client_id, client_secret }
    const { body } = await identity.issueToken(form, { address: '127.0.0.1' })
    const credentials = { bearer: (body as { access_token: string }).access_token }
    if ((await entities.linkages(credentials)).some((known) => known.id === id)) continue
    const defined = await entities.define({ credentials, document: parse(text) })
    if (defined.kind === 'refusal') throw new Error(`the linkage ${name} was refused: ${defined.reasons[0]?.because}`)
  }
}
