/** Trains a model on records, without labels. */
import { Problem } from '#foundation/problem.ts'
import type { LinkMode, Sources } from '../block/blocks.ts'
import type { Features } from '../features/store.ts'
import type { BlockingRule, LinkageModel } from '../model/document.ts'
import { levelCount } from '../model/patterns.ts'
import { probabilityOf } from '../odds.ts'
import { amongRivals } from '../score/rivals.ts'
import type { Frequencies } from '../score/pack.ts'
import { bitsUnder, frequenciesBy, oddsOf } from './bits.ts'
import { agreementsBy, chanceOfLevels, type Known } from './chance.ts'
import { teachersOf } from './columns-of.ts'
import { type Compared, comparePairs, drawPairs, mostRules, onlyPairs } from './compared.ts'
import { dependenceOf, type Dependence } from './dependence.ts'
import { type Chances, expectedOf, type Parameters, sharedOf, withParameters } from './parameters.ts'
import { against, promising, type Rivals, taughtByOthers } from './refine.ts'
import {
  type Lesson,
  lessonsOf,
  type Patterned,
  patternedPairs,
  pooled,
  runSessions,
  type Session,
  sharesOf,
} from './sessions.ts'
import { unseenShare } from './unseen.ts'

export type TrainingSettings = Readonly<{
  /** Which pairs are looked for; left out: all of one source. */
  sources?: Sources | undefined
  /** By source, whether it holds no one twice; left out: found out. For linking across sources. */
  oncePerSource?: readonly boolean[] | undefined
  /** The rules that take turns; left out: the model's own. */
  rules?: readonly BlockingRule[] | undefined
  /** How many times what is expected of m counts as seen. */
  strength?: number
  randomPairs?: number
  seed?: number
}>

export type Trained = Readonly<{
  model: LinkageModel
  /** For scoring the same features: how common values are when every person counts once (`packRecords` takes them). */
  frequencies: Frequencies
  report: TrainingReport
}>

export type TrainingReport = Readonly<{
  records: number
  pairs: number
  sessions: readonly Readonly<{
    rule: readonly string[]
    pairs: number
    same: number
    household: number
    rounds: number
  }>[]
  /** Pairs of the records trained on that are expected to be the same, among those compared. */
  expectedMatches: number
  /** Of all pairs that are the same, the share that the rules are expected to reach. */
  blockingRecall: number
  /** By source, whether it was taken to hold no one twice. */
  oncePerSource: readonly boolean[]
  dependence: readonly Dependence[]
}>

/** Rounds of teaching each pass. */
const rounds = 3
/** A source with more pairs of the same person than this share of its records holds people twice. */
const mostTwice = 0.05

/** Everything that stays the same from pass to pass. */
type Ground = Readonly<{
  model: LinkageModel
  features: Features
  compared: Compared
  rules: readonly BlockingRule[]
  sources: Sources | undefined
  shared: readonly boolean[]
  teachers: Uint32Array
  lessons: readonly Lesson[]
  /** Of all pairs compared, over all comparisons. */
  patterned: Patterned
  expected: Chances
  all: number
  drawn: Compared
  strength: number
}>

type Pass = Readonly<{
  parameters: Parameters
  /** log2 of the odds of each pair; and before its rivals were looked at. */
  weight: Float64Array
  alone: Float64Array
  /** The pairs that these are of: those with any prospect. */
  compared: Compared
  sessions: readonly Session[]
}>

/**
 * Fills in m, u, the prior and the household's share. Deterministic; the order of the records changes only what chance draws.
 *
 * Two passes: the second knows who is the same as far as the first has found out, so that people who are there often neither make
 * agreement look like chance nor count more than once. Throws a 422 `training-impossible` when there are no pairs to learn from.
 */
export function trainModel(model: LinkageModel, features: Features, settings: TrainingSettings = {}): Trained {
  const ground = groundOf(model, features, settings)
  const isAcross = settings.sources?.mode === 'across'
  const places = isAcross ? placesOf(settings.sources!) : 1
  let once: readonly boolean[] = settings.oncePerSource ?? Array.from({ length: places }, () => isAcross)
  const first = passOf(ground, { once, known: undefined })
  if (isAcross && settings.oncePerSource === undefined) once = foundOnce(ground, first)
  const known = knownFrom(ground, first)
  const { parameters, weight, compared, sessions } = passOf(ground, { once, known })
  const probability = weight.map(probabilityOf)
  return {
    model: withParameters(model, parameters),
    frequencies: frequenciesBy(model, features, known),
    report: {
      records: features.count,
      pairs: ground.compared.count,
      sessions: sessions.map(({ rule, pairs, same, household, likelihood }) => ({
        rule: ground.rules[rule]!.keys,
        pairs,
        same,
        household,
        rounds: likelihood.length,
      })),
      expectedMatches: probability.reduce((sum, each) => sum + each, 0),
      blockingRecall: 1 - unseenShare(compared, probability),
      oncePerSource: isAcross ? once : [],
      dependence: dependenceOf(model, compared, probability),
    },
  }
}

