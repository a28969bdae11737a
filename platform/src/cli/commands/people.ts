import type { Command } from 'commander'
import { Failed, reasonLines } from '../outcome.ts'
import { client, plain, print } from '../output.ts'

type Reason = Parameters<typeof reasonLines>[0][number]
type SearchAnswer = Readonly<{
  outcome: string
  hint: string | null
  results: readonly Readonly<{
    key: string
    fit: number
    because: readonly string[]
    shown: Readonly<{ name: string | null; dateOfBirth: string | null; postcode: string | null }>
    datasets: readonly string[]
  }>[]
  receipts: readonly string[]
}>
type Person = Readonly<{
  key: string
  name: string | null
  themes: readonly Readonly<{
    theme: string
    facts: readonly Readonly<{
      value: string | number | boolean
      field: string
      dataset: string
      asOf: string
      conflictsWith: readonly string[]
    }>[]
  }>[]
  sources: readonly Readonly<{
    dataset: string
    outcome: string
    withheld: readonly { field: string }[]
    withheldBecause: readonly Reason[]
    reasons: readonly Reason[]
    receipt: string | null
  }>[]
  household: Readonly<{ tooMany: boolean; others: readonly { key: string; name: string | null }[] }> | null
}>

type Clues = Readonly<Record<string, string | undefined>>

export function people(program: Command): void {
  const group = program.command('people').description('Search for people of a linkage, and see one')

  group
    .command('search')
    .argument('<linkage>')
    .option('--name <text>', 'as you have it; misspellings are expected')
    .option('--date-of-birth <date>', 'a date, a month or a year')
    .option('--age <years>', 'give or take three')
    .option('--postcode <text>', 'whole, or its first half')
    .option('--address <text>', 'any part of it')
    .option('--nhs-number <number>')
    .option('--telephone <number>')
    .option('--email <address>')
    .description('Search for a person by what is in hand; each look has a receipt')
    .addHelpText(
      'after',
      '\nExample:\n  $ wayleave people search hospital-discharge --name "Magie Thornly" --age 85 --as northford-council-practitioner',
    )
    .action(async (linkage: string, clues: Clues, command: Command) => {
      const { age, ...texts } = clues
      if (age !== undefined && !/^\d{1,3}$/.test(age)) throw new Failed(2, '--age is a number of years.')
      const response = await client(command).call('POST', '/api/v1/people/searches', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ linkage, ...texts, ...(age === undefined ? {} : { age: Number(age) }) }),
      })
      process.stderr.write(`Receipt: ${response.headers.get('wayleave-receipt')}\n`)
      const found = (await response.json()) as SearchAnswer
      print(command, found, [...found.results.flatMap(resultLines), ...(found.hint ? [found.hint] : [])])
    })

  group
    .command('view')
    .argument('<key>', 'of an entity, as a search gives it')
    .option('--no-household', 'without others at the same address')
    .description('See what you may know of a person: every fact with its source, age and conflicts')
    .addHelpText(
      'after',
      '\nExample:\n  $ wayleave people view ex5p3c2vbz4e5yqk2ei5h5fwhsa --as northford-council-practitioner',
    )
    .action(async (key: string, { household }: { household: boolean }, command: Command) => {
      const query = household ? {} : { household: 'no' }
      const person = await client(command).json<Person>('GET', `/api/v1/people/${encodeURIComponent(key)}`, { query })
      print(command, person, personLines(person))
    })
}

function resultLines({ key, fit, because, shown, datasets }: SearchAnswer['results'][number]): string[] {
  const who = [shown.name, shown.dateOfBirth, shown.postcode].filter(Boolean).join(', ')
  return [
    `${key}  ${plain(who)}  (fits ${Math.round(100 * fit)} %)`,
    `  ${plain(because.join('; '))}; in ${datasets.join(', ')}`,
  ]
}

function personLines({ key, name, themes, sources, household }: Person): string[] {
  return [
    `${plain(name ?? 'Name not shown to you')} (${key})`,
    ...themes.flatMap(({ theme, facts }) => [
      `${theme.slice(0, 1).toUpperCase()}${theme.slice(1)}`,
      ...facts.map(
        ({ field, value, dataset, asOf, conflictsWith }) =>
          `  ${plain(field)}: ${plain(String(value))}  (${dataset}, ${asOf.slice(0, 10)})${conflictsWith.length > 0 ? `  ≠ ${conflictsWith.join(', ')}` : ''}`,
      ),
    ]),
    ...(household?.others ?? []).map(
      (other) => `Same address: ${plain(other.name ?? 'name not shown')} (${other.key})`,
    ),
    ...(household?.tooMany ? ['Same address: too many to be a household'] : []),
    ...sources.flatMap(({ dataset, outcome, withheld, withheldBecause, reasons, receipt }) => [
      `${dataset}: ${outcome}${withheld.length > 0 ? `; withheld: ${plain(withheld.map(({ field }) => field).join(', '))}` : ''} (receipt ${receipt ?? 'none'})`,
      ...reasonLines([...reasons, ...withheldBecause]).map((line) => `  ${line}`),
    ]),
  ]
}
