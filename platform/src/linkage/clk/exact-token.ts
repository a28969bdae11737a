/**
 * Where both sides hold a number that is the person's own, a keyed token of it is the stronger and simpler way to link: equal or not,
 * with no bits that tell a letter. Prefer it to encodings wherever it can be had, and use encodings for the rest.
 */
import { hmacHex } from '#foundation/hash.ts'

/** NHS numbers of England, Wales and the Isle of Man; National Insurance numbers. */
export type IdentifierKind = 'nhs-number' | 'nino'

/**
 * HMAC-SHA-256, in hexadecimal, of four lines of UTF-8: `wayleave/exact-token/1`, the kind, the identifier without blanks or hyphens and in
 * upper case, and the date of birth as YYYY-MM-DD. The date is there so that a mistyped number rarely links two people.
 *
 * Undefined for what cannot be a person's own: a wrong check digit, a number of one digit repeated, a prefix that is never
 * issued, no such day. Use one key a project, and destroy it afterwards: whoever has it can try all numbers in hours.
 */
export function exactToken(
  kind: IdentifierKind,
  identifier: string,
  born: string,
  key: Uint8Array | string,
): string | undefined {
  const plain = identifier.replaceAll(/[\s-]/g, '').toUpperCase()
  if (key.length === 0 || !isValid[kind](plain) || !isDay(born)) return undefined
  return hmacHex(key, ['wayleave/exact-token/1', kind, plain, born].join('\n'))
}

const isValid: Readonly<Record<IdentifierKind, (plain: string) => boolean>> = {
  /** Ten digits, the last a check modulo 11 (https://www.datadictionary.nhs.uk/attributes/nhs_number.html). */
  'nhs-number'(plain) {
    if (!/^\d{10}$/.test(plain) || /^(\d)\1*$/.test(plain)) return false
    const digits = Array.from(plain, Number)
    const sum = digits.slice(0, 9).reduce((total, digit, at) => total + digit * (10 - at), 0)
    return (11 - (sum % 11)) % 11 === digits[9]
  },
  /** Two letters, six digits, a suffix of A to D (https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110). */
  nino: (plain) => /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/.test(plain),
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
