/** The name lists as lotteries: given names by origin, sex and year of birth; surnames by origin with a long tail. */
import { readFileSync } from 'node:fs'
import { Lottery, type Random } from '../random.ts'

/** A proxy for name origin, so that linkage error can be measured by group; shares of the town's households. */
export const origins = [
  ['british', 0.735],
  ['irish', 0.03],
  ['pakistani', 0.055],
  ['bangladeshi', 0.02],
  ['indian', 0.03],
  ['sikh', 0.015],
  ['polish', 0.035],
  ['romanian', 0.015],
  ['african', 0.025],
  ['somali', 0.008],
  ['arabic', 0.008],
  ['chinese', 0.009],
  ['caribbean', 0.015],
] as const
export type Origin = (typeof origins)[number][0]
export type Sex = 'F' | 'M'

type Era = Readonly<{ from: number; names: Lottery<string> }>

function lines(file: string): string[][] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8')
  return text.split('\n').flatMap((line) => (line === '' || line.startsWith('#') ? [] : [line.split(' ')]))
}

/** Commonest first; weights fall off as names do in birth registers. */
function byRank(names: readonly string[], offset: number, power: number): Lottery<string> {
  const once = [...new Set(names)]
  return new Lottery(
    once,
    once.map((_, rank) => 1 / (rank + offset) ** power),
  )
}

const given = new Map<string, Era[]>()
for (const [origin, sex, from, ...names] of lines('given.txt')) {
  const eras = given.get(`${origin} ${sex}`) ?? []
  eras.push({ from: Number(from), names: byRank(names, 4, 0.8) })
  given.set(`${origin} ${sex}`, eras)
}

const surnames = new Map(lines('surnames.txt').map(([origin, ...names]) => [origin as string, byRank(names, 3, 0.8)]))
const tail = new Map(lines('surname-tail.txt').map(([half, ...parts]) => [half, parts]))
const tailFirst = tail.get('first') as string[]
const tailSecond = tail.get('second') as string[]

const otherNames = new Map<string, string[]>()
for (const [name, ...others] of lines('nicknames.txt'))
  otherNames.set(name as string, [...(otherNames.get(name as string) ?? []), ...others])

const streets = new Map(lines('streets.txt').map(([part, ...words]) => [part, words]))
export const streetWords = {
  first: streets.get('first') as readonly string[],
  kind: streets.get('kind') as readonly string[],
  before: streets.get('before') as readonly string[],
}

export function givenName(origin: Origin, sex: Sex, born: number, random: Random): string {
  // A third of the children of families from elsewhere bear a name common here.
  const list = born > 1985 && origin !== 'british' && random.chance(0.25) ? 'british' : origin
  const eras = given.get(`${list} ${sex}`) as Era[]
  let era = eras[0] as Era
  for (const next of eras) if (next.from <= born) era = next
  return era.names.draw(random)
}

export function familyName(origin: Origin, random: Random): string {
  if (origin === 'british' && random.chance(0.3)) return random.pick(tailFirst) + random.pick(tailSecond)
  return (surnames.get(origin) as Lottery<string>).draw(random)
}

/** Polish surnames have a form for women. */
export function formFor(sex: Sex, surname: string): string {
  if (sex === 'M') return surname
  if (surname.endsWith('ski') || surname.endsWith('cki')) return `${surname.slice(0, -1)}a`
  return surname
}

/** Nicknames and other spellings of a given name; empty when none is known. */
export function othersOf(name: string): readonly string[] {
  return otherNames.get(name) ?? []
}
