/** What the city council writes down about people. */
import { british, britishParts, iso, isoParts, partsOf } from '../days.ts'
import { careful, hurried, ordinary, unwritten } from '../mistakes/record.ts'
import { pupilNumber } from '../people/identifiers.ts'
import type { Person } from '../people/person.ts'
import { today } from '../people/today.ts'
import { numberOf, Random } from '../random.ts'
import { cell, pounds } from '../writing/cells.ts'
import { csv, daysAgo, inCity, isoBirth, type Register, stillKept } from './register.ts'

const bands = [['A', 151_734], ['B', 177_023], ['C', 202_312], ['D', 227_601], ['E', 278_179], ['F', 328_757]] as const // prettier-ignore

/** As the revenue system exports it: four lines before the header, one name in a cell, pounds, and a total below. */
const councilTax: Register = {
  dataset: 'northford-council/council-tax',
  edition: 1,
  file: 'council-tax.csv',
  prefix: 'CT',
  care: { ...ordinary, ...unwritten, nickname: 0.02, initial: 0.1, noBirth: 1 },
  frame: {
    open:
      'Northford City Council\nCouncil Tax: open accounts,,,,,,,,,,\nRun date,30/09/2026,,,,,,,,,\n,,,,,,,,,,\n' +
      'Account Ref,Liable Person,Second Liable Person,Property Address,Postcode,UPRN,Band,Discount,Annual Charge,Balance,Account Opened\n',
    between: '',
    close: '',
  },
  keeps: (person, random) =>
    inCity(person) &&
    (person.role === 'head' || (person.role === 'sharer' && person.household.members[0] === person)) &&
    stillKept(person, random, 0.4)
      ? 1
      : 0,
  row(id, entry, person, random) {
    const { band, alone, charge, balance } = bill(id, person)
    const partner = person.household.members.find(({ role }) => role === 'partner')
    const second = partner ? `${partner.title} ${partner.given} ${partner.surname}` : ''
    const name = random.chance(0.2)
      ? `${entry.surname.toUpperCase()}, ${entry.given}`
      : `${person.title} ${entry.given} ${entry.surname}`
    return `${id},${cell(name)},${cell(second)},${cell(`${entry.line}, ${entry.town}`)},${entry.postcode},${entry.uprn},${band},${alone ? '25%' : ''},${cell(pounds(charge))},${cell(pounds(balance))},${british(Math.max(today - 9_000, daysAgo(6_000, random)))}\n`
  },
  sums(id, person) {
    const { charge, balance } = bill(id, person)
    return [charge, balance]
  },
  last: ([charge = 0, balance = 0]) => `TOTAL,,,,,,,,${cell(pounds(charge))},${cell(pounds(balance))},\n`,
}

/** Told by the account's reference, so that the row and the total agree. */
function bill(id: string, person: Person): { band: string; alone: boolean; charge: number; balance: number } {
  const random = new Random(numberOf(id))
  const [band, full] = bands[Math.min(5, Math.floor(random.unit() ** 2 * 6))] as (typeof bands)[number]
  const alone = person.household.members.length === 1
  const charge = alone ? Math.floor(full * 0.75) : full
  if (random.chance(0.25)) return { band, alone, charge, balance: Math.floor(charge * random.unit()) }
  return { band, alone, charge, balance: random.chance(0.04) ? -random.below(9_000) : 0 }
}

const electoral: Register = {
  dataset: 'northford-council/electoral-register',
  edition: 1,
  file: 'electoral-register.csv',
  prefix: 'EL',
  care: { ...careful, ...unwritten, oldAddress: 0.3, noBirth: 1 },
  frame: csv(
    'elector_number,surname,forenames,date_of_attainment,address,postcode,uprn,ward,polling_district,open_register',
  ),
  keeps: (person, random) =>
    inCity(person) &&
    person.age >= 16 &&
    random.chance(person.household.kind === 'sharers' ? 0.55 : 0.88) &&
    stillKept(person, random, 0.2)
      ? 1
      : 0,
  row(id, entry, person, random) {
    const { ward, wardIndex } = entry.address.street
    const born = partsOf(person.born)
    const attains = person.age < 18 ? isoParts({ ...born, year: born.year + 18, day: Math.min(28, born.day) }) : ''
    const forenames = entry.middle !== '' ? `${entry.given} ${entry.middle}` : entry.given
    return `${id},${cell(entry.surname)},${cell(forenames)},${attains},${cell(entry.line)},${entry.postcode},${entry.uprn},${ward.name},N${String.fromCharCode(65 + wardIndex)}${random.between(1, 4)},${random.chance(0.4) ? 'TRUE' : 'FALSE'}\n`
  },
}

const badgeReasons = [
  'PIP mobility, 8 points or more',
  'Walking',
  'Registered blind',
  'PIP planning a journey, 10 points',
  'War pension mobility supplement',
  'Hidden disability',
  'Terminal illness',
]

