/** Whether two registers say the same of a person: compared once cleaned, so that spelling habits are no conflicts. */
import { cleaners, nicknameClasses, readDate, readFullName, shareClass, spellingClasses } from '#linkage'
import type { Slot } from '../reading/slots.ts'

/** null: the two cannot be compared, or are neither clearly the same nor clearly another. */
export type Agreement = 'agrees' | 'conflicts' | null

export function agreement(slot: Slot, one: string, other: string): Agreement {
  const special = specials[slot]
  if (special) return special(one, other)
  const clean = cleaners[cleanerOf[slot] ?? 'text']
  return verdict(clean(one), clean(other))
}

const cleanerOf: Partial<Readonly<Record<Slot, keyof typeof cleaners>>> = {
  'nhs-number': 'nhs-number',
  'national-insurance-number': 'national-insurance-number',
  surname: 'surname',
  sex: 'sex',
  postcode: 'postcode',
  uprn: 'uprn',
  telephone: 'telephone',
  email: 'email',
}

function verdict(one: string | null, other: string | null): Agreement {
  if (one === null || other === null) return null
  return one === other ? 'agrees' : 'conflicts'
}

const specials: Partial<Readonly<Record<Slot, (one: string, other: string) => Agreement>>> = {
  'given-name': (one, other) => sameGiven(cleaners['given-name'](one), cleaners['given-name'](other)),
  'middle-name': (one, other) => sameGiven(cleaners['given-name'](one), cleaners['given-name'](other)),
  'full-name'(one, other) {
    const [a, b] = [readFullName(one), readFullName(other)]
    if (!a || !b) return null
    const parts = [sameGiven(a.given, b.given), verdict(a.surname, b.surname)]
    if (parts.includes('conflicts')) return 'conflicts'
    return parts.includes('agrees') ? 'agrees' : null
  },
  'date-of-birth'(one, other) {
    const [a, b] = [readDate(one), readDate(other)]
    if (!a || !b || a.placeholder === 'never' || b.placeholder === 'never') return null
    const unit =
      a.precision === 'year' || b.precision === 'year'
        ? 10_000
        : a.precision === 'month' || b.precision === 'month'
          ? 100
          : 1
    return Math.floor(a.packed / unit) === Math.floor(b.packed / unit) ? 'agrees' : 'conflicts'
  },
  postcode(one, other) {
    const [a, b] = [cleaners.postcode(one), cleaners.postcode(other)]
    if (a === null || b === null) return null
    // An outward part alone agrees with all of its postcodes.
    return a === b || a === b.split(' ')[0] || b === a.split(' ')[0] ? 'agrees' : 'conflicts'
  },
  address: sameAddress,
}

/** Short forms and spellings of one name, and its initial, are no conflict. */
function sameGiven(one: string | null, other: string | null): Agreement {
  if (one === null || other === null) return null
  const [a = '', b = ''] = [one.split(' ')[0], other.split(' ')[0]]
  const isInitial = Math.min(a.length, b.length) === 1 && a[0] === b[0]
  const isKin = shareClass(nicknameClasses(a), nicknameClasses(b)) || shareClass(spellingClasses(a), spellingClasses(b))
  return a === b || isInitial || isKin ? 'agrees' : 'conflicts'
}

/** By house number and the words of the street; anything less clear is left open. */
function sameAddress(one: string, other: string): Agreement {
  const [a, b] = [addressWords(one), addressWords(other)]
  if (a.words.size === 0 || b.words.size === 0) return null
  const shared = [...a.words].some((word) => b.words.has(word))
  if (!shared) return 'conflicts'
  if (a.numbers.length === 0 || b.numbers.length === 0) return null
  return a.numbers.some((number) => b.numbers.includes(number)) ? 'agrees' : 'conflicts'
}

/** Words that many addresses have, and that therefore tell nothing. */
const common = new Set(
  'road rd street st avenue ave close cl lane ln drive dr gardens gdns crescent cres terrace terr place pl grove gr court ct flat house the'.split(
    ' ',
  ),
)

function addressWords(text: string): { numbers: string[]; words: Set<string> } {
  const parts = (cleaners.text(text) ?? '').split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  return {
    numbers: parts.filter((part) => /^\d/.test(part)),
    words: new Set(parts.filter((part) => /^\p{L}{3,}/u.test(part) && !common.has(part))),
  }
}
