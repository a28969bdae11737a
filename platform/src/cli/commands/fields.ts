import { type Command } from 'commander'
import { Failed } from '../outcome.ts'
import { client, print, table } from '../output.ts'
import { datasetPath } from '../paths.ts'

type Shown = Readonly<{
  dataset: string
  version: number | null
  fields: readonly { name: string; type: string; meaning: string | null }[]
}>

export function fields(program: Command): void {
  program
    .command('fields')
    .argument('<org/name>')
    .option(
      '--set <field=type>',
      'read a field as another type, without a new upload; may be repeated',
      (one, all: string[]) => [...all, one],
      [] as string[],
    )
    .description('Show the fields of a dataset, or change what they are read as')
    .addHelpText(
      'after',
      `
Types: text, integer, number, boolean, date, time, datetime, geometry.

Examples:
  $ wayleave fields northford-council/street-works
  $ wayleave fields northford-council/street-works --set "Ref=text" --set "Start=date" --as northford-council-data-officer`,
    )
    .action(async (ref: string, { set }: { set: string[] }, command: Command) => {
      const path = datasetPath(ref)
      const shown =
        set.length === 0
          ? await client(command).json<Shown>('GET', path)
          : await client(command).json<Shown>('PATCH', `${path}/fields`, {
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ fields: changes(set) }),
            })
      print(
        command,
        shown,
        table([
          ['Field', 'Type', 'Meaning'],
          ...shown.fields.map(({ name, type, meaning }) => [name, type, meaning] as const),
        ]),
      )
    })
}

/** `FIELD=TYPE`; a field's name may itself have an equals sign, a type never has. */
function changes(set: readonly string[]): Record<string, { type: string }> {
  return Object.fromEntries(
    set.map((one) => {
      const at = one.lastIndexOf('=')
      if (at < 1) throw new Failed(2, `--set takes FIELD=TYPE; “${one}” is not.`)
      return [one.slice(0, at), { type: one.slice(at + 1) }]
    }),
  )
}
