/** Agreements, house rules and linkages of the place: YAML with days like `<today+200d>`, so that the demo looks the same whenever it is started. */
import { readdirSync, readFileSync } from 'node:fs'
import { dayOf, iso } from './days.ts'

/** An ISO date so many days after another. */
export function daysFrom(today: string, days: number): string {
  return iso(dayOf(today) + days)
}

/** The text with its days put in: a function of the text and the day, and of nothing else. */
export function dated(text: string, today: string): string {
  return text.replaceAll(/<today(?:([+-]\d+)d)?>/g, (_, days: string | undefined) => daysFrom(today, Number(days ?? 0)))
}

/** The YAML of every agreement, by its id. */
export function agreementTexts(today: string): ReadonlyMap<string, string> {
  return new Map(texts('agreements').map(({ name, text }) => [name, dated(text, today)]))
}

/** The YAML of every house rule, by `organisation.id`. */
export function houseRuleTexts(today: string): ReadonlyMap<string, string> {
  return new Map(texts('house-rules').map(({ name, text }) => [name, dated(text, today)]))
}

/** The YAML of every linkage, by `organisation.id`. */
export const linkageTexts = (): ReadonlyMap<string, string> =>
  new Map(texts('linkages').map(({ name, text }) => [name, text]))

function texts(kind: 'agreements' | 'house-rules' | 'linkages'): { name: string; text: string }[] {
  const folder = new URL(`documents/${kind}/`, import.meta.url)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => ({ name: file.slice(0, -'.yaml'.length), text: readFileSync(new URL(file, folder), 'utf8') }))
}
