/** Numbers that look real and belong to nobody: each range is set aside for tests, drama or examples. */
import { shuffledBelow } from '../random.ts'

/**
 * A valid NHS number in the range 999 000 0000 to 999 999 9999 that NHS England keeps for tests, or '' for the one person in
 * eleven whose place in the range has no valid check digit (and for everybody past the millionth).
 * Check digit: https://www.datadictionary.nhs.uk/attributes/nhs_number.html (modulus 11).
 */
export function nhsNumber(person: number, seed: number): string {
  if (person >= 1_000_000) return ''
  const body = `999${String(shuffledBelow(person, 1_000_000, seed ^ 0x4e48)).padStart(6, '0')}`
  let sum = 0
  for (let at = 0; at < 9; at++) sum += (body.charCodeAt(at) - 48) * (10 - at)
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? '' : body + check
}

/** A National Insurance number with the prefix QQ, which HMRC uses in examples and gives to nobody. */
export function niNumber(person: number, seed: number): string {
  const n = shuffledBelow(person % 4_000_000, 4_000_000, seed ^ 0x4e49)
  return `QQ${String(n % 1_000_000).padStart(6, '0')}${'ABCD'[Math.floor(n / 1_000_000)]}`
}

/** Ranges that Ofcom keeps for television and radio drama: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama */
const dramaRanges = [
  '07700 900',
  '01632 960',
  ...['113', '114', '115', '116', '117', '118', '121', '131', '141', '151', '161'].map((area) => `0${area} 496 0`),
  '020 7946 0',
  '0191 498 0',
  '028 9649 6',
  '029 2018 0',
]

/** Only 17,000 numbers are set aside, so in a large town many people share one: a telephone says less here than in life. */
export function telephone(n: number, mobile: boolean): string {
  const range = mobile ? 0 : 1 + (Math.floor(n / 1000) % (dramaRanges.length - 1))
  return `${dramaRanges[range]}${String(n % 1000).padStart(3, '0')}`
}

/** Unique Pupil Numbers begin with a letter; 999 is no local authority. */
export function pupilNumber(person: number): string {
  return `T999${String(person).padStart(9, '0')}`
}
