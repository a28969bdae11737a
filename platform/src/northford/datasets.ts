/** What is published: title, words, who may think of seeing it. The files are made by `make.ts`. */
import type { Classification, DatasetKind } from '#model/dataset.ts'

export type Published = Readonly<{
  dataset: string
  title: string
  description: string
  classification: Classification
  /** Open data have one. */
  licence: string | null
  key: string | null
  /** Records change one by one; a later file is all there are by then. A table when left out. */
  kind?: DatasetKind
  /** Files in order of their versions. */
  files: readonly Readonly<{ file: string; note: string | null }>[]
}>

const open = { classification: 'open', licence: 'ogl-3' } as const
const shared = { classification: 'shared', licence: null } as const
const personal = { classification: 'personal', licence: null } as const
const special = { classification: 'special', licence: null } as const

const once = (file: string) => [{ file, note: null }]

/** About places: small, made in a moment, published first. */
export const placeDatasets: readonly Published[] = [
  {
    dataset: 'northford-council/public-toilets',
    title: 'Public toilets',
    description: 'Where they are, when they are open, and who can use them.',
    ...open,
    key: null,
    files: once('public-toilets.json'),
  },
  {
    dataset: 'northford-council/grit-bins',
    title: 'Grit bins',
    description: 'Every grit bin on the city’s roads. Since 2026 with size and fill level.',
    ...open,
    key: 'Bin ID',
    files: [
      { file: 'grit-bins-2025.csv', note: 'Survey of 2025' },
      { file: 'grit-bins-2026.csv', note: 'Survey of 2026 by the new contractor: sizes and fill levels, no notes' },
    ],
  },
  {
    dataset: 'northway-buses/stops',
    title: 'Bus stops',
    description: 'Stops with shelters, displays and step-free access.',
    ...open,
    key: 'stop_code',
    files: once('bus-stops.geojson'),
  },
  {
    dataset: 'northford-council/ward-boundaries',
    title: 'Ward boundaries',
    description: 'The nine wards of the city and the three of the district next to it.',
    ...open,
    key: 'ward_code',
    files: once('ward-boundaries.geojson'),
  },
  {
    dataset: 'northford-council/street-works',
    title: 'Street works',
    description: 'Permits for works in the street: where, when and how traffic is managed.',
    ...open,
    key: 'permit_reference',
    files: once('street-works.csv'),
  },
  {
    dataset: 'northford-council/gritting-routes',
    title: 'Gritting routes',
    description: 'The roads that are gritted first, second and third.',
    ...open,
    key: 'route',
    files: once('gritting-routes.geojson'),
  },
  {
    dataset: 'northford-council/air-quality',
    title: 'Air quality, hourly',
    description: 'Nitrogen dioxide and particles at four stations, each hour of September 2026, in µg/m³.',
    ...open,
    key: null,
    files: once('air-quality-2026-09.ndjson.gz'),
  },
  {
    dataset: 'northford-council/spend-over-500',
    title: 'Spend over £500, September 2026',
    description: 'Every payment to a supplier above £500, as the transparency code asks.',
    ...open,
    key: null,
    files: once('spend-over-500-2026-09.csv'),
  },
  {
    dataset: 'northford-council/brownfield-land',
    title: 'Brownfield land register',
    description: 'Sites that were built on before and could hold homes.',
    ...open,
    key: 'SiteReference',
    files: once('brownfield-land.csv'),
  },
  {
    dataset: 'northford-council/library-visits',
    title: 'Library visits and loans',
    description: 'Visits and loans of each library, July to September 2026.',
    ...open,
    key: null,
    files: once('library-visits.xlsx'),
  },
  {
    dataset: 'westmoor-district-council/food-hygiene',
    title: 'Food hygiene inspections',
    description: 'Ratings of places that serve or sell food in Westmoor.',
    ...open,
    key: 'establishment_id',
    files: once('food-hygiene.json'),
  },
  {
    dataset: 'northford-water/supply-interruptions',
    title: 'Supply interruptions',
    description: 'Where the water was off, why, and for how long.',
    ...open,
    key: 'reference',
    files: once('supply-interruptions.ndjson'),
  },
  {
    dataset: 'st-annes-nhs-trust/waiting-times',
    title: 'Waiting times by specialty',
    description: 'How many people wait for treatment, and how long.',
    ...open,
    key: null,
    files: once('waiting-times.csv'),
  },
  {
    dataset: 'northford-police/street-crime',
    title: 'Recorded crime by area and month',
    description: 'Counts by lower layer area; nothing about any one person.',
    ...open,
    key: null,
    files: once('street-crime.csv'),
  },
  {
    dataset: 'northway-buses/ridership',
    title: 'Ridership by route and hour',
    description: 'How many people boarded, and how many with a concessionary pass.',
    ...shared,
    key: null,
    files: once('ridership-2026-09.csv'),
  },
  {
    dataset: 'northford-police/incidents',
    title: 'Incidents by street',
    description: 'Each incident of six months with its street. For public bodies.',
    ...shared,
    key: 'incident_id',
    files: once('incidents.csv'),
  },
  {
    dataset: 'brightspark-energy/smart-meter-areas',
    title: 'Electricity by area and half-hour',
    description: 'Sums over the smart meters of an area, at least forty of them.',
    ...shared,
    key: null,
    files: once('smart-meter-areas.csv.gz'),
  },
]

