/** How a name goes wrong under a clerk's hands. */
import type { Random } from '../random.ts'

const neighbours: Readonly<Record<string, string>> = {
  a: 'sq', b: 'vn', c: 'xv', d: 'sf', e: 'wr', f: 'dg', g: 'fh', h: 'gj', i: 'uo', j: 'hk', k: 'jl', l: 'k', m: 'n', n: 'bm', o: 'ip', p: 'o', q: 'w', r: 'et', s: 'ad', t: 'ry', u: 'yi', v: 'cb', w: 'qe', x: 'zc', y: 'tu', z: 'x',
} // prettier-ignore

const sounds: readonly (readonly [string, string])[] = [
  ['ph', 'f'], ['ie', 'ei'], ['ei', 'ie'], ['ck', 'k'], ['y', 'i'], ['ll', 'l'], ['tt', 't'], ['nn', 'n'], ['ss', 's'], ['th', 't'], ['ea', 'ee'], ['ou', 'u'], ['gh', 'g'], ['c', 'k'], ['s', 'z'], ['ar', 'er'], ['er', 'or'], ['on', 'en'],
] // prettier-ignore

/** One slip: a letter lost, doubled, swapped or mistyped, or the name written as it sounds. The first letter mostly stays. */
export function misspell(name: string, random: Random): string {
  if (name.length < 3) return `${name}${name.at(-1)?.toLowerCase() ?? ''}`
  const at = random.chance(0.08) ? 0 : 1 + random.below(name.length - 1)
  const slip = random.unit()
  const before = name.slice(0, at)
  const letter = name[at] as string
  const after = name.slice(at + 1)
  if (slip < 0.2) return before + after
  if (slip < 0.35) return before + letter + letter.toLowerCase() + after
  if (slip < 0.55 && after !== '') return before + after[0] + letter + after.slice(1)
  if (slip < 0.75) {
    const near = neighbours[letter.toLowerCase()]
    if (near !== undefined) return before + near.charAt(random.below(near.length)) + after
  }
  const heard = sounds.filter(([from]) => name.indexOf(from, 1) > 0)
  if (heard.length === 0) return before + after
  const [from, to] = random.pick(heard)
  const where = name.indexOf(from, 1)
  return name.slice(0, where) + to + name.slice(where + from.length)
}

/** Digits swapped or one mistyped: what happens to dates, postcodes and long numbers. */
export function misdigit(number: string, random: Random): string {
  const at = random.below(number.length - 1)
  const [one, two] = [number[at] as string, number[at + 1] as string]
  if (random.chance(0.5) && one !== two && isDigit(one) && isDigit(two))
    return number.slice(0, at) + two + one + number.slice(at + 2)
  if (!isDigit(two)) return number
  return number.slice(0, at + 1) + ((Number(two) + 1 + random.below(8)) % 10) + number.slice(at + 2)
}

/** Another postcode of the same district: a wrong sector, or the last two letters swapped or one for another. */
export function mispostcode(postcode: string, random: Random): string {
  const sector = postcode.indexOf(' ') + 1
  const [one, two] = [postcode.at(-2) as string, postcode.at(-1) as string]
  if (random.chance(0.5))
    return (
      postcode.slice(0, sector) + ((Number(postcode[sector]) + 1 + random.below(9)) % 10) + postcode.slice(sector + 1)
    )
  if (one !== two && random.chance(0.6)) return postcode.slice(0, -2) + two + one
  return postcode.slice(0, -1) + (two === 'D' ? 'B' : 'D')
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9'
}

const folding: Readonly<Record<string, string>> = { ł: 'l', Ł: 'L', '’': "'" }

/** Without accents, as most older systems keep names. */
export function withoutAccents(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[łŁ’]/g, (letter) => folding[letter] as string)
}
