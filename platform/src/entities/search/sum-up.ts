/** From rows that fit to people: one result for each entity, at most ten, and none when a town would be listed. */
import type { Slot } from '../reading/slots.ts'
import type { Found, SearchAnswer } from './search.ts'

export type Seen = Readonly<{
  entity: string
  dataset: string
  values: Readonly<Partial<Record<Slot, string>>>
  fit: number
  because: readonly string[]
}>

const mostShown = 10
/** More than ten people who fit as well as this beside the best: what is in hand does not tell them apart. */
const band = 0.07

export function summedUp(seen: readonly Seen[], least: number): Pick<SearchAnswer, 'outcome' | 'results' | 'hint'> {
  const people = [...Map.groupBy(seen, ({ entity }) => entity)]
    .map(([key, records]) =>
      resultOf(
        key,
        records.toSorted((a, b) => b.fit - a.fit),
      ),
    )
    .filter(({ fit }) => fit >= least)
    .toSorted((a, b) => b.fit - a.fit || (a.key < b.key ? -1 : 1))
  if (people.length === 0)
    return {
      outcome: 'nobody',
      results: [],
      hint: 'Nobody that you may see fits. Try a part of the name, another spelling, or only the date of birth.',
    }
  const alike = people.filter(({ fit }) => fit >= people[0]!.fit - band)
  if (alike.length > mostShown)
    return {
      outcome: 'too-many',
      results: [],
      hint: 'More than ten people fit equally well. Add something: a date of birth or an age, a postcode, a first name.',
    }
  return { outcome: 'found', results: people.slice(0, mostShown), hint: null }
}

function resultOf(key: string, records: readonly Seen[]): Found {
  const first = (slot: Slot) => records.map(({ values }) => values[slot]).find((value) => value !== undefined) ?? null
  const best = records[0]!
  const parts = [first('given-name'), first('surname')].filter((part) => part !== null)
  return {
    key,
    fit: Math.round(best.fit * 1_000) / 1_000,
    because: best.because,
    shown: {
      name: parts.length > 0 ? parts.join(' ') : first('full-name'),
      dateOfBirth: first('date-of-birth'),
      postcode: first('postcode'),
      address: first('address'),
    },
    datasets: [...new Set(records.map(({ dataset }) => dataset))],
  }
}
