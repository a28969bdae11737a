/** Facts as a person reads them: what is about the same thing together, and what says the same once, with all its sources. */
import type { Fact, PersonView } from '#entities'
import { sayName } from '../../layout/words.ts'

type Source = Readonly<Pick<Fact, 'asOf' | 'transform' | 'receipt'> & { holder: string; title: string }>

export type Subject = Readonly<{
  /** What the values are of: a meaning; else a field's name. */
  meaning: string | null
  field: string
  differs: boolean
  values: readonly Readonly<{ value: Fact['value']; sources: readonly Source[] }>[]
}>

type Said = Readonly<{ value: Fact['value']; fact: Fact }>

/** `names` gives an organisation's name by its id, `titles` a dataset's title by its ref. */
export function subjectsOf(
  facts: readonly Fact[],
  names: (id: string) => string,
  titles: ReadonlyMap<string, string>,
): readonly Subject[] {
  const groups = Map.groupBy(facts, ({ meaning, field }) => meaning ?? sayName(field).toLowerCase())
  return [...groups.values()].map((group) => {
    const [first] = group as [Fact]
    const said =
      first.meaning === 'person-name' ? wholeNames(group) : group.map((fact) => ({ value: fact.value, fact }))
    return {
      meaning: first.meaning,
      field: first.field,
      differs: group.some(({ conflictsWith }) => conflictsWith.length > 0),
      values: [...Map.groupBy(said, ({ value }) => String(value)).values()].map((same) => ({
        value: same[0]!.value,
        sources: same.map(({ fact: { asOf, transform, receipt, organisation, dataset } }) => ({
          asOf,
          transform,
          receipt,
          holder: names(organisation),
          title: titles.get(dataset) ?? dataset,
        })),
      })),
    }
  })
}

/** A record that has a name in several fields has one name: given names before surnames, as far as the fields' own names tell. */
function wholeNames(facts: readonly Fact[]): readonly Said[] {
  const rank = ({ field }: Fact) => (/sur|last|family/i.test(field) ? 2 : /title|prefix/i.test(field) ? 0 : 1)
  return [...Map.groupBy(facts, ({ record }) => record).values()].map((parts) => ({
    value: parts
      .toSorted((left, right) => rank(left) - rank(right))
      .map(({ value }) => String(value))
      .join(' '),
    fact: parts[0]!,
  }))
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
