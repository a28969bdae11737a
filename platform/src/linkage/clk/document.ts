/** Reads a JSON document member by member; what is wrong is said with the path of the member and what it should be. */
import { Problem } from '#foundation/problem.ts'

/** A value of the document and where it stands, such as `features[2].hashing`. */
export type Place = Readonly<{ at: string; value: unknown }>

/** A 422 `clk-schema-invalid`. */
export function wrong({ at }: Pick<Place, 'at'>, says: string, mend?: string): Problem {
  return new Problem(422, 'clk-schema-invalid', {
    title: 'The linkage schema is not valid',
    detail: `${at || 'The document'} ${says}.`,
    ...(at ? { at } : {}),
    ...(mend ? { mend } : {}),
  })
}

export function member(place: Place, name: string): Place {
  const object = asObject(place)
  return { at: place.at ? `${place.at}.${name}` : name, value: Object.hasOwn(object, name) ? object[name] : undefined }
}

/** The member read, or `undefined` when it is not there. */
export function optional<T>(place: Place, name: string, read: (place: Place) => T): T | undefined {
  const found = member(place, name)
  return found.value === undefined ? undefined : read(found)
}

export function asObject(place: Place): Readonly<Record<string, unknown>> {
  const { value } = place
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw wrong(place, `${is(value)}, and has to be an object`)
}

/** An object with these members and no others. */
export function only(place: Place, names: readonly string[]): void {
  const stranger = Object.keys(asObject(place)).find((name) => !names.includes(name))
  if (stranger !== undefined)
    throw wrong(place, `has a member “${stranger}”, and may only have ${names.map((name) => `“${name}”`).join(', ')}`)
}

export function asItems(place: Place): Place[] {
  if (!Array.isArray(place.value)) throw wrong(place, `${is(place.value)}, and has to be a list`)
  return place.value.map((value: unknown, index) => ({ at: `${place.at}[${index}]`, value }))
}

export function asText(place: Place): string {
  if (typeof place.value === 'string') return place.value
  throw wrong(place, `${is(place.value)}, and has to be a text`)
}

export function asFlag(place: Place): boolean {
  if (typeof place.value === 'boolean') return place.value
  throw wrong(place, `${is(place.value)}, and has to be true or false`)
}

export const asWhole =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (place: Place): number => {
    const { value } = place
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
    const range = most < Number.MAX_SAFE_INTEGER ? `, from ${least} to ${most}` : `, ${least} or more`
    throw wrong(place, `${is(value)}, and has to be a whole number${least === -Infinity ? '' : range}`)
  }

export const asOneOf =
  <const T extends string>(choices: readonly T[]) =>
  (place: Place): T => {
    const found = choices.find((choice) => choice === place.value)
    if (found !== undefined) return found
    throw wrong(place, `${is(place.value)}, and has to be ${choices.map((choice) => `“${choice}”`).join(' or ')}`)
  }

/** Bytes as base64 (RFC 4648 §4), padded. */
export function asBase64(place: Place): Buffer {
  const text = asText(place).replaceAll(/\s/g, '')
  if (text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)) return Buffer.from(text, 'base64')
  throw wrong(place, 'is not base64', 'Write the bytes as base64 with its padding (=).')
}

function is(value: unknown): string {
  if (value === undefined) return 'is missing'
  if (typeof value === 'string') return `is the text “${value.length > 40 ? `${value.slice(0, 40)}…` : value}”`
  if (Array.isArray(value)) return 'is a list'
  if (typeof value === 'object' && value !== null) return 'is an object'
  return `is ${JSON.stringify(value)}`
}