/** About people. */
export const peopleDatasets: readonly Published[] = [
  {
    dataset: 'northford-council/winter-register',
    title: 'Winter register',
    description: 'People who may need help in cold weather, and how their home is heated. Kept by the winter team.',
    ...personal,
    key: 'record_id',
    kind: 'records',
    files: [
      { file: 'winter-register-2026-08.csv', note: 'August 2026' },
      { file: 'winter-register-2026-09.csv', note: 'September 2026' },
    ],
  },
  {
    dataset: 'st-annes-nhs-trust/discharges',
    title: 'Discharges expected',
    description: 'Who goes home in the next two weeks, and which care they will need.',
    ...special,
    key: 'discharge_id',
    files: once('discharges.csv'),
  },
  {
    dataset: 'northford-council/blue-badge-holders',
    title: 'Blue Badge holders',
    description: 'Badges issued in the last three years.',
    ...special,
    key: 'badge_number',
    files: once('blue-badge-holders.csv'),
  },
  {
    dataset: 'northford-council/adult-social-care',
    title: 'Adult social care cases',
    description: 'Who gets care from the council, of which kind.',
    ...special,
    key: 'case_id',
    kind: 'records',
    files: once('adult-social-care.csv'),
  },
  {
    dataset: 'northford-police/missing-persons',
    title: 'Missing persons',
    description: 'People who are being looked for, and who were.',
    ...special,
    key: 'reference',
    files: once('missing-persons.json'),
  },
  {
    dataset: 'st-annes-nhs-trust/community-nursing',
    title: 'Community nursing caseload',
    description: 'Patients visited at home by a nurse.',
    ...special,
    key: 'caseload_id',
    files: once('community-nursing.ndjson'),
  },
  {
    dataset: 'northford-council/household-support-fund',
    title: 'Household Support Fund awards',
    description: 'Help with food, energy and essentials in the last six months.',
    ...personal,
    key: 'award_id',
    files: once('household-support-fund.csv'),
  },
  {
    dataset: 'brightspark-energy/priority-services',
    title: 'Priority Services Register (power)',
    description: 'Customers who need help in a power cut.',
    ...personal,
    key: 'account_number',
    files: once('energy-priority-services.csv'),
  },
  {
    dataset: 'northford-water/priority-services',
    title: 'Priority Services Register (water)',
    description: 'Customers who need water brought to the door when the supply is off.',
    ...personal,
    key: 'Customer No',
    files: once('water-priority-services.csv'),
  },
  {
    dataset: 'helping-hands/food-bank-referrals',
    title: 'Food bank referrals',
    description: 'Who was sent to the food bank, by whom and why.',
    ...personal,
    key: 'Ref No',
    files: once('food-bank-referrals.csv'),
  },
  {
    dataset: 'helping-hands/volunteers',
    title: 'Volunteers',
    description: 'People who give their time.',
    ...personal,
    key: 'volunteer_id',
    files: once('volunteers.tsv'),
  },
  {
    dataset: 'westmoor-district-council/benefits-caseload',
    title: 'Housing benefit and council tax support',
    description: 'Claims of residents of Westmoor.',
    ...special,
    key: 'claim_ref',
    files: once('benefits-caseload.csv'),
  },
  {
    dataset: 'northway-buses/concessionary-passes',
    title: 'Concessionary passes',
    description: 'Passes of older and disabled people.',
    ...personal,
    key: 'pass_number',
    files: once('concessionary-passes.csv'),
  },
  {
    dataset: 'northford-council/assisted-bins',
    title: 'Assisted bin collections',
    description: 'Homes where the crew fetches the bin from the door.',
    ...personal,
    key: 'Ref',
    files: once('assisted-bins.csv'),
  },
  {
    dataset: 'northford-council/registered-deaths',
    title: 'Registered deaths',
    description: 'Deaths registered in the last thirteen months.',
    ...personal,
    key: 'entry_number',
    files: once('registered-deaths.csv'),
  },
  {
    dataset: 'st-annes-nhs-trust/admissions',
    title: 'Hospital admissions',
    description: 'Stays of the last six months, with the main diagnosis.',
    ...special,
    key: 'spell_id',
    files: once('admissions.csv'),
  },
  {
    dataset: 'northford-council/pupils',
    title: 'Pupils',
    description: 'Pupils of the city’s schools.',
    ...personal,
    key: 'pupil_id',
    files: once('pupils.csv.gz'),
  },
  {
    dataset: 'northford-council/council-tax',
    title: 'Council tax accounts',
    description: 'Open accounts, as the revenue system exports them.',
    ...personal,
    key: 'Account Ref',
    files: once('council-tax.csv'),
  },
  {
    dataset: 'northford-council/electoral-register',
    title: 'Electoral register',
    description: 'The full register. Who may use it for what is set by law.',
    ...personal,
    key: 'elector_number',
    files: once('electoral-register.csv'),
  },
  {
    dataset: 'st-annes-nhs-trust/patient-index',
    title: 'Patient index',
    description: 'Everybody whom the trust has ever seen: names, addresses, NHS numbers. No diagnoses.',
    ...personal,
    key: 'hospital_number',
    files: once('patient-index.csv.gz'),
  },
  {
    dataset: 'northford-council/addresses',
    title: 'Gazetteer of addresses',
    description: 'Every address of the city and the district with its UPRN, whether lived in or not.',
    ...shared,
    key: 'uprn',
    files: once('addresses.csv.gz'),
  },
]
