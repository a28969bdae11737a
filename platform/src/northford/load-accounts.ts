/** Organisations, people and clients of the place. */
import { people } from './accounts.ts'
import { demoCredentials, keepCredentials } from './credentials.ts'
import { organisationsOn } from './organisations.ts'
import { purposes } from './purposes.ts'
import type { Rooms } from './rooms.ts'
import type { Role } from '#model/request.ts'

export async function putOrganisations({ catalogue }: Rooms, today: string): Promise<void> {
  // One that is there keeps what somebody may have changed since.
  const known = new Set((await catalogue.organisations()).map(({ id }) => id))
  for (const organisation of organisationsOn(today))
    if (!known.has(organisation.id)) await catalogue.putOrganisation(organisation)
}

/** On every start: the demo provider's address, by which it vouches for them, changes with the port. */
export async function putPeople({ identity }: Rooms, issuer: string, isFirst: boolean): Promise<void> {
  for (const { id, name, memberships } of people) {
    await identity.putPerson({ id, name, issuer, subject: id })
    if (isFirst)
      for (const { organisation, roles } of memberships) await identity.putMembership(id, organisation, roles)
  }
}

/** Each client costs a slow hash, so two at a time; the file comes last, when all that is in it works. */
export async function putClients({ identity }: Rooms, folder: string): Promise<void> {
  const credentials = await demoCredentials(folder)
  const waiting = [...credentials]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      await identity.putClient({
        clientId: next.client_id,
        secret: next.client_secret,
        organisation: next.organisation,
        roles: next.roles as readonly Role[],
        about: next.about,
      })
  }
  await Promise.all([worker(), worker()])
  await keepCredentials(folder, credentials)
}

export async function putPurposes({ governance }: Rooms): Promise<void> {
  const known = new Set(governance.purposes().map(({ id }) => id))
  for (const purpose of purposes) if (!known.has(purpose.id)) await governance.addPurpose(purpose)
}
