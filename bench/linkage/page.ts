/** The page docs/reference/linkage.md, of what a run found. */
import type { Agreement } from './agree.ts'
import type { Measures, Quality } from './evaluate.ts'
import { type Measured, took } from './measured.ts'
import type { Accuracy, EndToEnd, EqualOutput, Growth, Pair, Results, Scored, Single } from './results.ts'

/** What was aimed at, as set before any run; by set: the measure, and what it should come to. */
const targets: Readonly<Record<string, readonly (readonly [string, (measures: Measures) => number, number])[]>> = {
  historical_50k: [
    ['cluster F1', ({ clusters }) => clusters['0.95']!.pairs.f1, 0.93],
    ['B³ F1', ({ clusters }) => clusters['0.95']!.bCubed.f1, 0.94],
    ['edge F1', ({ edges }) => edges.f1, 0.83],
  ],
  febrl3: [['edge F1', ({ edges }) => edges.f1, 0.999]],
  febrl4: [['edge F1', ({ edges }) => edges.f1, 0.9995]],
  fake_1000: [['cluster F1', ({ clusters }) => clusters['0.95']!.pairs.f1, 0.95]],
  fake_20000: [['cluster F1', ({ clusters }) => clusters['0.95']!.pairs.f1, 0.9]],
  uk_people_100k: [
    ['edge F1', ({ edges }) => edges.f1, 0.98],
    ['edge precision', ({ edges }) => edges.precision, 0.99],
  ],
  'dblp-acm': [['edge F1', ({ edges }) => edges.f1, 0.965]],
}
const calibrationTarget = 0.03

export type Surroundings = Readonly<{ date: string; version: string; machine: string; versions: readonly string[] }>

export function pageOf(results: Results, { date, version, machine, versions }: Surroundings): string {
  const { equalOutput, endToEnd, growth, single, accuracy } = results
  return [
    '# Linkage beside Splink',
    '',
    `The last run of \`npm run bench:linkage\`, ${date}, version ${version}, on ${machine}.`,
    `Both programs ran one after the other in that run, on the same files and the same two threads: ${versions.join(', ')}.`,
    'CPU is user and system time of the whole process; memory is the peak of resident memory of the process and all below it, seen from outside by the same watcher.',
    'Where a target was missed, the table says so.',
    ...(equalOutput ? equalOutputLines(equalOutput) : []),
    ...(endToEnd ? endToEndLines(endToEnd) : []),
    ...(growth ? growthLines(growth) : []),
    ...(single ? singleLines(single) : []),
    ...(accuracy ? accuracyLines(accuracy) : []),
    ...limits,
    '',
  ].join('\n')
}

const digits = (value: number, places: number) =>
  value.toLocaleString('en-GB', { minimumFractionDigits: places, maximumFractionDigits: places })
const seconds = (value: number) => (value >= 100 ? digits(value, 0) : value >= 1 ? digits(value, 1) : digits(value, 2))
const whole = (value: number) => digits(value, 0)
const megabytes = (bytes: number) => whole(bytes / 1e6)
const times = (ratio: number) => `${ratio >= 10 ? whole(ratio) : digits(ratio, 1)} ×`
const verdict = (met: boolean) => (met ? 'met' : '**missed**')
const table = (head: readonly string[], rows: readonly (readonly string[])[]) => [
  '',
  `| ${head.join(' | ')} |`,
  `|${head.map((_, at) => (at === 0 ? '---' : '---:')).join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
]

function equalOutputLines({ records, modelHash, withThreshold, withoutThreshold }: EqualOutput): readonly string[] {
  const rows = [
    ['with threshold, p ≥ 0.9', withThreshold, 20],
    ['without, all pairs', withoutThreshold, 8],
  ] as const
  return [
    '',
    '## Equal output',
    '',
    `Splink trained six comparisons on ${whole(records)} records of uk_people (names, date of birth, postcode, e-mail, city); its saved model was read by both (ours: SHA-256 \`${modelHash.slice(0, 16)}…\`). Four loose rules:`,
    'date of birth; postcode; first 3 letters of the first name with first 4 of the surname; surname with initial. Splink was asked for ids and weights alone, which is when it is fastest.',
    ...table(
      ['', 'Splink s', 'CPU s', 'ours s', 'CPU s', 'ratio', 'CPU ratio', 'target'],
      rows.map(([name, pair, target]) => {
        const [peer, ours] = [took(pair.peer, 'block', 'score'), took(pair.ours, 'block', 'score')]
        return [
          `block and score ${name}`,
          seconds(peer.wall),
          seconds(peer.cpu),
          seconds(ours.wall),
          seconds(ours.cpu),
          times(peer.wall / ours.wall),
          times(peer.cpu / ours.cpu),
          `≥ ${target} ×: ${verdict(peer.wall / ours.wall >= target)}`,
        ]
      }),
    ),
    ...table(
      ['', 'Splink s', 'CPU s', 'memory MB', 'ours s', 'CPU s', 'memory MB', 'memory, target ≤ half'],
      rows.map(([name, { peer, ours }]) => [
        `whole process ${name}`,
        ...wholeOf(peer),
        ...wholeOf(ours),
        `${digits(ours.whole.peakBytes / peer.whole.peakBytes, 2)}: ${verdict(ours.whole.peakBytes <= peer.whole.peakBytes / 2)}`,
      ]),
    ),
    '',
    ...rows.map(([name, { peer, ours, agreement }]) => `- ${sentence(name, agreement, { peer, ours })}`),
  ]
}

