/** From rows to facts: each with its source and age, and who else says the same or another thing. */
import type { Field } from '#model/dataset.ts'
import type { Cell, Row } from '../reading/rows.ts'
import { type Slot, slotOf } from '../reading/slots.ts'
import { agreement } from './agreement.ts'
import type { SourceAnswer } from './ask-of-person.ts'
import type { Fact, Theme } from './person.ts'
import { freshnessField, themeOf } from './themes.ts'

export type ThemedFact = Readonly<{ theme: Theme; fact: Fact }>
type Said = Readonly<{ slot: Slot | null; theme: Theme; fact: Fact }>

export function factsOf(answers: readonly SourceAnswer[]): readonly ThemedFact[] {
  const said = answers.flatMap(saidBy)
  return said.map((one) => ({ theme: one.theme, fact: { ...one.fact, ...compared(one, said) } }))
}

function saidBy(answer: SourceAnswer): Said[] {
  const { dataset, rows, view, transforms } = answer
  if (!dataset?.latest) return []
  const shown = dataset.latest.fields.filter(({ name }) => transforms.has(name))
  const themes = new Map(shown.map((field) => [field.name, themeOf(field, dataset.latest?.fields ?? [])]))
  const dated = freshnessField(shown.filter(({ name }) => transforms.get(name) === 'as-is'))
  return rows.flatMap(({ record, row }) => {
    const date = dated === null ? null : dayOf(row[dated.name])
    const about = {
      dataset: dataset.ref,
      organisation: dataset.organisation,
      record,
      asOf: date ?? view.publishedAt ?? '',
      asOfFrom: date === null ? 'version' : 'row',
      receipt: view.receipt ?? '',
      agreesWith: [],
      conflictsWith: [],
    } as const
    return shown.flatMap((field) =>
      sayOne(field, row, { about, transform: transforms.get(field.name) ?? 'as-is', theme: themes.get(field.name)! }),
    )
  })
}

type About = Omit<Fact, 'value' | 'field' | 'meaning' | 'transform'>

type Around = Readonly<{ about: About; transform: string; theme: Theme }>

function sayOne(field: Field, row: Row, { about, transform, theme }: Around): Said[] {
  const value = row[field.name] ?? null
  if (value === null || value === '') return []
  const { name, meaning } = field
  // A masked name or a pseudonym cannot be compared with a whole one.
  const slot = transform === 'as-is' || transform === 'year' || transform === 'outward-postcode' ? slotOf(field) : null
  return [{ slot, theme, fact: { ...about, value, field: name, meaning, transform } }]
}

const dayOf = (cell: Cell | undefined): string | null =>
  typeof cell === 'string' && /^\d{4}-\d{2}-\d{2}/.test(cell) ? cell : null

/** With other records only: what one row says twice is no confirmation. */
function compared(one: Said, all: readonly Said[]): Pick<Fact, 'agreesWith' | 'conflictsWith'> {
  const { slot, fact } = one
  if (slot === null) return { agreesWith: [], conflictsWith: [] }
  const others = all.filter((other) => other.slot === slot && other.fact.record !== fact.record)
  const datasets = (verdict: 'agrees' | 'conflicts') => [
    ...new Set(
      others
        .filter((other) => agreement(slot, String(fact.value), String(other.fact.value)) === verdict)
        .map((other) => other.fact.dataset),
    ),
  ]
  return { agreesWith: datasets('agrees'), conflictsWith: datasets('conflicts') }
}

/** As most records have it, the first of equals; as the holders wrote it, but for capitals. */
export function nameOf(answers: readonly SourceAnswer[]): string | null {
  const names = answers.flatMap(({ rows, dataset, transforms }) =>
    rows.flatMap(({ row }) => nameIn(row, dataset?.latest?.fields ?? [], transforms) ?? []),
  )
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1)
  const most = Math.max(0, ...counts.values())
  return names.find((name) => counts.get(name.toLowerCase()) === most) ?? null
}

/** Null when the row shows no name as it is. */
export function nameIn(row: Row, fields: readonly Field[], transforms: ReadonlyMap<string, string>): string | null {
  const bySlot = new Map<Slot, string>()
  for (const field of fields) {
    const slot = slotOf(field)
    const value = row[field.name]
    if (slot === null || bySlot.has(slot) || transforms.get(field.name) !== 'as-is') continue
    if (typeof value === 'string' && value !== '') bySlot.set(slot, value)
  }
  const parts = [bySlot.get('given-name'), bySlot.get('surname')].filter((part) => part !== undefined)
  const name = parts.length > 0 ? parts.join(' ') : bySlot.get('full-name')
  return name === undefined ? null : name.replaceAll(/\p{Lu}{2,}/gu, capitalised)
}

const capitalised = (word: string): string => word.slice(0, 1) + word.slice(1).toLowerCase()
