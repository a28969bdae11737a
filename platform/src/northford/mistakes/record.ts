/** What a register writes down about a person: true once, then typed in a hurry, kept for years and seldom checked. */
import { type Day, type Parts, partsOf } from '../days.ts'
import { othersOf } from '../names/names.ts'
import type { Person } from '../people/person.ts'
import { today } from '../people/today.ts'
import { telephone } from '../people/identifiers.ts'
import type { Random } from '../random.ts'
import type { Address } from '../town/town.ts'
import { misdigit, mispostcode, misspell, withoutAccents } from './misspell.ts'

/** How carefully a register is kept: the probability of each mistake; 1 where it does not write the thing down at all. */
export type Care = Readonly<{
  /** A slip in a given name, and the same again in a surname. */
  typo: number
  /** The name they go by instead of the one on their birth certificate. */
  nickname: number
  /** Only the first letter of the given name. */
  initial: number
  /** A maiden name still on the books, of those who changed theirs. */
  maiden: number
  /** The address before the last move, of those who moved. */
  oldAddress: number
  /** Day and month swapped, a digit wrong, or the first of January. */
  birth: number
  noBirth: number
  noUprn: number
  noPostcode: number
  noNhs: number
  noPhone: number
  noEmail: number
  /** A second record of the same person. */
  duplicate: number
}>

export const careful: Care = { typo: 0.006, nickname: 0.01, initial: 0.002, maiden: 0.03, oldAddress: 0.12, birth: 0.006, noBirth: 0.002, noUprn: 0.02, noPostcode: 0.004, noNhs: 0.02, noPhone: 0.15, noEmail: 0.45, duplicate: 0.006 } // prettier-ignore
export const ordinary: Care = { typo: 0.02, nickname: 0.08, initial: 0.02, maiden: 0.1, oldAddress: 0.3, birth: 0.018, noBirth: 0.02, noUprn: 0.08, noPostcode: 0.015, noNhs: 0.25, noPhone: 0.3, noEmail: 0.4, duplicate: 0.018 } // prettier-ignore
export const hurried: Care = { typo: 0.045, nickname: 0.22, initial: 0.05, maiden: 0.16, oldAddress: 0.42, birth: 0.04, noBirth: 0.14, noUprn: 0.5, noPostcode: 0.06, noNhs: 0.8, noPhone: 0.3, noEmail: 0.6, duplicate: 0.05 } // prettier-ignore

/** For registers that hold neither health numbers nor ways to reach somebody. */
export const unwritten = { noNhs: 1, noPhone: 1, noEmail: 1 } as const

/** Everything that can be planted; the truth file names what was, joined by `+`. */
export const slips = ['nickname', 'initial', 'given-typo', 'surname-typo', 'maiden-name', 'names-swapped', 'half-surname', 'birth-swapped', 'birth-digit', 'birth-default', 'birth-missing', 'old-address', 'postcode-typo', 'postcode-missing', 'nhs-typo', 'other-phone', 'accents-lost', 'middle-first'] as const // prettier-ignore
type Slip = (typeof slips)[number]
const bit = Object.fromEntries(slips.map((slip, at) => [slip, 1 << at])) as Record<Slip, number>

export type Entry = {
  given: string
  middle: string
  surname: string
  /** null: not known. */
  birth: Parts | null
  sex: string
  /** The address as recorded, and its town and postcode. */
  line: string
  town: string
  postcode: string
  uprn: string
  address: Address
  phone: string
  email: string
  nhs: string
  /** A set of `slips`. */
  planted: number
}

/** The person as this register has them. The stream `random` belongs to this record alone. */
export function record(person: Person, care: Care, random: Random): Entry {
  const { household } = person
  const stale = household.previous !== null && random.chance(care.oldAddress)
  const address = stale && household.previous ? household.previous : household.address
  const entry: Entry = {
    given: person.given,
    middle: person.middle,
    surname: person.surname,
    birth: partsOf(person.born),
    sex: person.sex,
    line: addressLine(address, random),
    town: address.town,
    postcode: address.postcode,
    uprn: random.chance(care.noUprn) ? '' : String(address.uprn),
    address,
    phone: random.chance(care.noPhone) ? '' : person.phone,
    email: random.chance(care.noEmail) ? '' : person.email,
    nhs: random.chance(care.noNhs) ? '' : person.nhs,
    planted: stale ? bit['old-address'] : 0,
  }
  mistakeNames(entry, person, care, random)
  mistakeBirth(entry, person.born, care, random)
  mistakeNumbers(entry, care, random)
  return entry
}

