/** Invented people with slips of the pen, some living together, for tests of training. */
import { seeded } from './random.ts'
import { type Table, tableOf } from '../features/table.ts'
import { numbered, type TrueClusters } from '../measure/index.ts'

export type Invented = Readonly<{ table: Table; people: TrueClusters; households: Uint32Array }>

type Wanted = Readonly<{ people: number; perHousehold: number; seed: number }>

/** A word that sounds like a name, the same for the same number. */
function nameOf(at: number, kinds: number): string {
  const [first, second, third] = [
    ['ba', 'co', 'di', 'fe', 'gu', 'ha', 'jo', 'ki', 'lu', 'mo', 'na', 'pe', 'ri', 'so', 'ta', 'vu'],
    [
      'ran',
      'lit',
      'mond',
      'ger',
      'ston',
      'wick',
      'bur',
      'ley',
      'ham',
      'den',
      'par',
      'ning',
      'tor',
      'cas',
      'vel',
      'quin',
    ],
    ['a', 'o', 'er', 'by', 'ton', 'ford', 'son', 'ell', 'ing', 'ett', 'ard', 'win', 'mer', 'ian', 'us', 'y'],
  ] as const
  const place = at % kinds
  return `${first[place % 16]}${second[Math.floor(place / 16) % 16]}${third[Math.floor(place / 256) % 16]}`
}

/** Two records a person; one in five fields of the second has a slip, one in ten is missing. */
export function inventPeople({ people, perHousehold, seed }: Wanted): Invented {
  const random = seeded(seed)
  const below = (most: number): number => Math.floor(random() * most)
  const rows: Record<string, string | null>[] = []
  const [who, where]: [number[], number[]] = [[], []]
  const homes = Array.from({ length: Math.ceil(people / perHousehold) }, () => ({
    surname: nameOf(below(3_000), 3_000),
    address: `${1 + below(90)} ${nameOf(below(400), 400)} street`,
    postcode: `${'abcdefgh'[below(8)]}${'klmnop'[below(6)]}${1 + below(20)} ${1 + below(9)}${'xyz'[below(3)]}${'abcdefgh'[below(8)]}`,
  }))
  for (let person = 0; person < people; person++) {
    const home = Math.floor(person / perHousehold)
    const born = `${1930 + below(80)}-${String(1 + below(12)).padStart(2, '0')}-${String(2 + below(27)).padStart(2, '0')}`
    const clean = { first_name: nameOf(below(400), 400), ...homes[home]!, dob: born }
    const slip = (text: string): string | null => {
      if (random() < 0.1) return null
      if (random() >= 0.2) return text
      const at = below(text.length)
      return text.slice(0, at) + (/\d/.test(text[at]!) ? String(below(10)) : 'x') + text.slice(at + 1)
    }
    rows.push(clean, Object.fromEntries(Object.entries(clean).map(([name, text]) => [name, slip(text)])))
    who.push(person, person)
    where.push(home, home)
  }
  return { table: tableOf(rows), people: numbered(who, rows.length), households: Uint32Array.from(where) }
}
