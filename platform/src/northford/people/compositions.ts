/** What each kind of household is made of: who, how old, whose name they bear. */
import { type Day, partsOf } from '../days.ts'
import { familyName, formFor, givenName, type Origin, origins, type Sex } from '../names/names.ts'
import { Lottery, type Random } from '../random.ts'
import { today } from './today.ts'
import type { HouseholdKind, Role } from './person.ts'

const anyOrigin = new Lottery<Origin>(
  origins.map(([name]) => name),
  origins.map(([, share]) => share),
)

/** A person before they have a number: what their family gives them. */
export type Draft = {
  role: Role
  sex: Sex
  origin: Origin
  surname: string
  born: Day
  given?: string
  maiden?: string
  married?: boolean
  hard?: 'twin' | 'namesake'
}
type Family = { origin: Origin; surname: string; head: Draft }

/** A day of birth for somebody of this age today. */
function bornAt(age: number, random: Random): Day {
  return today - Math.floor(age * 365.25) - 1 - random.below(364)
}

function adult(role: Role, age: number, random: Random): Draft {
  const from = anyOrigin.draw(random)
  const sex: Sex = random.chance(0.5) ? 'F' : 'M'
  return { role, sex, origin: from, surname: ownSurname(from, sex, random), born: bornAt(age, random) }
}

function ownSurname(from: Origin, sex: Sex, random: Random): string {
  if (from === 'sikh' && random.chance(0.55)) return sex === 'F' ? 'Kaur' : 'Singh'
  if (sex === 'F' && random.chance(0.45)) {
    if (from === 'pakistani') return random.pick(['Begum', 'Bibi', 'Akhtar', 'Kauser', 'Parveen'])
    if (from === 'bangladeshi') return random.pick(['Begum', 'Khatun', 'Khanom', 'Bibi'])
  }
  return formFor(sex, familyName(from, random))
}

const keepOwnName: ReadonlySet<Origin> = new Set(['pakistani', 'bangladeshi', 'somali', 'arabic', 'chinese', 'sikh'])

/** Two people who live together; the younger the couple, the less often a surname is changed. */
function couple(age: number, random: Random, drafts: Draft[]): Family {
  const head = adult('head', age, random)
  const partner = adult(
    'partner',
    Math.max(18, Math.round(age + random.bell() * 3 - (head.sex === 'M' ? 2 : -2))),
    random,
  )
  partner.sex = random.chance(0.02) ? head.sex : head.sex === 'M' ? 'F' : 'M'
  if (random.chance(0.9)) partner.origin = head.origin
  partner.surname = ownSurname(partner.origin, partner.sex, random)
  if (random.chance(age > 60 ? 0.92 : age > 40 ? 0.68 : 0.45)) {
    head.married = partner.married = true
    const wife = head.sex === 'F' ? head : partner
    const husband = wife === head ? partner : head
    if (wife.sex !== husband.sex && !keepOwnName.has(wife.origin)) marry(wife, husband, age, random)
  }
  drafts.push(head)
  drafts.push(partner)
  const surname = head.sex === 'M' ? head.surname : partner.sex === 'M' ? partner.surname : head.surname
  return { origin: head.origin, surname, head: head.sex === 'M' ? head : partner.sex === 'M' ? partner : head }
}

function marry(wife: Draft, husband: Draft, age: number, random: Random): void {
  const choice = random.unit()
  if (choice > (age > 60 ? 0.95 : 0.8)) return
  wife.maiden = wife.surname
  wife.surname = choice < 0.05 ? `${wife.surname}-${husband.surname}` : formFor('F', husband.surname)
}

/** Children of a family: twins now and then, and sons who bear their father's name. */
function children(family: Family, ages: readonly number[], random: Random, drafts: Draft[]): void {
  // One birthday's distance for all, so that brothers and sisters are a year apart at least.
  const since = random.below(364)
  for (const age of ages) {
    const born = today - Math.floor(age * 365.25) - 1 - since
    const child = childOf(family, born, random)
    const namesake = child.sex === 'M' && family.head.sex === 'M' && random.chance(0.03)
    if (namesake) {
      family.head.given ??= givenName(family.origin, 'M', partsOf(family.head.born).year, random)
      child.given = family.head.given
      child.hard = 'namesake'
    }
    if (!namesake && random.chance(0.018)) {
      const twin = childOf(family, born, random)
      child.hard = twin.hard = 'twin'
      child.given = givenName(family.origin, child.sex, partsOf(born).year, random)
      twin.given = alike(child.given, twin, random)
      drafts.push(child)
      drafts.push(twin)
    } else drafts.push(child)
  }
}

