/**
 * Linking without names, on FEBRL4 (5,000 made-up Australians and a second record of each with errors) without its identifier: how fast
 * records are encoded and compared, what each hardening costs in links at a threshold estimated without the truth, and what
 * an attacker without the key, who knows how often each given name occurs, learns from it.
 */
import { attacked, frequenciesOf } from '../platform/src/linkage/clk/attack-for-tests.ts'
import { encode, encodeFields, type Salting } from '../platform/src/linkage/clk/encode.ts'
import type { Encodings } from '../platform/src/linkage/clk/encodings.ts'
import { febrl4Missing, febrl4Schema, measured, readFebrl4 } from '../platform/src/linkage/clk/febrl-for-tests.ts'
import { balanced, flipped, folded } from '../platform/src/linkage/clk/harden.ts'
import { match } from '../platform/src/linkage/clk/match.ts'
import { scan } from '../platform/src/linkage/clk/scan.ts'
import type { Row } from './row.ts'

const key = 'the key of this benchmark'
const salting: Salting = { feature: 'date_of_birth', characters: 4 }

type Hardening = Readonly<{ what: string; salting?: Salting; harden?: (one: Encodings, holder: string) => Encodings }>

const flip = (chance: number) => (one: Encodings, holder: string) => flipped(one, { chance, key, label: holder })
const hardenings: readonly Hardening[] = [
  { what: 'as they are' },
  { what: 'folded once', harden: (one) => folded(one, 1) },
  { what: 'folded twice', harden: (one) => folded(one, 2) },
  { what: '2 % of bits flipped', harden: flip(0.02) },
  { what: '5 % of bits flipped', harden: flip(0.05) },
  { what: '10 % of bits flipped', harden: flip(0.1) },
  { what: 'balanced', harden: (one) => balanced(one, key) },
  { what: 'salted by year of birth', salting },
  { what: 'salted, folded and 5 % flipped', salting, harden: (one, holder) => flip(0.05)(folded(one, 1), holder) },
]

export async function run(): Promise<Row[]> {
  if (febrl4Missing) {
    console.error(`left out: ${febrl4Missing}`)
    return []
  }
  const people = readFebrl4()
  const sides = (how: Hardening) =>
    (['a', 'b'] as const).map((side) => {
      const encodings = encode(people[side], febrl4Schema, key, how.salting)
      return how.harden ? how.harden(encodings, side) : encodings
    }) as [Encodings, Encodings]
  const rows: Row[] = [...speeds(people.a, sides({ what: '' }))]

  let unhardened: number | undefined
  for (const how of hardenings) {
    const { f1 } = measured(match(...sides(how)).pairs, people)
    const budget = how.harden || how.salting ? '–' : '≥ 0.99'
    rows.push(beside({ what: `links, records ${how.what}`, ours: f1, unit: 'F1' }, (unhardened ??= f1), budget))
  }
  return [...rows, ...attacks(people.a)]
}

/** What is learnt of the given names: the 120 commonest are tried, which six in ten of these people have. The peer is a guess that names all alike. */
function attacks(records: string[][]): Row[] {
  const names = records.map((record) => record[1] ?? '')
  const known = frequenciesOf(names)
  const blind = Math.max(...known.values()) / names.length
  const field = (how?: Salting) => encodeFields(records, febrl4Schema, key, how).get('given_name')
  const plain = field()
  const salted = field(salting)
  const whole = encode(records, febrl4Schema, key)
  if (!plain || !salted) throw new Error('the schema has no given_name')
  const encodings: Readonly<Record<string, Encodings>> = {
    'filters of the name': plain,
    'filters of the name, folded once': folded(plain, 1),
    'filters of the name, balanced': balanced(plain, key),
    'filters of the name, 5 % of bits flipped': flip(0.05)(plain, 'a'),
    'filters of the name, salted by year of birth': salted,
    'records as they are': whole,
    'records, 5 % of bits flipped': flip(0.05)(whole, 'a'),
  }
  return Object.entries(encodings).map(([what, one]) => {
    const { byFrequency, byLikeness } = attacked(one, known, names)
    const ours = 100 * Math.max(byFrequency, byLikeness)
    return beside({ what: `given names that an attacker finds, ${what}`, ours, unit: '%' }, 100 * blind)
  })
}

function speeds(records: string[][], [a, b]: [Encodings, Encodings]): Row[] {
  const seconds = (work: () => void) => {
    work()
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6
  }
  const encoding = seconds(() => void encode(records, febrl4Schema, key))
  const all = a.count * b.count
  const rate = (threshold: number) =>
    all / seconds(() => void scan(a, b, { threshold: () => threshold, found: () => undefined })) / 1e6
  return [
    beside({ what: 'encoding, one core', ours: records.length / encoding, unit: 'records/s' }),
    beside({ what: 'comparing all pairs of 1,024 bits at 0.7, one core', ours: rate(0.7), unit: 'million/s' }),
    beside({ what: 'the same at 0.9', ours: rate(0.9), unit: 'million/s' }),
  ]
}

const beside = (row: Omit<Row, 'ratio' | 'peer' | 'budget'>, peer: number | null = null, budget = '–'): Row => ({
  ...row,
  peer,
  ratio: peer === null ? null : row.ours / peer,
  budget,
})
