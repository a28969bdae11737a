/** What the utilities, the buses, the charity and the neighbouring district write down about people. */
import { british, britishParts, iso, spreadsheet } from '../days.ts'
import { careful, hurried, ordinary, unwritten } from '../mistakes/record.ts'
import type { Person } from '../people/person.ts'
import type { Random } from '../random.ts'
import { cell, pounds } from '../writing/cells.ts'
import { csv, daysAgo, inCity, isoBirth, type Register, stillKept } from './register.ts'

/** Needs codes of the industry's Priority Services Register. */
const needsCodes = [
  '08 Physical impairment',
  '09 Unable to answer door',
  '12 Stair lift, hoist, electric bed',
  '14 Poor sense of smell',
  '15 Restricted hand movement',
  '20 Pensionable age',
  '22 Speech impairment',
  '34 Dementia',
]

function needsPriority(person: Person, random: Random, share: number): boolean {
  const eligible = person.equipment || person.disabled || person.frail || person.age >= 70
  return (
    eligible && person.age >= 18 && person.role !== 'resident' && random.chance(person.equipment ? share * 1.6 : share)
  )
}

const energyPriority: Register = {
  dataset: 'brightspark-energy/priority-services',
  edition: 1,
  file: 'energy-priority-services.csv',
  prefix: 'EP',
  care: { ...ordinary, noUprn: 1, initial: 0.08 },
  frame: csv(
    'account_number,meter_point,customer_name,date_of_birth,telephone,email,supply_address,postcode,needs_code,electricity_dependent,registered_on',
  ),
  keeps: (person, random) => (needsPriority(person, random, 0.38) && stillKept(person, random, 0.6) ? 1 : 0),
  // A meter point number begins with the distributor, 10 to 29; 99 is none.
  row: (id, entry, person, random) =>
    `${id},99${String(entry.address.uprn % 10_000_000_000).padStart(11, '0')},${cell(`${entry.given} ${entry.surname}`)},${isoBirth(entry)},${entry.phone},${entry.email},${cell(`${entry.line}, ${entry.town}`)},${entry.postcode},${cell(random.pick(needsCodes))},${person.equipment ? 'TRUE' : 'FALSE'},${iso(daysAgo(1_800, random))}\n`,
}

const waterPriority: Register = {
  dataset: 'northford-water/priority-services',
  edition: 1,
  file: 'water-priority-services.csv',
  prefix: 'WP',
  care: { ...hurried, noUprn: 0.3, noBirth: 0.3 },
  frame: csv('Customer No|Name|DOB|Phone|Address|Postcode|UPRN|Needs bottled water delivered|Registered'),
  keeps: (person, random) => (needsPriority(person, random, 0.3) && stillKept(person, random, 0.7) ? 1 : 0),
  row: (id, entry, person, random) =>
    `${id}|${cell(`${person.title} ${entry.given} ${entry.surname}`, '|')}|${entry.birth ? britishParts(entry.birth) : ''}|${entry.phone}|${cell(entry.line, '|')}|${entry.postcode}|${entry.uprn}|${random.chance(0.5) ? 'Yes' : 'No'}|${spreadsheet(daysAgo(1_400, random))}\n`,
}

const passes: Register = {
  dataset: 'northway-buses/concessionary-passes',
  edition: 1,
  file: 'concessionary-passes.csv',
  prefix: 'CP',
  care: { ...ordinary, noNhs: 1, noPhone: 1, oldAddress: 0.5 },
  frame: csv(
    'pass_number,first_name,surname,date_of_birth,address,postcode,email,category,issued,expires,photo_on_file,stopped',
  ),
  keeps: (person, random) =>
    (person.age >= 66 && random.chance(0.72)) || (person.disabled && person.age > 4 && random.chance(0.3))
      ? stillKept(person, random, 0.7)
        ? 1
        : 0
      : 0,
  row(id, entry, person, random) {
    const issued = daysAgo(1_800, random)
    return `${id},${cell(entry.given)},${cell(entry.surname)},${isoBirth(entry)},${cell(entry.line)},${entry.postcode},${entry.email},${person.age >= 66 ? 'older' : 'disabled'},${iso(issued)},${iso(issued + 1_826)},${random.chance(0.9) ? 'TRUE' : 'FALSE'},${random.chance(0.02) ? 'TRUE' : 'FALSE'}\n`
  },
}

