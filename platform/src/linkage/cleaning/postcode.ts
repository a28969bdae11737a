/** UK postcodes (https://www.gov.uk/government/publications/bulk-data-transfer-for-sponsors-xml-schema has the pattern). */
import { fold } from './fold.ts'

export type Postcode = Readonly<{
  /** `SW1A 1AA`, or the outward part alone where no more was written. */
  text: string
  /** `SW1A` · `SW1A 1` (null without an inward part) · `SW1` · `SW`. */
  outward: string
  sector: string | null
  district: string
  area: string
  /** Letters and digits that are taken for one another (O and 0, I and 1, S and 5) were put right. */
  isRepaired: boolean
  /** Stands for none: AA1 1AA, or one of the NHS’s pseudo-postcodes (ZZ99: no fixed abode, abroad, not known). */
  isPlaceholder: boolean
}>

const outwardShape = /^(?:[A-Z]{1,2}\d{1,2}|[A-Z]\d[A-HJKPSTUW]|[A-Z]{2}\d[ABEHMNPRVWXY])$/
const inwardShape = /^\d[ABD-HJLNP-UW-Z]{2}$/
const asLetter: Readonly<Record<string, string>> = { 0: 'O', 1: 'I', 5: 'S', 8: 'B' }
const asDigit: Readonly<Record<string, string>> = { O: '0', Q: '0', I: '1', L: '1', S: '5', B: '8', Z: '2' }
const placeholders = new Set(['AA11AA', 'A11AA', 'AB11AB', 'AA11AB', 'A1A1AA', 'XX11XX', 'XX99XX', 'ZZ11ZZ', 'N11NN', 'NN11NN', 'AB12CD', 'A99AA', 'AA99AA']) // prettier-ignore

/** Null where the text is no postcode, nor nearly one. */
export function readPostcode(text: string): Postcode | null {
  if (text.length > 40) return null
  const folded = fold(text).toUpperCase()
  const letters = folded.replaceAll(/[^A-Z0-9]/g, '')
  return parts(letters, false) ?? repaired(letters) ?? outwardOnly(folded)
}

/** `SW1A 1AA` or `SW1A`; null where the text stands for none. */
export function cleanPostcode(text: string): string | null {
  const read = readPostcode(text)
  return read && !read.isPlaceholder ? read.text : null
}

function parts(letters: string, isRepaired: boolean): Postcode | null {
  if (letters.length < 5 || letters.length > 7) return null
  const outward = letters.slice(0, -3)
  const inward = letters.slice(-3)
  if (!outwardShape.test(outward) || !(inwardShape.test(inward) || outward === 'ZZ99')) return null
  return {
    ...around(outward),
    text: `${outward} ${inward}`,
    sector: `${outward} ${inward.charAt(0)}`,
    isRepaired,
    isPlaceholder: isStandIn(letters),
  }
}

/** `SW1A`, or a sector: `SW1A 1`. */
function outwardOnly(folded: string): Postcode | null {
  const [outward = '', digit, ...rest] = folded.split(' ')
  if (rest.length > 0 || !outwardShape.test(outward) || !/^\d?$/.test(digit ?? '')) return null
  const sector = digit ? `${outward} ${digit}` : null
  return { ...around(outward), text: outward, sector, isRepaired: false, isPlaceholder: isStandIn(outward) }
}

function around(outward: string): Pick<Postcode, 'outward' | 'district' | 'area'> {
  const area = /^[A-Z]+/.exec(outward)?.[0] ?? ''
  // The letter behind the digit in central London parts a district: SW1A is of SW1.
  const district = /^[A-Z]+\d+[A-Z]$/.test(outward) ? outward.slice(0, -1) : outward
  return { outward, district, area }
}

const isStandIn = (letters: string) => placeholders.has(letters) || letters.startsWith('ZZ99')

/** Every character is made what its place needs: letter-digit confusions of hand and scanner. */
function repaired(letters: string): Postcode | null {
  if (letters.length < 5 || letters.length > 7) return null
  const inward = digitAt(letters.at(-3)) + letterAt(letters.at(-2)) + letterAt(letters.at(-1))
  const outward = letters.slice(0, -3)
  // Shapes of an outward part, the likeliest first: L letter, D digit, K as it is.
  for (const shape of ['LDK', 'LDD', 'LLD', 'LD', 'LLDD', 'LLDK'].filter((one) => one.length === outward.length)) {
    const mended = Array.from(outward)
      .map((one, at) => (shape[at] === 'L' ? letterAt(one) : shape[at] === 'D' ? digitAt(one) : one))
      .join('')
    const found = parts(mended + inward, true)
    if (found) return found
  }
  return null
}

const letterAt = (one = '') => asLetter[one] ?? one
const digitAt = (one = '') => asDigit[one] ?? one