const wholeOf = ({ whole: all }: Measured) => [seconds(all.wall), seconds(all.cpu), megabytes(all.peakBytes)]

function sentence(name: string, { peer, ours, both, worst }: Agreement, pair: Pair<Measured>): string {
  const [peers, own] = [factsOf(pair.peer), factsOf(pair.ours)]
  const same = peer === ours && peer === both && worst <= 1e-6 && peers.pairs === own.pairs
  return `${name}: ${whole(peers.candidates)} and ${whole(own.candidates)} candidates; ${whole(peers.pairs)} and ${whole(own.pairs)} pairs with weights of ${digits(peers.weight, 1)} and ${digits(own.weight, 1)} bits in all. Held against each other one by one: ${whole(both)} of ${whole(peer)} pairs in both, largest difference of weight ${worst.toExponential(1)} bits: ${same ? 'the same output' : '**not the same output**'}.`
}

function factsOf({ facts }: Measured): Readonly<{ candidates: number; pairs: number; weight: number }> {
  return { candidates: Number(facts['candidates']), pairs: Number(facts['pairs']), weight: Number(facts['weight']) }
}

/** Both train in stages of their own. */
const endToEndStages: Readonly<Record<string, readonly string[]>> = {
  read: ['read'],
  train: ['prior', 'u', 'm', 'prepare'],
  block: ['block'],
  score: ['score'],
  cluster: ['cluster'],
  write: ['write', 'write pairs', 'write clusters'],
}

function endToEndLines({ records, peer, ours }: EndToEnd): readonly string[] {
  const ratio = peer.whole.wall / ours.whole.wall
  const row = (name: string, run: Measured) => [
    name,
    ...Object.values(endToEndStages).map((stages) => seconds(took(run, ...stages).wall)),
    ...wholeOf(run),
  ]
  return [
    '',
    '## End to end',
    '',
    `Read ${whole(records)} records, train, block by seven tight rules, score, cluster at p ≥ 0.95, write. Both start from the same untrained settings, each trains in its own way; the whole process counts.`,
    ...table(
      ['', ...Object.keys(endToEndStages).map((stage) => `${stage} s`), 'whole s', 'CPU s', 'memory MB'],
      [row('Splink', peer), row('ours', ours)],
    ),
    '',
    `${times(ratio)} (target ≥ 5 ×: ${verdict(ratio >= 5)}); by CPU ${times(peer.whole.cpu / ours.whole.cpu)}.`,
  ]
}

function growthLines(growth: readonly Growth[]): readonly string[] {
  return [
    '',
    '## Growth',
    '',
    'End to end as above. Smaller files have whole persons out of the one of a million; larger ones have copies of everybody with dates, postcodes, telephones, e-mails and addresses shifted so that a copy matches within itself alone (`bench/linkage/grow.ts`), and the same names.',
    ...table(
      [
        'records',
        'Splink s',
        'CPU s',
        'memory MB',
        'candidates',
        'ours s',
        'CPU s',
        'memory MB',
        'candidates',
        'ratio',
      ],
      growth.map(({ records, peer, ours }) => [
        whole(records),
        ...(peer ? [...wholeOf(peer), whole(factsOf(peer).candidates)] : ['not run', '–', '–', '–']),
        ...wholeOf(ours),
        whole(factsOf(ours).candidates),
        peer ? times(peer.whole.wall / ours.whole.wall) : '–',
      ]),
    ),
  ]
}