const blueBadges: Register = {
  dataset: 'northford-council/blue-badge-holders',
  edition: 1,
  file: 'blue-badge-holders.csv',
  prefix: 'BB',
  care: { ...ordinary, ...unwritten, noBirth: 0.005 },
  frame: csv(
    'badge_number,title,first_name,surname,date_of_birth,ni_number,address,postcode,uprn,eligibility,issued,expires,status',
  ),
  keeps: (person, random) =>
    inCity(person) && (person.disabled || person.frail) && random.chance(0.45) && stillKept(person, random, 0.5)
      ? 1
      : 0,
  row(id, entry, person, random) {
    const issued = daysAgo(1_090, random)
    const expires = issued + 1_095
    const status = person.died !== 0 && random.chance(0.5) ? 'returned' : random.chance(0.03) ? 'lost' : 'valid'
    return `${id},${person.title},${cell(entry.given)},${cell(entry.surname)},${isoBirth(entry)},${random.chance(0.15) ? '' : person.ni},${cell(entry.line)},${entry.postcode},${entry.uprn},${cell(random.pick(badgeReasons))},${iso(issued)},${iso(expires)},${status}\n`
  },
}

const supportReasons = [
  'Physical support: personal care',
  'Physical support: access and mobility',
  'Memory and cognition',
  'Learning disability',
  'Mental health',
  'Sensory support',
  'Carer support',
]
const packages = ['Home care', 'Day care', 'Direct payment', 'Reablement', 'Residential care', 'Equipment only']

const socialCare: Register = {
  dataset: 'northford-council/adult-social-care',
  edition: 1,
  file: 'adult-social-care.csv',
  prefix: 'ASC',
  care: { ...ordinary, ...unwritten, noNhs: 0.2, noUprn: 0.05 },
  frame: csv(
    'case_id,nhs_number,first_name,surname,date_of_birth,sex,address,postcode,uprn,ward,primary_support_reason,package,hours_per_week,team,opened,last_reviewed,status',
  ),
  keeps: (person, random) =>
    inCity(person) &&
    person.age >= 18 &&
    ((person.frail && random.chance(0.55)) || (person.disabled && random.chance(0.15))) &&
    stillKept(person, random, 0.3)
      ? 1
      : 0,
  row(id, entry, person, random) {
    const opened = daysAgo(2_200, random)
    const kind = person.role === 'resident' ? 'Residential care' : random.pick(packages)
    const hours = kind === 'Home care' || kind === 'Reablement' ? random.between(3, 28) : 0
    return `${id},${entry.nhs},${cell(entry.given)},${cell(entry.surname)},${isoBirth(entry)},${entry.sex},${cell(entry.line)},${entry.postcode},${entry.uprn},${entry.address.street.ward.name},${random.pick(supportReasons)},${kind},${hours},${random.pick(['East', 'West', 'Hospital', 'Mental health'])},${iso(opened)},${random.chance(0.2) ? '' : iso(Math.max(opened, daysAgo(400, random)))},${person.died ? 'closed' : random.chance(0.85) ? 'open' : 'under review'}\n`
  },
}

const heating = [
  'Gas boiler',
  'Gas boiler',
  'Gas boiler',
  'Storage heaters',
  'Electric panel',
  'Oil',
  'Heat pump',
  'None',
]

/** The later edition, a month on: some have left, some have joined, visits have gone up. */
function winterRegister(edition: 1 | 2): Register {
  return {
    dataset: 'northford-council/winter-register',
    edition,
    file: `winter-register-${edition === 1 ? '2026-08' : '2026-09'}.csv`,
    prefix: 'WR',
    care: { ...ordinary, noUprn: 0.03, noNhs: 0.3 },
    frame: csv(
      'record_id,uprn,postcode,name,date_of_birth,age,nhs_number,telephone,ward,lives_alone,heating,visits,grit_assist',
    ),
    keeps(person, random) {
      if (!inCity(person) || person.age < 18) return 0
      if (!(person.frail || person.equipment || person.disabled || person.age >= 75)) return 0
      const place = random.unit()
      const on = edition === 1 ? place < 0.5 : place >= 0.03 && place < 0.56
      return on && stillKept(person, random, 0.4) ? 1 : 0
    },
    row(id, entry, person, random) {
      const age = entry.birth ? 2026 - entry.birth.year - (entry.birth.month > 9 ? 1 : 0) : ''
      const visits = random.below(9) + (edition === 2 ? random.below(3) : 0)
      const name = `${entry.given} ${entry.surname}`
      return `${id},${entry.uprn},${entry.postcode},${cell(name)},${isoBirth(entry)},${age},${entry.nhs},${entry.phone},${entry.address.street.ward.name},${person.household.members.length === 1 ? 'TRUE' : 'FALSE'},${random.pick(heating)},${visits},${person.disabled || random.chance(0.1) ? 'TRUE' : 'FALSE'}\n`
    },
  }
}

