/** Pretend people to sign in as: at least one for each kind of user, in every organisation the ones that it needs. */
import type { Role } from '#model/request.ts'
import { organisationsOn } from './organisations.ts'

type DemoPerson = Readonly<{
  /** Their id here, and their subject at the demo provider. */
  id: string
  name: string
  about: string
  /** Empty: a member of the public. */
  memberships: readonly Readonly<{ organisation: string; roles: readonly Role[] }>[]
}>

const at = (organisation: string, ...roles: readonly Role[]) => ({ organisation, roles })

export const people: readonly DemoPerson[] = [
  {
    id: 'amara-osei',
    name: 'Amara Osei',
    about: 'Data officer: publishes the council’s data',
    memberships: [at('northford-council', 'data-officer')],
  },
  {
    id: 'helen-whitfield',
    name: 'Helen Whitfield',
    about: 'Information governance lead: signs agreements',
    memberships: [at('northford-council', 'approver')],
  },
  {
    id: 'ruth-adeyemi',
    name: 'Ruth Adeyemi',
    about: 'Caldicott guardian for adult social care',
    memberships: [at('northford-council', 'guardian')],
  },
  {
    id: 'tom-bexley',
    name: 'Tom Bexley',
    about: 'Social worker in the hospital team',
    memberships: [at('northford-council', 'practitioner')],
  },
  {
    id: 'priya-nair',
    name: 'Priya Nair',
    about: 'Analyst in the intelligence team',
    memberships: [at('northford-council', 'analyst')],
  },
  {
    id: 'sam-okafor',
    name: 'Sam Okafor',
    about: 'Operator: keeps this node running',
    memberships: [at('northford-council', 'operator')],
  },
  {
    id: 'marek-zielinski',
    name: 'Marek Zieliński',
    about: 'Data officer',
    memberships: [at('st-annes-nhs-trust', 'data-officer')],
  },
  {
    id: 'joan-ferris',
    name: 'Joan Ferris',
    about: 'Head of information governance',
    memberships: [at('st-annes-nhs-trust', 'approver')],
  },
  {
    id: 'anita-rao',
    name: 'Dr Anita Rao',
    about: 'Caldicott guardian: signs for patients’ data',
    memberships: [at('st-annes-nhs-trust', 'guardian')],
  },
  {
    id: 'ben-castle',
    name: 'Ben Castle',
    about: 'Discharge coordinator on the wards',
    memberships: [at('st-annes-nhs-trust', 'practitioner')],
  },
  {
    id: 'lucy-hale',
    name: 'Lucy Hale',
    about: 'Discharge hub: works for the trust and for the council',
    memberships: [at('st-annes-nhs-trust', 'practitioner', 'analyst'), at('northford-council', 'practitioner')],
  },
  {
    id: 'neil-garrow',
    name: 'Neil Garrow',
    about: 'Data officer and records manager',
    memberships: [at('northford-police', 'data-officer')],
  },
  {
    id: 'farah-iqbal',
    name: 'Farah Iqbal',
    about: 'Data protection officer',
    memberships: [at('northford-police', 'approver')],
  },
  {
    id: 'dc-morgan-pryce',
    name: 'Morgan Pryce',
    about: 'Missing persons desk',
    memberships: [at('northford-police', 'practitioner')],
  },
  {
    id: 'ellie-strand',
    name: 'Ellie Strand',
    about: 'Data officer',
    memberships: [at('brightspark-energy', 'data-officer')],
  },
  {
    id: 'victor-lund',
    name: 'Victor Lund',
    about: 'Data protection officer',
    memberships: [at('brightspark-energy', 'approver')],
  },
  {
    id: 'kay-dunmore',
    name: 'Kay Dunmore',
    about: 'Adviser for customers who need help',
    memberships: [at('brightspark-energy', 'practitioner')],
  },
  {
    id: 'ravi-mistry',
    name: 'Ravi Mistry',
    about: 'Data officer and developer',
    memberships: [at('northway-buses', 'data-officer', 'developer')],
  },
  {
    id: 'gill-hartley',
    name: 'Gill Hartley',
    about: 'Company secretary: signs agreements',
    memberships: [at('northway-buses', 'approver')],
  },
  { id: 'dev-anand', name: 'Dev Anand', about: 'Pass office', memberships: [at('northway-buses', 'practitioner')] },
  {
    id: 'grace-mensah',
    name: 'Grace Mensah',
    about: 'Manager: publishes and signs',
    memberships: [at('helping-hands', 'data-officer', 'approver')],
  },
  {
    id: 'joe-tanner',
    name: 'Joe Tanner',
    about: 'Food bank coordinator',
    memberships: [at('helping-hands', 'practitioner')],
  },
  {
    id: 'olive-penrose',
    name: 'Olive Penrose',
    about: 'Data officer',
    memberships: [at('westmoor-district-council', 'data-officer')],
  },
  {
    id: 'martin-sykes',
    name: 'Martin Sykes',
    about: 'Monitoring officer: signs agreements',
    memberships: [at('westmoor-district-council', 'approver')],
  },
  {
    id: 'asha-begum',
    name: 'Asha Begum',
    about: 'Benefits officer, and on winter duty at the depot',
    memberships: [at('westmoor-district-council', 'practitioner')],
  },
  {
    id: 'colin-brook',
    name: 'Colin Brook',
    about: 'Data officer; signs agreements as well',
    memberships: [at('northford-water', 'data-officer', 'approver')],
  },
  {
    id: 'tess-marlow',
    name: 'Tess Marlow',
    about: 'Customer care in supply interruptions',
    memberships: [at('northford-water', 'practitioner')],
  },
  {
    id: 'ingrid-sole',
    name: 'Dr Ingrid Sole',
    about: 'Researcher',
    memberships: [at('university-of-northford', 'analyst')],
  },
  {
    id: 'paul-aston',
    name: 'Paul Aston',
    about: 'Research governance: signs agreements',
    memberships: [at('university-of-northford', 'approver', 'data-officer')],
  },
  {
    id: 'zoe-linden',
    name: 'Zoe Linden',
    about: 'Developer and founder',
    memberships: [at('kerbside-apps', 'developer', 'approver')],
  },
  {
    id: 'maggie-thornley',
    name: 'Maggie Thornley',
    about: 'Lives in Riverside; on the winter register',
    memberships: [],
  },
  { id: 'daniel-okoro', name: 'Daniel Okoro', about: 'Lives in Westmoor Vale; father of two', memberships: [] },
]