function groundOf(model: LinkageModel, features: Features, settings: TrainingSettings): Ground {
  const { sources } = settings
  const rules = (settings.rules ?? model.blocking).slice(0, mostRules)
  const all = allPairs(features.count, sources)
  if (all < 1)
    throw new Problem(422, 'training-impossible', {
      title: 'There is nothing to learn from',
      detail: `There are ${features.count} records, and no two of them are to be compared.`,
      mend: 'Give more records, or records of two sources when linking across sources.',
    })
  const compared = comparePairs(model, features, { rules, sources })
  const teachers = teachersOf(model, rules)
  const { strength = 20, randomPairs = 300_000, seed = 1 } = settings
  return {
    strength,
    drawn: drawPairs(model, features, { pairs: randomPairs, seed, sources }),
    model,
    features,
    compared,
    rules,
    sources,
    shared: sharedOf(model),
    teachers,
    lessons: lessonsOf(model, compared, teachers, rules.length),
    patterned: patternedPairs(compared, model.comparisons.map(levelCount)),
    expected: expectedOf(model),
    all,
  }
}

function passOf(
  ground: Ground,
  { once, known }: Readonly<{ once: readonly boolean[]; known: Known | undefined }>,
): Pass {
  const { model, features, shared, expected, strength, all } = ground
  const given = { features, drawn: ground.drawn, sources: ground.sources, known }
  const u = chanceOfLevels(model, given)
  const agreements = agreementsBy(model, given)
  const sessions = runSessions(ground.lessons, { expected, u, shared, strength })
  const most = once.every(Boolean) && ground.sources ? smallestSource(ground.sources, once.length) / all : 1
  const rivals: Rivals | null =
    once.some(Boolean) && ground.sources ? { sourceOf: ground.sources.sourceOf, once } : null
  const sharesUnder = (m: Chances) =>
    sharesOf(ground.patterned.patterns, { m, u, shared }, { all, records: features.count, most })
  const frequencies = frequenciesBy(model, features, known)
  let m = pooled(model, sessions, expected)
  let shares = sharesUnder(m)
  const compared = onlyPairs(ground.compared, promising(ground.patterned, { m, u, same: shares.same }))
  for (let round = 0; round < rounds; round++) {
    const bits = bitsUnder(model, features, { compared, m, u, agreements, frequencies })
    m = taughtByOthers(model, compared, {
      odds: oddsOf(compared, bits, { ...shares, shared }),
      bits,
      shared,
      teachers: ground.teachers,
      isWhole: ground.compared.count === all,
      expected,
      strength,
      rivals,
    })
    shares = sharesUnder(m)
  }
  const odds = oddsOf(compared, bitsUnder(model, features, { compared, m, u, agreements, frequencies }), {
    ...shares,
    shared,
  })
  const alone = odds.match.map((match, pair) => against(match, odds.household[pair]!))
  return {
    parameters: { m, u, agreements, ...shares },
    weight: rivals ? amongRivals({ ...compared, weight: alone }, rivals) : alone,
    alone,
    compared,
    sessions,
  }
}

/** Each record counts one over how many records its person has: itself, and what it is surely linked to. */
function knownFrom({ features }: Ground, { weight, compared }: Pass): Known {
  const probability = weight.map(probabilityOf)
  const sizes = new Float64Array(features.count).fill(1)
  for (let pair = 0; pair < compared.count; pair++) {
    if (probability[pair]! < 0.9) continue
    sizes[compared.left[pair]!]! += probability[pair]!
    sizes[compared.right[pair]!]! += probability[pair]!
  }
  return { weights: sizes.map((size) => 1 / size), compared, probability }
}

/** Whether a source holds no one twice: what the first pass has learnt, asked of the pairs within each source. */
function foundOnce({ model, features, rules, sources, shared }: Ground, first: Pass): readonly boolean[] {
  const { parameters } = first
  const within = { mode: 'within' as LinkMode, sourceOf: sources!.sourceOf }
  const compared = comparePairs(model, features, { rules, sources: within })
  const frequencies = frequenciesBy(model, features, undefined)
  const odds = oddsOf(compared, bitsUnder(model, features, { compared, ...parameters, frequencies }), {
    ...parameters,
    shared,
  })
  const places = placesOf(within)
  const strong = typicalLink(first)
  const [twice, size] = [new Float64Array(places), new Float64Array(places)]
  for (const place of within.sourceOf) size[place]!++
  for (let pair = 0; pair < compared.count; pair++)
    if (against(odds.match[pair]!, odds.household[pair]!) >= strong) twice[within.sourceOf[compared.left[pair]!]!]!++
  return Array.from(twice, (pairs, place) => pairs <= mostTwice * size[place]!)
}

/** The weight that three in four of the likely links across sources have at least, rivals left aside. */
function typicalLink({ weight, alone }: Pass): number {
  const likely = alone.filter((_, pair) => weight[pair]! > 0).toSorted()
  return likely[Math.floor(likely.length / 4)] ?? 0
}

const placesOf = ({ sourceOf }: Sources): number => sourceOf.reduce((most, place) => Math.max(most, place), 0) + 1

function smallestSource({ sourceOf }: Sources, places: number): number {
  const sizes = new Float64Array(places)
  for (const place of sourceOf) sizes[place]!++
  // Of several sources any two may share people.
  return places === 2 ? Math.min(...sizes) : Infinity
}

/** How many pairs there are to be looked at, were every one looked at. */
export function allPairs(count: number, sources?: Sources): number {
  const all = (count * (count - 1)) / 2
  if (!sources || sources.mode === 'all') return all
  const sizes = new Map<number, number>()
  for (const place of sources.sourceOf) sizes.set(place, (sizes.get(place) ?? 0) + 1)
  const within = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  return sources.mode === 'within' ? within : all - within
}