/** Semicolons, because the waste contractor's spreadsheet was set up abroad. */
const assistedBins: Register = {
  dataset: 'northford-council/assisted-bins',
  edition: 1,
  file: 'assisted-bins.csv',
  prefix: 'AB',
  care: { ...hurried, ...unwritten, noBirth: 1, noUprn: 0.1 },
  frame: csv('Ref;Contact Name;Address;Postcode;UPRN;Pull-out Point;Collection Day;Start Date;Review Date'),
  keeps: (person, random) =>
    inCity(person) &&
    person.role !== 'resident' &&
    person.age >= 18 &&
    (person.frail || person.disabled) &&
    random.chance(0.22) &&
    stillKept(person, random, 0.7)
      ? 1
      : 0,
  row(id, entry, person, random) {
    const start = daysAgo(2_500, random)
    const name = random.chance(0.5) ? `${person.title} ${entry.surname}` : `${entry.given} ${entry.surname}`
    return `${id};${cell(name, ';')};${cell(entry.line, ';')};${entry.postcode};${entry.uprn};${random.pick(['Front door', 'Side gate', 'Rear yard', 'Bin store'])};${random.pick(['Mon', 'Tue', 'Wed', 'Thu', 'Fri'])};${british(start)};${random.chance(0.3) ? 'N/A' : british(start + 730)}\n`
  },
}

const schools = [
  'Riverside Primary',
  'Castle Primary',
  "St Anne's Primary",
  'Millfield Primary',
  'Harbour Academy',
  'Northgate High',
  'Beacon Academy',
  'Foundry Lane School',
]

const pupils: Register = {
  dataset: 'northford-council/pupils',
  edition: 1,
  file: 'pupils.csv.gz',
  prefix: 'PU',
  care: { ...careful, ...unwritten, nickname: 0.06, noUprn: 0.15 },
  frame: csv(
    'pupil_id,upn,legal_surname,forename,date_of_birth,sex,address,postcode,uprn,school,year_group,free_meals,sen_support',
  ),
  keeps: (person, random) =>
    inCity(person) && person.age >= 4 && person.age <= 17 && person.role === 'child' && random.chance(0.95) ? 1 : 0,
  row(id, entry, person, random) {
    const school = person.age < 11 ? schools[random.below(4)] : schools[4 + random.below(4)]
    return `${id},${pupilNumber(person.index)},${cell(entry.surname)},${cell(entry.given)},${isoBirth(entry)},${entry.sex},${cell(entry.line)},${entry.postcode},${entry.uprn},${school},${Math.max(0, person.age - 5)},${person.household.poor ? 'TRUE' : 'FALSE'},${random.chance(0.14) ? 'TRUE' : 'FALSE'}\n`
  },
}

const supportFund: Register = {
  dataset: 'northford-council/household-support-fund',
  edition: 1,
  file: 'household-support-fund.csv',
  prefix: 'HSF',
  care: { ...ordinary, ...unwritten, noBirth: 0.06 },
  frame: csv('award_id,applicant_name,date_of_birth,household_size,children,postcode,ward,awarded_on,amount,reason'),
  keeps: (person, random) =>
    inCity(person) && person.role === 'head' && person.household.poor && stillKept(person, random, 0)
      ? random.chance(0.6)
        ? 1 + random.below(2)
        : 0
      : 0,
  row(id, entry, person, random) {
    const children = person.household.members.filter(({ age }) => age < 18).length
    return `${id},${cell(`${entry.given} ${entry.surname}`)},${entry.birth ? britishParts(entry.birth) : ''},${person.household.members.length},${children},${entry.postcode},${entry.address.street.ward.name},${british(daysAgo(180, random))},${cell(pounds(random.between(8, 60) * 500))},${random.pick(['Energy', 'Food', 'Food', 'Essentials', 'Rent arrears'])}\n`
  },
}

const deaths: Register = {
  dataset: 'northford-council/registered-deaths',
  edition: 1,
  file: 'registered-deaths.csv',
  prefix: 'RD',
  care: { ...careful, ...unwritten, duplicate: 0 },
  frame: csv(
    'entry_number,surname,forenames,maiden_surname,sex,date_of_birth,date_of_death,usual_address,postcode,registered_on',
  ),
  keeps: (person) => (person.died !== 0 ? 1 : 0),
  row(id, entry, person, random) {
    return `${id},${cell(entry.surname)},${cell(`${entry.given} ${entry.middle}`.trim())},${cell(person.maiden)},${entry.sex},${isoBirth(entry)},${iso(person.died)},${cell(entry.line)},${entry.postcode},${iso(Math.min(today, person.died + random.between(1, 9)))}\n`
  },
}

export const councilRegisters: readonly Register[] = [
  councilTax,
  electoral,
  blueBadges,
  socialCare,
  winterRegister(1),
  winterRegister(2),
  assistedBins,
  pupils,
  supportFund,
  deaths,
]
