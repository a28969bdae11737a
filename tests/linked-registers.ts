/**
 * Two registers of the same few people: the council's care register and the trust's patients. The trust may read the
 * council's for one purpose, without what it need not know, and has a linkage of both.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Done, Refused } from '../platform/src/exchange/index.ts'
import type { Credentials } from '../platform/src/identity/index.ts'
import { newId } from '../platform/src/foundation/ids.ts'
import type { Role } from '../platform/src/model/request.ts'
import { agree, agreementOn, council, trust, twoOrganisations } from './two-organisations.ts'
import type { TestNode } from './node.ts'

export const purpose = 'dpv:ServiceProvision'
export const linkage = 'discharge'
export const careSet = `${council}/care`
export const patientSet = `${trust}/patients`

/** Never to be seen by the trust: no clause has that field, or that row. */
export const canaries = { field: 'CANARY-FIELD-77aa', row: 'Canaryrow' } as const

const header = 'case_id,nhs_number,first_name,surname,date_of_birth,sex,postcode,uprn,package,private_note,status'
const care = [
  `C1,9990000123,Margaret,Thornley,1941-03-09,F,NF1 2AB,100011,Home care,${canaries.field},open`,
  `C2,,Jim,Okafor,1950-07-21,M,NF1 2AB,100012,Day care,${canaries.field},open`,
  `C3,9990000239,Ann,Lee,1938-12-02,F,NF3 4CD,100013,Equipment,${canaries.field},open`,
  `C4,,Peter,${canaries.row},1960-01-15,M,NF3 4CD,100014,Home care,${canaries.field},closed`,
  `C5,,John,Marsh,1931-05-05,M,NF5 1XY,100015,Home care,${canaries.field},open`,
  `C6,,Rose,Thornley,1939-08-30,F,NF1 2AB,100011,Home care,${canaries.field},open`,
]
const patientHeader = 'hospital_number,nhs_number,surname,forename,date_of_birth,sex,postcode,uprn,telephone,ward'
const patients = [
  'H1,9990000123,THORNLEY,Maggie,1941-03-09,F,NF1 2AB,100011,01632 960001,Ash',
  'H2,,OKAFOR,James,1950-07-21,M,NF1 2AB,100012,01632 960002,Birch',
  'H3,9990000239,LEIGH,Ann,1938-12-02,F,NF9 9ZZ,100099,01632 960003,Elm',
  `H4,,${canaries.row.toUpperCase()},Peter,1960-01-15,M,NF3 4CD,100014,01632 960004,Elm`,
  // Father and son of one name at one address.
  'H5,,MARSH,John,1931-05-05,M,NF5 1XY,100015,01632 960005,Ash',
  'H6,,MARSH,John,1959-11-17,M,NF5 1XY,100015,01632 960005,Ash',
]

export type Registers = Readonly<{
  world: TestNode
  agreement: string
  as(client: string): Promise<Credentials>
  /** Defines and runs, and waits for the end of the run. */
  link(): Promise<void>
  /** Removes the linkage, with all that people decided. */
  forget(): Promise<void>
  addClient(clientId: string, organisation: string | null, roles: readonly Role[]): Promise<void>
}>

/** Many more people of made-up names, for what needs a town. */
function town(count: number, row: (at: number) => string): string[] {
  return Array.from({ length: count }, (_, at) => row(at))
}

const given = ['Ada', 'Bert', 'Cora', 'Dean', 'Edna', 'Fred', 'Gwen', 'Hugh', 'Iris', 'Jack', 'Kate', 'Liam']
const born = (at: number) =>
  `${1930 + (at % 60)}-${String(1 + (at % 12)).padStart(2, '0')}-${String(1 + (at % 27)).padStart(2, '0')}`

export async function linkedRegisters(environment: Record<string, string> = {}): Promise<Registers> {
  const world = await twoOrganisations({ WAYLEAVE_SEARCHES_PER_MINUTE: '1000', ...environment })
  const many = town(
    60,
    (at) =>
      `T${at},,Smithson,${given[at % 12]}${'abcdefghijklmnopqrstuvwxyz'[at % 26]},${born(at)},F,NF7 1AA,2000${at},,Ash`,
  )
  await publish(world, council, 'care', [header, ...care])
  await publish(world, trust, 'patients', [patientHeader, ...patients, ...many])
  const fields = Object.fromEntries(
    [
      'case_id',
      'nhs_number',
      'first_name',
      'surname',
      'date_of_birth',
      'sex',
      'postcode',
      'uprn',
      'package',
      'status',
    ].map((name) => [name, 'as-is']),
  )
  const agreement = await agree(
    world,
    agreementOn(careSet, { fields, roles: ['practitioner', 'analyst'], rows: "status <> 'closed'" }),
  )
  const as = async (client: string): Promise<Credentials> => ({ bearer: await world.token(client) })
  const { entities } = world.node.house
  return {
    world,
    agreement,
    as,
    async forget() {
      const credentials = await as(`${trust}-analyst`)
      const there = await entities.linkages(credentials)
      if (there.some(({ id }) => id === linkage)) done(await entities.remove({ credentials, linkage }))
    },
    async addClient(clientId, organisation, roles) {
      const secret = newId('')
      await world.node.house.identity.putClient({ clientId, secret, organisation, roles, about: clientId })
      const path = join(world.folder, 'demo-credentials.json')
      const entries = JSON.parse(readFileSync(path, 'utf8')) as object[]
      const entry = { client_id: clientId, client_secret: secret, organisation, roles, about: clientId }
      writeFileSync(path, JSON.stringify([...entries, entry]), { mode: 0o600 })
    },
    async link() {
      const credentials = await as(`${trust}-analyst`)
      done(await entities.define({ credentials, document: definition }))
      done(await entities.run({ credentials, linkage }))
      await entities.settled({ credentials, linkage })
    },
  }
}

export const definition = {
  wayleave: 'linkage/1',
  id: linkage,
  organisation: trust,
  title: 'Who goes home to care',
  purpose,
  datasets: [
    { dataset: patientSet, key: 'hospital_number' },
    { dataset: careSet, key: 'case_id', once: true },
  ],
}

async function publish(world: TestNode, organisation: string, name: string, lines: readonly string[]): Promise<void> {
  const answer = await world.as(
    `${organisation}-data-officer`,
    `/api/v1/datasets/${organisation}/${name}/versions?filename=${name}.csv&classification=personal&key=${lines[0]!.split(',')[0]}`,
    { method: 'POST', headers: { 'content-type': 'text/csv' }, body: `${lines.join('\n')}\n` },
  )
  if (answer.status !== 201) throw new Error(await answer.text())
}

export function done<T>(answer: Done<T> | Refused): T {
  if (answer.kind === 'refusal') throw new Error(`refused: ${JSON.stringify(answer.reasons)}`)
  return answer.value
}