function mistakeNames(entry: Entry, person: Person, care: Care, random: Random): void {
  const plant = (slip: Slip) => (entry.planted |= bit[slip])
  if (random.chance(care.nickname)) {
    const others = othersOf(entry.given)
    if (others.length > 0) {
      entry.given = random.pick(others)
      plant('nickname')
    }
  }
  if (person.maiden !== '' && random.chance(care.maiden)) {
    entry.surname = person.maiden
    plant('maiden-name')
  } else if (entry.surname.includes('-') && random.chance(care.maiden * 2)) {
    entry.surname = entry.surname.slice(entry.surname.indexOf('-') + 1)
    plant('half-surname')
  }
  if (random.chance(care.typo)) {
    entry.given = misspell(entry.given, random)
    plant('given-typo')
  }
  if (random.chance(care.typo)) {
    entry.surname = misspell(entry.surname, random)
    plant('surname-typo')
  }
  const rare = random.unit()
  if (rare < care.initial) {
    entry.given = entry.given.slice(0, 1)
    plant('initial')
  } else if (rare < care.initial + care.typo / 4) {
    ;[entry.given, entry.surname] = [entry.surname, entry.given]
    plant('names-swapped')
  } else if (rare < care.initial + care.typo / 2 && entry.middle !== '') {
    ;[entry.given, entry.middle] = [entry.middle, '']
    plant('middle-first')
  }
  if (accented.test(entry.given + entry.surname) && random.chance(0.85)) {
    entry.given = withoutAccents(entry.given)
    entry.surname = withoutAccents(entry.surname)
    plant('accents-lost')
  }
}

const accented = /[^\x20-\x7e]/

function mistakeBirth(entry: Entry, born: Day, care: Care, random: Random): void {
  const birth = entry.birth as Parts
  const luck = random.unit()
  if (luck < care.noBirth) {
    entry.birth = null
    if (care.noBirth < 1) entry.planted |= bit['birth-missing']
  } else if (luck < care.noBirth + care.birth * 0.4 && birth.day <= 12 && birth.day !== birth.month) {
    entry.birth = { year: birth.year, month: birth.day, day: birth.month }
    entry.planted |= bit['birth-swapped']
  } else if (luck < care.noBirth + care.birth * 0.8) {
    // Off by a day, a month or so, a year or ten; still a real day, and not in the future.
    const off = random.pick([-1, 1, 9, -9, 31, -31, 365, -365, 3_652, -3_652])
    entry.birth = partsOf(born + off > today ? born - Math.abs(off) : born + off)
    entry.planted |= bit['birth-digit']
  } else if (luck < care.noBirth + care.birth) {
    entry.birth = { year: birth.year, month: 1, day: 1 }
    entry.planted |= bit['birth-default']
  }
}

function mistakeNumbers(entry: Entry, care: Care, random: Random): void {
  const luck = random.unit()
  if (luck < care.noPostcode) {
    entry.postcode = ''
    entry.planted |= bit['postcode-missing']
  } else if (luck < care.noPostcode + care.typo * 0.6) {
    entry.postcode = mispostcode(entry.postcode, random)
    entry.planted |= bit['postcode-typo']
  }
  if (entry.nhs !== '' && random.chance(care.typo * 0.1)) {
    entry.nhs = misdigit(entry.nhs, random)
    entry.planted |= bit['nhs-typo']
  }
  if (entry.phone !== '' && random.chance(care.oldAddress * 0.3)) {
    entry.phone = telephone(random.below(16_000), random.chance(0.3))
    entry.planted |= bit['other-phone']
  }
}

const shorter: Readonly<Record<string, string>> = { Road: 'Rd', Street: 'St', Avenue: 'Ave', Close: 'Cl', Lane: 'Ln', Drive: 'Dr', Gardens: 'Gdns', Crescent: 'Cres', Terrace: 'Terr', Place: 'Pl', Grove: 'Gr', Court: 'Ct' } // prettier-ignore

/** `Flat 3, Kestrel House, 14 Mill Road`, or one of the ways in which people write that. */
function addressLine(address: Address, random: Random): string {
  const { flat, building, number } = address
  let street = address.street.name
  const style = random.unit()
  if (style < 0.12) {
    const gap = street.lastIndexOf(' ')
    street = `${street.slice(0, gap)} ${shorter[street.slice(gap + 1)] ?? street.slice(gap + 1)}`
  } else if (style < 0.14) street = misspell(street, random)
  if (flat !== '') {
    if (style < 0.06) return `${flat.slice(5)} ${building}, ${number} ${street}`
    if (style < 0.1) return `${flat}, ${number} ${street}`
    return `${flat}, ${building}, ${number} ${street}`
  }
  if (building === '') return `${number} ${street}`
  return style < 0.3
    ? `${number} ${street}`
    : style < 0.6
      ? `${building}, ${street}`
      : `${building}, ${number} ${street}`
}

export function plantedText(planted: number): string {
  if (planted === 0) return ''
  return slips.filter((_, at) => planted & (1 << at)).join('+')
}
