/** Facts as a person reads them: what is about the same thing together, and what says the same once, with all its sources. */
import { type Fact, isSomebodyElses, type PersonView } from '#entities'
import { sayMeaning, sayName, sentence } from '../../layout/words.ts'

type Source = Readonly<Pick<Fact, 'asOf' | 'transform' | 'receipt'> & { holder: string; title: string }>

export type Subject = Readonly<{
  /** What the values are of, in words. */
  what: string
  differs: boolean
  values: readonly Readonly<{ value: Fact['value']; sources: readonly Source[] }>[]
}>

type Named = Readonly<{ field: string; meaning: string | null }>
type Said = Readonly<{ value: Fact['value']; fact: Fact }>

/** `names` gives an organisation's name by its id, `titles` a dataset's title by its ref. */
export function subjectsOf(
  facts: readonly Fact[],
  names: (id: string) => string,
  titles: ReadonlyMap<string, string>,
): readonly Subject[] {
  return [...Map.groupBy(facts, (fact) => subjectOf(fact).toLowerCase()).values()].map((group) => ({
    what: subjectOf(group[0]!),
    differs: group.some(({ conflictsWith }) => conflictsWith.length > 0),
    values: [...Map.groupBy(saidBy(group), ({ value }) => String(value)).values()].map((same) => ({
      value: same[0]!.value,
      sources: eachOnce(
        same.map(({ fact: { asOf, transform, receipt, organisation, dataset } }) => ({
          asOf,
          transform,
          receipt,
          holder: names(organisation),
          title: titles.get(dataset) ?? dataset,
        })),
      ),
    })),
  }))
}

/** In words: fields of one meaning are about one thing, unless they are of somebody else, such as a carer. */
export function subjectOf({ field, meaning }: Named): string {
  const isTheirs = meaning !== null && !isSomebodyElses(field)
  if (isTheirs && meaning === 'person-name') return 'Name'
  return isTheirs ? sayMeaning(meaning) : sentence(sayName(field))
}

const partOfName = /\b(title|prefix|(first|fore|given|christian|preferred|middle|sur|last|family)[ _-]?names?)\b/i

/** Where a field comes in a whole name; null: it is no part of one, but a name by itself, or none at all. */
export function placeInName({ field, meaning }: Named): number | null {
  const words = sayName(field)
  if (meaning !== 'person-name' || isSomebodyElses(field) || !partOfName.test(words)) return null
  if (/title|prefix/i.test(words)) return 0
  return /sur|last|family/i.test(words) ? 3 : /middle/i.test(words) ? 2 : 1
}

/** A record that has a name in several fields has one name. */
function saidBy(facts: readonly Fact[]): readonly Said[] {
  const { parts = [], wholes = [] } = Object.groupBy(facts, (fact) => (placeInName(fact) === null ? 'wholes' : 'parts'))
  const joined = [...Map.groupBy(parts, ({ record }) => record).values()].map((ofOne) => ({
    value: ofOne
      .toSorted((left, right) => placeInName(left)! - placeInName(right)!)
      .map(({ value }) => String(value))
      .join(' '),
    fact: ofOne[0]!,
  }))
  return [...joined, ...wholes.map((fact) => ({ value: fact.value, fact }))]
}

/** Several records of one register may say the same. */
function eachOnce(sources: readonly Source[]): readonly Source[] {
  return [...new Map(sources.map((one) => [JSON.stringify(one), one])).values()]
}

export const themeWords: Readonly<Record<PersonView['themes'][number]['theme'], string>> = {
  identity: 'Who they are',
  contact: 'How to reach them',
  address: 'Where they live',
  health: 'Health',
  care: 'Care and support',
  money: 'Money and benefits',
  other: 'Also recorded',
}
