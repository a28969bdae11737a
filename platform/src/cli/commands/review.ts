import { type Command, Option } from 'commander'
import { client, plain, print, table } from '../output.ts'

type Item = Readonly<{
  id: string
  why: string
  reported: string | null
  left: Readonly<{ dataset: string; key: string | number }>
  right: Readonly<{ dataset: string; key: string | number }>
  comparisons: readonly Readonly<{
    title: string
    level: string
    bits: number
    left: string | null
    right: string | null
  }>[]
  probability: number | null
  says: string
  opinions: readonly { answer: string; comment: string | null }[]
}>
type Queue = Readonly<{ waiting: number; next: Item | null; hidden: number }>
type Outcome = Readonly<{ state: string; settled: string | null }>

const address = (linkage: string) => `/api/v1/linkages/${encodeURIComponent(linkage)}/reviews`

export function review(program: Command): void {
  const group = program.command('review').description('Decide uncertain pairs of a linkage')

  group
    .command('next')
    .argument('<linkage>')
    .description('Show the next pair that waits for you, side by side')
    .addHelpText('after', '\nExample:\n  $ wayleave review next hospital-discharge --as northford-council-practitioner')
    .action(async (linkage: string, _options: unknown, command: Command) => {
      const queue = await client(command).json<Queue>('GET', address(linkage))
      const none = `Nothing waits for you; ${queue.waiting} in all${queue.hidden > 0 ? ', of which some are not for you to see' : ''}.`
      print(command, queue, queue.next ? [...itemLines(queue.next), `${queue.waiting} waiting`] : [none])
    })

  group
    .command('decide')
    .argument('<linkage>')
    .argument('<pair>', 'its id, as `review next` gives it')
    .addOption(
      new Option('--answer <word>', 'what the two records are')
        .choices(['same', 'different', 'cannot-tell', 'defer'])
        .makeOptionMandatory(),
    )
    .option('--comment <text>', 'for other reviewers')
    .option('--second-opinion', 'ask for another reviewer')
    .description('Say what the two records are')
    .addHelpText(
      'after',
      '\nExample:\n  $ wayleave review decide hospital-discharge 0150babc4da049e165948a9e88f79230 --answer same --as northford-council-practitioner',
    )
    .action(async (linkage: string, pair: string, decision: object, command: Command) => {
      const outcome = await client(command).json<Outcome>(
        'POST',
        `${address(linkage)}/${encodeURIComponent(pair)}/answers`,
        { headers: { 'content-type': 'application/json' }, body: JSON.stringify(decision) },
      )
      print(command, outcome, [
        outcome.settled
          ? `Settled: ${outcome.settled}.`
          : outcome.state === 'open'
            ? 'Left for later.'
            : 'It waits for another reviewer.',
      ])
    })
}

function itemLines({ id, why, reported, left, right, comparisons, probability, says, opinions }: Item): string[] {
  return [
    `Pair ${id} (${why})`,
    ...(reported === null ? [] : [`Reported: ${plain(reported)}`]),
    ...table([
      ['', `${left.dataset} ${left.key}`, `${right.dataset} ${right.key}`, 'Found', 'Bits'],
      ...comparisons.map((each) => [each.title, each.left, each.right, each.level, each.bits.toFixed(1)]),
    ]),
    plain(says),
    ...(probability === null ? [] : [`Probability that both are one person: ${(100 * probability).toFixed(1)} %`]),
    ...opinions.map(({ answer, comment }) => `Another reviewer: ${answer}${comment ? ` (${plain(comment)})` : ''}`),
  ]
}