/** Typed by volunteers at the door, on Windows. */
const foodBank: Register = {
  dataset: 'helping-hands/food-bank-referrals',
  edition: 1,
  file: 'food-bank-referrals.csv',
  prefix: 'FB',
  care: { ...hurried, ...unwritten },
  frame: {
    open: 'Ref No,Client Name,D.O.B.,Postcode,Adults,Children,Reason for Referral,Referred By,Date of Referral,Dietary Needs,Parcels\r\n',
    between: '',
    close: '',
  },
  keeps: (person, random) =>
    person.household.poor && person.age >= 18 && person.died === 0 && random.chance(0.4) ? 1 + random.below(3) : 0,
  row(id, entry, person, random) {
    const children = person.household.members.filter(({ age }) => age < 18).length
    const name = random.chance(0.15) ? `${entry.surname}, ${entry.given}` : `${entry.given} ${entry.surname}`
    return `${id},${cell(name)},${entry.birth ? britishParts(entry.birth) : 'not given'},${entry.postcode},${person.household.members.length - children},${children},${random.pick(['Low income', 'Benefit delay', 'Debt', 'Homeless', 'Sickness', 'Unemployed'])},${random.pick(['GP', 'Citizens advice', 'School', 'Housing officer', 'Self'])},${british(daysAgo(365, random))},${random.pick(['', '', '', 'Halal', 'Vegetarian', 'No gluten', 'N/A'])},${random.between(1, 4)}\r\n`
  },
}

const volunteers: Register = {
  dataset: 'helping-hands/volunteers',
  edition: 1,
  file: 'volunteers.tsv',
  prefix: 'VO',
  care: { ...ordinary, noEmail: 0.05, noPhone: 0.1 },
  frame: csv('volunteer_id\tfull_name\tdate_of_birth\temail\ttelephone\tpostcode\troles\tdbs_checked_on'),
  keeps: (person, random) =>
    person.age >= 18 && person.age < 85 && person.died === 0 && person.role !== 'resident' && random.chance(0.014)
      ? 1
      : 0,
  row: (id, entry, _person, random) =>
    `${id}\t${entry.given} ${entry.surname}\t${isoBirth(entry)}\t${entry.email}\t${entry.phone}\t${entry.postcode}\t${random.pick(['Driver', 'Warehouse', 'Befriending', 'Reception'])}\t${random.chance(0.2) ? '' : iso(daysAgo(1_200, random))}\n`,
}

const benefits: Register = {
  dataset: 'westmoor-district-council/benefits-caseload',
  edition: 1,
  file: 'benefits-caseload.csv',
  prefix: 'HB',
  care: { ...careful, ...unwritten, oldAddress: 0.25, noUprn: 0.06 },
  frame: csv(
    'claim_ref,ni_number,surname,forename,date_of_birth,partner_name,address,postcode,uprn,benefit,weekly_award,disability_premium,household_size,children,claim_start,status',
  ),
  keeps: (person, random) =>
    !inCity(person) &&
    person.role === 'head' &&
    (person.household.poor || person.age > 75 || random.chance(0.05)) &&
    random.chance(0.75) &&
    stillKept(person, random, 0.2)
      ? 1
      : 0,
  row(id, entry, person, random) {
    const { members } = person.household
    const partner = members.find(({ role }) => role === 'partner')
    return `${id},${random.chance(0.02) ? '' : person.ni},${cell(entry.surname)},${cell(entry.given)},${isoBirth(entry)},${cell(partner ? `${partner.given} ${partner.surname}` : '')},${cell(entry.line)},${entry.postcode},${entry.uprn},${random.pick(['Housing Benefit', 'Council Tax Support', 'Both'])},${cell(pounds(random.between(300, 18_000)))},${person.disabled ? 'Y' : 'N'},${members.length},${members.filter(({ age }) => age < 18).length},${british(daysAgo(2_500, random))},${random.chance(0.9) ? 'live' : 'suspended'}\n`
  },
}

export const neighbourRegisters: readonly Register[] = [
  energyPriority,
  waterPriority,
  passes,
  foodBank,
  volunteers,
  benefits,
]
