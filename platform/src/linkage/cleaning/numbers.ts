/** Numbers that stand for somebody or something, and numbers that count. */
import { fold } from './fold.ts'
import { saysNothing } from './nothing.ts'

/** Ten digits whose last is right by modulus 11 (NHS Data Dictionary, “NHS NUMBER”); null otherwise, and for one digit ten times. */
export function cleanNhsNumber(text: string): string | null {
  if (text.length > 60) return null
  const digits = fold(text)
    .replace(/^nhs(?: (?:number|no\.?))?:? */, '')
    .replace(/\.0$/, '')
    .replaceAll(/[ -]/g, '')
  if (!/^\d{10}$/.test(digits) || /^(\d)\1{9}$/.test(digits)) return null
  let sum = 0
  for (let place = 0; place < 9; place++) sum += (digits.charCodeAt(place) - 48) * (10 - place)
  return (11 - (sum % 11)) % 11 === digits.charCodeAt(9) - 48 ? digits : null
}

const neverIssued = new Set('bg gb kn nk nt tn zz'.split(' '))

/** `AB123456C`, or without its last letter `AB123456`; null where its prefix was never issued (HMRC’s NIM39110). */
export function cleanNationalInsuranceNumber(text: string): string | null {
  if (text.length > 60) return null
  const letters = fold(text).replaceAll(/[ .\-/]/g, '')
  if (!/^[abceghj-prstw-z][abceghj-nprstw-z]\d{6}[a-d]?$/.test(letters)) return null
  if (neverIssued.has(letters.slice(0, 2)) || /^..(\d)\1{5}/.test(letters)) return null
  return letters.toUpperCase()
}

/** A Unique Property Reference Number: 1 to 12 digits, without leading noughts. */
export function cleanUprn(text: string): string | null {
  return digitsUpTo(12, text.replace(/^\s*uprn:?/i, ''))
}

/** A Unique Street Reference Number: 1 to 8 digits, without leading noughts. */
export function cleanUsrn(text: string): string | null {
  return digitsUpTo(8, text.replace(/^\s*usrn:?/i, ''))
}

function digitsUpTo(most: number, text: string): string | null {
  if (text.length > 60) return null
  const digits = fold(text).replace(/\.0+$/, '').replaceAll(' ', '').replace(/^0+/, '')
  return /^\d+$/.test(digits) && digits.length <= most && !/^(?:9{6,}|(\d)\1{7,})$/.test(digits) ? digits : null
}

/** A count or amount as JavaScript prints it: `£1,234.50` is `1234.5`, `(12)` is `-12`. Null for what is no finite number. */
export function cleanNumber(text: string): string | null {
  if (text.length > 60 || saysNothing(text)) return null
  const folded = fold(text)
  const inBrackets = /^\((.+)\)$/.exec(folded)?.[1]
  const plain = (inBrackets ?? folded)
    .replaceAll(/[£$€%]|gbp/g, '')
    .replaceAll(/(?<=\d)[, ](?=\d{3}(?!\d))/g, '')
    .replaceAll(' ', '')
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/.test(plain)) return null
  const value = inBrackets === undefined ? Number(plain) : -Number(plain)
  return Number.isFinite(value) ? String(value === 0 ? 0 : value) : null
}
