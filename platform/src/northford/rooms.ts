/** The parts of the rooms that the loader uses: the same doors as everybody's. */
import type { Readable } from 'node:stream'
import type { Catalogue } from '#catalogue'
import type { Governance } from '#governance'
import type { Identity } from '#identity'
import type { Classification } from '#model/dataset.ts'
import type { Caller, Role } from '#model/request.ts'

export type Choices = Readonly<{
  title: string
  classification: Classification
  licence?: string
  key?: string
  note?: string
}>

export type Intake = Readonly<{
  analyse(
    upload: Readonly<{ stream: Readable; name: string }>,
    target: Readonly<{ ref: string; key?: string }>,
  ): Promise<Readonly<{ id: string }>>
  confirm(draft: string, choices: Choices, by: Caller): Promise<unknown>
  describe(ref: string, description: Readonly<{ description: string }>, by: Caller): Promise<unknown>
}>

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
  identity: Pick<Identity, 'putPerson' | 'putMembership' | 'putClient'>
  intake: Intake
}>

/** Somebody of an organisation: who loads does it in the name of the one whose task it would be. */
export function somebody(organisation: string, role: Role, name: string): Caller {
  return { kind: 'app', id: `${organisation}-${role}`, name, organisation, roles: [role] }
}