function childOf(family: Family, born: Day, random: Random): Draft {
  const sex: Sex = random.chance(0.49) ? 'F' : 'M'
  const surname =
    family.origin === 'sikh' && (family.surname === 'Singh' || family.surname === 'Kaur')
      ? sex === 'F'
        ? 'Kaur'
        : 'Singh'
      : formFor(sex, family.surname)
  return { role: 'child', sex, origin: family.origin, surname, born }
}

/** Parents of twins like names that begin alike; never the same one. */
function alike(name: string, { origin, sex, born }: Draft, random: Random): string {
  const { year } = partsOf(born)
  let best = name
  for (let tries = 0; tries < 8; tries++) {
    const next = givenName(origin, sex, year, random)
    if (next === name) continue
    best = next
    if (next[0] === name[0]) break
  }
  return best === name ? `${name}-May` : best
}

/** Ages of one to four children under a parent of this age. */
function childAges(parent: number, random: Random): number[] {
  const count = 1 + (random.chance(0.55) ? 1 : 0) + (random.chance(0.22) ? 1 : 0) + (random.chance(0.06) ? 1 : 0)
  const oldest = Math.min(17, Math.max(0, parent - 20 - random.below(14)))
  return Array.from({ length: count }, (_, at) => oldest - at * random.between(1, 4)).filter((age) => age >= 0)
}

/** What each kind of household is made of. */
export const compositions: Readonly<Record<HouseholdKind, (random: Random, drafts: Draft[]) => void>> = {
  'older-single'(random, drafts) {
    const one = adult('head', random.between(65, 97), random)
    one.sex = random.chance(0.67) ? 'F' : 'M'
    one.surname = ownSurname(one.origin, one.sex, random)
    if (one.sex === 'F' && random.chance(0.8) && !keepOwnName.has(one.origin)) {
      one.married = true
      one.maiden = one.surname
      one.surname = ownSurname(one.origin, 'F', random)
    }
    drafts.push(one)
  },
  single: (random, drafts) => void drafts.push(adult('head', random.between(19, 64), random)),
  'older-couple': (random, drafts) => void couple(random.between(65, 90), random, drafts),
  couple: (random, drafts) => void couple(random.between(22, 64), random, drafts),
  family(random, drafts) {
    const age = random.between(23, 54)
    children(couple(age, random, drafts), childAges(age, random), random, drafts)
  },
  'lone-parent'(random, drafts) {
    const age = random.between(20, 52)
    const parent = adult('head', age, random)
    parent.sex = random.chance(0.86) ? 'F' : 'M'
    parent.surname = ownSurname(parent.origin, parent.sex, random)
    drafts.push(parent)
    const surname = random.chance(0.6) ? parent.surname : familyName(parent.origin, random)
    children({ origin: parent.origin, surname, head: parent }, childAges(age, random), random, drafts)
  },
  'grown-children'(random, drafts) {
    const age = random.between(44, 72)
    const family = couple(age, random, drafts)
    children(family, [random.between(18, age - 22)], random, drafts)
  },
  'three-generations'(random, drafts) {
    const age = random.between(28, 52)
    const family = couple(age, random, drafts)
    children(family, childAges(age, random), random, drafts)
    const elder = adult('parent', Math.min(97, age + random.between(20, 33)), random)
    elder.origin = family.origin
    elder.surname = elder.sex === 'M' ? family.surname : formFor('F', family.surname)
    if (keepOwnName.has(elder.origin)) elder.surname = ownSurname(elder.origin, elder.sex, random)
    drafts.push(elder)
  },
  sharers(random, drafts) {
    const count = random.between(2, 6)
    for (let at = 0; at < count; at++) drafts.push(adult('sharer', random.between(18, 36), random))
  },
  'care-home'(random, drafts) {
    const count = random.between(14, 34)
    for (let at = 0; at < count; at++) drafts.push(adult('resident', random.between(72, 99), random))
  },
}