/** As the demo's sign-in page lists them. */
export function demoAccounts(): { subject: string; name: string; about: string; group: string }[] {
  const names = new Map(organisationsOn('2026-01-01').map(({ id, name }) => [id, name]))
  return people.map(({ id, name, about, memberships }) => ({
    subject: id,
    name,
    about,
    group: names.get(memberships[0]?.organisation ?? '') ?? 'Members of the public',
  }))
}

type DemoClient = Readonly<{ id: string; organisation: string | null; roles: readonly Role[]; about: string }>

const everyones: readonly Role[] = ['data-officer', 'approver', 'practitioner', 'analyst', 'developer']
const guardians = ['northford-council', 'st-annes-nhs-trust', 'westmoor-district-council']

/** One client for each organisation and role, for the command line, scripts and checks. */
export function demoClients(): DemoClient[] {
  const client = (organisation: string, name: string, role: Role): DemoClient => ({
    id: `${organisation}-${role}`,
    organisation,
    roles: [role],
    about: `${name}, ${role.replaceAll('-', ' ')} (demo)`,
  })
  const clients = organisationsOn('2026-01-01').flatMap(({ id, name }) => {
    const roles = guardians.includes(id) ? [...everyones, 'guardian' as const] : everyones
    return roles.map((role) => client(id, name, role))
  })
  return [
    ...clients,
    { ...client('northford-council', 'Northford City Council', 'operator') },
    { id: 'northford-citizen', organisation: null, roles: ['citizen'], about: 'A member of the public (demo)' },
  ]
}
