/** Numbers as Python's `int` and `float` read them, because clkhash's records are read so. */
import { Unfit } from './unfit.ts'

const integer = /^[+-]?\d+(?:_\d+)*$/
const decimal = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i
/** Longer ones Python refuses, because of the time that they take. */
const longestInteger = 4300

/** A whole number in any notation of digits (`+13`, ` 13 `, `1_000`, `١٣`). Throws `Unfit`. */
export function readInteger(text: string): bigint {
  const found = integerOf(plain(text))
  if (found === undefined) throw new Unfit('is not a whole number')
  return found
}

/** The number in units of 10^-decimals: rounded half to even, or cut off when there are no decimals. Throws `Unfit`. */
export function readNumber(text: string, decimals: number): bigint {
  const said = plain(text)
  const scale = 10n ** BigInt(decimals)
  const whole = integerOf(said)
  if (whole !== undefined) return whole * scale
  const value = decimal.test(said) ? Number(said.replaceAll('_', '')) : NaN
  const scaled = value * Number(scale)
  if (!Number.isFinite(scaled)) throw new Unfit('is not a number')
  return BigInt(decimals > 0 ? roundHalfEven(scaled) : Math.trunc(scaled))
}

export function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const over = value - floor
  if (over !== 0.5) return over < 0.5 ? floor : floor + 1
  return floor % 2 === 0 ? floor : floor + 1
}

function integerOf(said: string): bigint | undefined {
  if (!integer.test(said) || said.length > longestInteger) return undefined
  const digits = said.replaceAll('_', '').replace('+', '')
  return digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits)
}

/** Without the blanks around it, with the digits of every script as 0 to 9. */
function plain(text: string): string {
  return text
    .trim()
    .replaceAll(/[^\p{ASCII}]/gu, (character) => (/\p{Nd}/u.test(character) ? digitOf(character) : character))
}

/** Unicode keeps the ten digits of a script together and in order, so a digit is its distance from the start of its run. */
function digitOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  let start = code
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--
  return String((code - start) % 10)
}
