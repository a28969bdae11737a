/** What was typed into a form or stands in an address: always text, never trusted. */

type Form = Readonly<Record<string, unknown>>

/** No text of ours has this character, and PostgreSQL takes none that has. */
const nul = '\0'

/** Whether an address has a part that can name nothing here. */
export function hasNul(params: unknown): boolean {
  return Object.values((params as Form | null | undefined) ?? {}).some((part) => String(part).includes(nul))
}

/** One value, trimmed; empty when it is not there. */
export function word(form: unknown, name: string): string {
  const value = (form as Form | null | undefined)?.[name]
  const one: unknown = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' ? one.replaceAll(nul, '').trim() : ''
}

/** All values of a name, each once, without empty ones. */
export function words(form: unknown, name: string): readonly string[] {
  const value = (form as Form | null | undefined)?.[name]
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  const texts = all.filter((one): one is string => typeof one === 'string').map((one) => one.replaceAll(nul, ''))
  return [...new Set(texts.filter((one) => one !== ''))]
}

/** A whole number from 1 up; null when it is anything else. */
export function whole(form: unknown, name: string): number | null {
  const text = word(form, name)
  return /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : null
}

/** One of the known values, or null. */
export function oneOf<T extends string>(known: readonly T[], value: string): T | null {
  return known.find((one) => one === value) ?? null
}

/** A query string of the values that are there, with its `?`, in the order given. */
export function queryString(values: Readonly<Record<string, string | number | null | readonly string[]>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    const all = typeof value === 'string' || typeof value === 'number' ? [`${value}`] : (value ?? [])
    for (const one of all) if (one !== '') query.append(name, one)
  }
  const text = query.toString()
  return text ? `?${text}` : ''
}
