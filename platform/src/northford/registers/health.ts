/** What the NHS trust and the police write down about people. */
import { british, iso, timeOfDay } from '../days.ts'
import { careful, hurried, unwritten } from '../mistakes/record.ts'
import { othersOf } from '../names/names.ts'
import { today } from '../people/today.ts'
import { wards } from '../town/place.ts'
import { cell } from '../writing/cells.ts'
import { arrayFrame, linesFrame } from '../writing/table.ts'
import { csv, daysAgo, isoBirth, type Register } from './register.ts'

/** Everybody whom the trust has ever seen: the widest register of the town. */
const patientIndex: Register = {
  dataset: 'st-annes-nhs-trust/patient-index',
  edition: 1,
  file: 'patient-index.csv.gz',
  prefix: 'MRN',
  care: { ...careful, oldAddress: 0.25, noUprn: 1, noNhs: 0.03, duplicate: 0.015 },
  frame: csv(
    'hospital_number,nhs_number,title,surname,forename,middle_name,date_of_birth,sex,address,town,postcode,telephone,email,date_of_death',
  ),
  keeps: (_person, random) => (random.chance(0.93) ? 1 : 0),
  row(id, entry, person) {
    return `${id},${entry.nhs},${person.title},${cell(entry.surname.toUpperCase())},${cell(entry.given)},${cell(entry.middle)},${isoBirth(entry)},${entry.sex},${cell(entry.line)},${entry.town},${entry.postcode},${entry.phone},${entry.email},${person.died ? iso(person.died) : ''}\n`
  },
}

const specialties = [
  'General medicine',
  'Geriatric medicine',
  'Trauma and orthopaedics',
  'Cardiology',
  'Respiratory medicine',
  'General surgery',
  'Stroke medicine',
]
/** ICD-10 codes, of the broad kinds that fill a general hospital. */
const diagnoses = [
  'J18.9',
  'N39.0',
  'I50.0',
  'J44.1',
  'S72.0',
  'I63.9',
  'R07.4',
  'K80.2',
  'F05.9',
  'E11.9',
  'A41.9',
  'R55',
  'M17.1',
]
const hospitalWards = ['Ash', 'Birch', 'Cedar', 'Elm', 'Hazel', 'Juniper', 'Rowan']

const admissions: Register = {
  dataset: 'st-annes-nhs-trust/admissions',
  edition: 1,
  file: 'admissions.csv',
  prefix: 'SP',
  care: { ...careful, noNhs: 0.015, noPhone: 1, duplicate: 0 },
  frame: csv(
    'spell_id,nhs_number,surname,forename,date_of_birth,sex,postcode,admitted,method,specialty,diagnosis_code,ward,discharged,length_of_stay,discharge_destination,national_opt_out',
  ),
  keeps(person, random) {
    const likely = person.frail ? 0.45 : person.age > 64 ? 0.2 : person.disabled ? 0.15 : 0.05
    return random.chance(likely) ? 1 + (person.frail ? random.below(3) : 0) : 0
  },
  row(id, entry, person, random) {
    const day = Math.max(person.died && random.chance(0.6) ? person.died - 10 : daysAgo(180, random), person.born)
    const stay = random.chance(0.3) ? 0 : Math.floor(1 + random.unit() ** 3 * 40)
    const out = day + stay <= today
    const destination = out
      ? person.died && random.chance(0.4)
        ? 'Died'
        : person.role === 'resident'
          ? 'Care home'
          : random.pick(['Home', 'Home', 'Home', 'Home with care', 'Community hospital'])
      : ''
    return `${id},${entry.nhs},${cell(entry.surname.toUpperCase())},${cell(entry.given)},${isoBirth(entry)},${entry.sex},${entry.postcode},${iso(day)} ${timeOfDay(random.below(86_400))},${random.chance(0.6) ? 'Emergency' : 'Elective'},${person.age < 16 ? 'Paediatrics' : random.pick(specialties)},${random.pick(diagnoses)},${random.pick(hospitalWards)},${out ? iso(day + stay) : ''},${out ? stay : ''},${destination},${optedOut(person.index) ? 'TRUE' : 'FALSE'}\n`
  },
}

/** About one person in twenty has set a national data opt-out; the same people in every register. */
function optedOut(person: number): boolean {
  return (Math.imul(person + 17, 0x9e3779b1) >>> 0) % 20 === 0
}

