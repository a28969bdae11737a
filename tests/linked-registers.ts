/**
 * Two registers of the same few people: the council's care register and the trust's patients. The trust may read the
 * council's for one purpose, without what it need not know, and has a linkage of both.
 */
import type { Credentials } from '../platform/src/identity/index.ts'
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
    async link() {
      const credentials = await as(`${trust}-analyst`)
      const defined = await entities.define({ credentials, document: definition })
      if (defined.kind === 'refusal') throw new Error(JSON.stringify(defined.reasons))
      const started = await entities.run({ credentials, linkage })
      if (started.kind === 'refusal') throw new Error(JSON.stringify(started.reasons))
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