function singleLines({ records, peer, ours }: Single): readonly string[] {
  const row = (name: string, all: readonly number[]) => [
    name,
    whole(all.length),
    ...[0.5, 0.99, 1].map((share) => digits(1_000 * quantile(all, share), 3)),
  ]
  return [
    '',
    '## One record',
    '',
    `A new record against ${whole(records)} that are there, loose rules, p ≥ 0.9, in process; what is there is indexed before the clock starts. Splink: \`predict_between\`.`,
    ...table(
      ['', 'records', 'p50 ms', 'p99 ms', 'longest ms'],
      [row('Splink', peer), ...(ours ? [row('ours', ours)] : [])],
    ),
    '',
    ours
      ? `p99 target ≤ 2 ms: ${verdict(quantile(ours, 0.99) <= 0.002)}.`
      : 'Ours: **not measured**, target p99 ≤ 2 ms.',
  ]
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

function accuracyLines(accuracy: readonly Accuracy[]): readonly string[] {
  return [
    '',
    '## Accuracy',
    '',
    'Edges are pairs from p ≥ 0.95 on, fixed before the run; *best* is at the threshold that the truth itself shows to be best, for comparison only. Clusters are each program’s own at 0.95 with its shipped setting;',
    'Splink’s best is among thresholds 0.5 to 0.9999. Recall is always of *all* true pairs, found by the rules or not. Calibration error: mean distance of probability from truth in twenty steps, over pairs from p ≥ 0.01 on (and over all candidates).',
    'Rows marked ° are sets made by this project: regression tests, no claims.',
    '',
    '### Equal columns and rules',
    '',
    'One settings document for both: the same columns, comparisons, levels and rules. Each program trains in its own way and clusters in its own way.',
    ...accuracyTable(accuracy, 'equal'),
    '',
    '### Each at its best',
    '',
    'Splink with its own demonstration’s settings where there is one for the set. Ours with one fixed setting for all: `--model auto`, with no word on which set it is.',
    ...accuracyTable(accuracy, 'best'),
    '',
    '#### Against the targets',
    ...targetTable(accuracy),
    '',
    '#### Settings',
    '',
    ...accuracy.map(
      ({ set, about, records, variants: { equal, best } }) =>
        `- **${set}**: ${about}; ${whole(records)} records, ${whole(best.ours.measures.truePairs)} true pairs. Splink, best: ${best.peer.settings}; ours: ${best.ours.settings}. Equal: ${equal.peer.settings}.`,
    ),
  ]
}

function accuracyTable(accuracy: readonly Accuracy[], variant: 'equal' | 'best'): readonly string[] {
  const head = ['set', '', 'candidates', 'blocking recall', 'edge P', 'R', 'F1', 'best', 'cluster F1', 'best', 'B³ F1']
  return table(
    [...head, 'exact F1', 'calibration', 's', 'CPU s', 'MB'],
    accuracy.flatMap(({ set, own, variants }) => [
      [`${set}${own ? '°' : ''}`, 'Splink', ...scoredCells(variants[variant].peer)],
      ['', 'ours', ...scoredCells(variants[variant].ours)],
    ]),
  )
}

function scoredCells({ measured, measures }: Scored): readonly string[] {
  const share = (value: number) => digits(value, 4)
  const { edges, bestEdges, clusters, calibrationError, calibrationErrorOfAll, candidates, blockingRecall } = measures
  const shipped = clusters['0.95']!
  const best = Math.max(...Object.values(clusters).map(({ pairs }) => pairs.f1))
  // Reading to clustering; what is written for the evaluator is not counted.
  const all = took(measured, ...Object.keys(measured.stages))
  const estimated = measured.facts['blockingRecall']
  return [
    whole(candidates),
    share(blockingRecall) + (typeof estimated === 'number' ? ` (est. ${digits(estimated, 3)})` : ''),
    ...qualityCells(edges),
    share(bestEdges.f1),
    share(shipped.pairs.f1),
    share(best),
    share(shipped.bCubed.f1),
    share(shipped.exact.f1),
    `${digits(calibrationError, 3)} (${digits(calibrationErrorOfAll, 3)})`,
    seconds(all.wall),
    seconds(all.cpu),
    megabytes(measured.whole.peakBytes),
  ]
}

const qualityCells = ({ precision, recall, f1 }: Quality) => [precision, recall, f1].map((value) => digits(value, 4))

function targetTable(accuracy: readonly Accuracy[]): readonly string[] {
  return table(
    ['set', 'measure', 'target', 'ours', 'Splink', ''],
    accuracy.flatMap(({ set, variants: { best } }) => [
      ...(targets[set] ?? []).map(([name, measure, target]) => {
        const [ours, peer] = [measure(best.ours.measures), measure(best.peer.measures)]
        return [set, name, `≥ ${target}`, digits(ours, 4), digits(peer, 4), verdict(ours >= target)]
      }),
      [
        set,
        'calibration error',
        `≤ ${calibrationTarget}`,
        digits(best.ours.measures.calibrationError, 4),
        digits(best.peer.measures.calibrationError, 4),
        verdict(best.ours.measures.calibrationError <= calibrationTarget),
      ],
    ]),
  )
}

const limits = [
  '',
  '## What this does not show',
  '',
  '- The sets marked ° and uk_people are our own, made to have households, moves and slips; that we do well on them proves little. The public sets are small, and some (Febrl) are nearly solved.',
  '- Splink ran with the settings of its demonstrations, or ours in their manner, and without tuning to labels. Somebody who knows it well may do better. It also runs on clusters of machines, which this does not touch.',
  '- The sets are persons above all. On products (abt-buy) neither program is at home.',
  '- The thresholds that are called best were found with the truth. Nobody has that in life.',
  '- Splink trains from random samples, so its figures differ a little from run to run.',
]