const discharges: Register = {
  dataset: 'st-annes-nhs-trust/discharges',
  edition: 1,
  file: 'discharges.csv',
  prefix: 'DI',
  care: { ...careful, noUprn: 0.4 },
  frame: csv(
    'discharge_id,nhs_number,surname,forename,date_of_birth,address,postcode,uprn,ward,expected_discharge,pathway,care_needs,equipment_needed,lives_alone,contact_telephone,national_opt_out',
  ),
  keeps: (person, random) =>
    person.died === 0 && person.age > 17 && random.chance(person.frail ? 0.14 : person.age > 74 ? 0.04 : 0.004) ? 1 : 0,
  row(id, entry, person, random) {
    const needs = random.pick([
      'Two carers, four times a day',
      'One carer, twice a day',
      'Meals',
      'Medication prompts',
      'None',
      'Reablement for six weeks',
      'Night sitting',
    ])
    return `${id},${entry.nhs},${cell(entry.surname.toUpperCase())},${cell(entry.given)},${isoBirth(entry)},${cell(entry.line)},${entry.postcode},${entry.uprn},${random.pick(hospitalWards)},${british(today + random.below(14))},Pathway ${random.below(4)},${cell(needs)},${random.chance(0.4) ? 'Y' : 'N'},${person.household.members.length === 1 ? 'Y' : 'N'},${entry.phone},${optedOut(person.index) ? 'TRUE' : 'FALSE'}\n`
  },
}

const nursingNeeds = [
  'Wound care',
  'Insulin',
  'Catheter care',
  'Palliative care',
  'Pressure ulcer',
  'Leg ulcer',
  'Medication',
  'Stoma care',
]

const communityNursing: Register = {
  dataset: 'st-annes-nhs-trust/community-nursing',
  edition: 1,
  file: 'community-nursing.ndjson',
  prefix: 'CN',
  care: { ...careful, noPhone: 1 },
  frame: linesFrame,
  keeps: (person, random) =>
    person.died === 0 && random.chance(person.frail ? 0.28 : person.age > 70 ? 0.05 : 0.004) ? 1 : 0,
  row: (id, entry, person, random) =>
    `${JSON.stringify({
      caseload_id: id,
      nhs_number: entry.nhs || null,
      surname: entry.surname,
      forename: entry.given,
      date_of_birth: isoBirth(entry) || null,
      postcode: entry.postcode || null,
      need: random.pick(nursingNeeds),
      visits_per_week: random.between(1, 14),
      team: random.pick(['North', 'South', 'Westmoor']),
      since: iso(daysAgo(900, random)),
      lives_alone: person.household.members.length === 1,
      happy_to_share: random.chance(0.7),
    })}\n`,
}

const missingPersons: Register = {
  dataset: 'northford-police/missing-persons',
  edition: 1,
  file: 'missing-persons.json',
  prefix: 'MP',
  care: { ...hurried, ...unwritten, noBirth: 0.05, duplicate: 0.02 },
  frame: arrayFrame,
  keeps: (person, random) =>
    person.died === 0 && random.chance(person.age > 11 && person.age < 18 ? 0.012 : person.age > 74 ? 0.008 : 0.0015)
      ? 1
      : 0,
  row(id, entry, person, random) {
    const status = random.chance(0.8) ? 'found' : 'missing'
    return JSON.stringify({
      reference: id,
      surname: entry.surname,
      forenames: entry.given,
      known_as: othersOf(person.given)[0] ?? null,
      date_of_birth: isoBirth(entry) || null,
      sex: entry.sex,
      home_postcode: entry.postcode || null,
      last_seen: `${iso(daysAgo(status === 'missing' ? 20 : 300, random))}T${timeOfDay(random.below(86_400))}`,
      last_seen_ward: random.pick(wards).name,
      risk: random.pick(['high', 'medium', 'medium', 'low']),
      medical_notes: random.pick(['Dementia', 'Insulin-dependent diabetes', 'Low mood', 'Asthma', null, null]),
      status,
    })
  },
}

export const healthRegisters: readonly Register[] = [patientIndex, admissions, discharges, communityNursing]
export const policeRegisters: readonly Register[] = [missingPersons]
