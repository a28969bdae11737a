/** Households one after the other, each from a stream of its own: composition, ages, kinship names, moves, deaths. */
import { ageOn, partsOf } from '../days.ts'
import { givenName } from '../names/names.ts'
import { Lottery, Random } from '../random.ts'
import type { Address, Town } from '../town/town.ts'
import { niNumber, nhsNumber, telephone } from './identifiers.ts'
import { compositions, type Draft } from './compositions.ts'
import type { Household, HouseholdKind, Person, Role } from './person.ts'
import { today } from './today.ts'

const kinds = new Lottery<HouseholdKind>(
  [
    'older-single',
    'single',
    'older-couple',
    'couple',
    'family',
    'lone-parent',
    'grown-children',
    'three-generations',
    'sharers',
    'care-home',
  ],
  [0.13, 0.165, 0.115, 0.14, 0.23, 0.09, 0.055, 0.025, 0.035, 0.0012],
)

/** The people of the town in order, household by household, until there are exactly `people`. */
export function* households(town: Town, people: number): Generator<Household> {
  const settler = new Settler(town)
  for (let index = 0, counted = 0; counted < people; index++) {
    const household = settler.settle(index, counted, people - counted)
    counted += household.members.length
    yield household
  }
}

class Settler {
  readonly #town: Town
  readonly #random = new Random(0)
  #street = 0
  #door = 0
  #counted = 0

  constructor(town: Town) {
    this.#town = town
  }

  settle(index: number, counted: number, room: number): Household {
    const random = this.#random.restart(this.#town.seed, index, 0x484f)
    this.#counted = counted
    const kind = index === 40 ? 'care-home' : kinds.draw(random)
    const moves = random.unit()
    const household: Household = {
      index,
      id: `H${String(index + 1).padStart(7, '0')}`,
      kind,
      address: this.#nextDoor(random),
      previous: moves < (kind === 'sharers' ? 0.5 : 0.15) ? this.#town.someAddress(random) : null,
      moved: today - 20 - random.below(900),
      poor: random.chance(kind === 'lone-parent' ? 0.45 : kind === 'older-single' ? 0.25 : 0.13),
      members: [],
    }
    const drafts: Draft[] = []
    compositions[kind](random, drafts)
    for (const draft of drafts.slice(0, room)) household.members.push(this.#person(household, draft, random))
    return household
  }

  /** Addresses are taken in order; four in a hundred stand empty. */
  #nextDoor(random: Random): Address {
    for (;;) {
      const street = this.#town.street(this.#street)
      const door = this.#door++
      if (door >= street.length) {
        this.#street++
        this.#door = 0
      } else if (!random.chance(0.04)) return this.#town.address(street, door)
    }
  }

  #person(household: Household, draft: Draft, random: Random): Person {
    const index = this.#counted++
    const { sex, origin, born, surname, role } = draft
    const age = ageOn(born, today)
    const year = partsOf(born).year
    const given = draft.given ?? givenName(origin, sex, year, random)
    const middle = random.chance(origin === 'british' || origin === 'caribbean' ? 0.7 : 0.2)
      ? givenName(origin, sex, year, random)
      : ''
    const adult = age >= 16
    return {
      index,
      id: `P${String(index + 1).padStart(7, '0')}`,
      household,
      role,
      sex,
      origin,
      title: titleOf(draft, random),
      given,
      middle: middle === given ? '' : middle,
      surname,
      maiden: draft.maiden ?? '',
      born,
      age,
      nhs: nhsNumber(index, this.#town.seed),
      ni: adult ? niNumber(index, this.#town.seed) : '',
      phone: adult ? telephone(random.below(16_000), random.chance(0.3)) : '',
      email: adult && random.chance(age > 75 ? 0.4 : 0.85) ? address(given, surname, index) : '',
      married: draft.married ?? false,
      ...health(age, role, random),
      hard: draft.hard ?? '',
    }
  }
}

function titleOf({ sex, married }: Draft, random: Random): string {
  if (sex === 'M') return 'Mr'
  return married ? 'Mrs' : random.chance(0.5) ? 'Ms' : 'Miss'
}

function health(age: number, role: Role, random: Random): Pick<Person, 'died' | 'disabled' | 'frail' | 'equipment'> {
  const died = random.chance(age > 84 ? 0.1 : age > 74 ? 0.035 : age > 50 ? 0.006 : 0.0005)
  const disabled = random.chance(age > 75 ? 0.35 : age > 55 ? 0.16 : age > 18 ? 0.06 : 0.03)
  const frail = role === 'resident' || (age > 60 && random.chance(age > 84 ? 0.45 : age > 74 ? 0.2 : 0.05))
  return {
    died: died ? today - random.below(400) : 0,
    disabled,
    frail,
    equipment: random.chance(frail || disabled ? 0.08 : 0.004),
  }
}

function address(given: string, surname: string, index: number): string {
  return `${plain(given)}.${plain(surname)}${index % 1000}@example.org`
}

const accents = /[^a-z]/g
/** As it stands in an e-mail address: a to z only. */
export function plain(name: string): string {
  return name.normalize('NFD').replaceAll('ł', 'l').replaceAll('Ł', 'L').toLowerCase().replace(accents, '')
}
