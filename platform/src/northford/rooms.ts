/** The parts of the rooms that the loader uses: the same doors as everybody's. */
import type { Catalogue } from '#catalogue'
import type { Entities } from '#entities'
import type { Governance } from '#governance'
import type { Identity } from '#identity'
import type { Intake } from '#intake'
import type { Caller, Role } from '#model/request.ts'

export type Rooms = Readonly<{
  catalogue: Pick<Catalogue, 'putOrganisation' | 'organisations' | 'dataset'>
  governance: Pick<
    Governance,
    | 'ownUse'
    | 'purposes'
    | 'addPurpose'
    | 'houseRules'
    | 'putHouseRule'
    | 'agreement'
    | 'draft'
    | 'propose'
    | 'sign'
    | 'suspend'
    | 'end'
  >
  identity: Pick<Identity, 'putPerson' | 'putMembership' | 'putClient' | 'issueToken'>
  intake: Pick<Intake, 'analyse' | 'confirm'>
  entities: Pick<Entities, 'define' | 'linkages'>
}>

/** Somebody of an organisation: who loads does it in the name of the one whose task it would be. */
export function somebody(organisation: string, role: Role, name: string): Caller {
  return { kind: 'app', id: `${organisation}-${role}`, name, organisation, roles: [role] }
}
