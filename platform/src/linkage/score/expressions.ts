/**
 * Tests as JavaScript over two records' codes, for the kernel that is made for a model. Nothing of a model's text goes into the
 * code: only places of words, indices of dictionaries and finite numbers.
 */
import { secondsIn } from '../compare/amounts.ts'
import type { Asks, Question, Test } from '../model/tests.ts'
import type { Pack } from './pack.ts'

export type Expression = Readonly<{
  /** Whether the answer is yes; whether it is no. Neither: unknown. */
  yes: string
  no: string
  /** Cheap, and true whenever `yes` is; what it costs to know is left out. */
  maybe: string
  /** Whether `yes` looks at characters or members. */
  costly: boolean
}>

/** Similarities of a pair that several levels ask for are found once. */
export type Memos = Readonly<{ name(call: string): string; declared(): readonly string[] }>

export function makeMemos(): Memos {
  const names = new Map<string, string>()
  return {
    name(call) {
      const name = names.get(call) ?? `m${names.size}`
      names.set(call, name)
      return `(${name} < 0 ? (${name} = ${call}) : ${name})`
    },
    declared: () => [...names.values()],
  }
}

export type Writer = Readonly<{ pack: Pack; memos: Memos }>

export function expressionOf(test: Test, writer: Writer): Expression {
  switch (test.test) {
    case 'all':
      return joined(
        test.tests.map((one) => expressionOf(one, writer)),
        '&&',
        '||',
      )
    case 'any':
      return joined(
        test.tests.map((one) => expressionOf(one, writer)),
        '||',
        '&&',
      )
    case 'not': {
      const { yes, no, costly } = expressionOf(test.that, writer)
      return { yes: no, no: yes, maybe: costly ? 'true' : no, costly }
    }
    case 'missing': {
      const slots = [test.of].flat().map((name) => writer.pack.layout.slots[name]!)
      const yes = `(${slots.map((slot) => `a${slot} === 0 || ${right(slot)} === 0`).join(' || ')})`
      return { yes, no: `!${yes}`, maybe: yes, costly: false }
    }
    default:
      return questionExpression(test, writer)
  }
}

/** The right record's word: read where it is asked for, which is one line of cache away at most. */
const right = (slot: number): string => `words[B | ${slot}]`

function joined(parts: readonly Expression[], and: string, or: string): Expression {
  const put = (list: readonly string[], by: string): string => `(${list.join(` ${by} `)})`
  // What is cheap is asked first; the answer is the same.
  const ordered = parts.toSorted((one, other) => Number(one.costly) - Number(other.costly))
  return {
    yes: put(
      ordered.map(({ yes }) => yes),
      and,
    ),
    no: put(
      ordered.map(({ no }) => no),
      or,
    ),
    maybe: put(
      ordered.map(({ maybe }) => maybe),
      and,
    ),
    costly: parts.some(({ costly }) => costly),
  }
}

type Ask = Exclude<Asks, 'missing'>
type Codes = Readonly<{
  a: string
  b: string
  left: string
  right: string
  dictionary: number
  memos: Memos
  pack: Pack
}>
type Holds = Readonly<{ holds: string; bound?: string; costly: boolean }>

function questionExpression(question: Exclude<Question, { test: 'missing' }>, { pack, memos }: Writer): Expression {
  const [left, other] = typeof question.of === 'string' ? [question.of, question.of] : question.of
  const codes: Codes = {
    a: `a${pack.layout.slots[left]!}`,
    b: right(pack.layout.slots[other]!),
    left,
    right: other,
    dictionary: pack.layout.dictionaries[left]!,
    memos,
    pack,
  }
  const known = `${codes.a} !== 0 && ${codes.b} !== 0`
  const { holds, bound, costly } = (writers[question.test] as (question: never, codes: Codes) => Holds)(
    question as never,
    codes,
  )
  // What is the same as something is something.
  if (question.test === 'exact')
    return {
      yes: `(${holds} && ${codes.a} !== 0)`,
      no: `(${known} && !(${holds}))`,
      maybe: `(${holds} && ${codes.a} !== 0)`,
      costly,
    }
  const maybe = costly ? `(${known}${bound ? ` && ${bound}` : ''})` : `(${known} && ${holds})`
  return { yes: costly ? `(${maybe} && ${holds})` : maybe, no: `(${known} && !(${holds}))`, maybe, costly }
}

/** Sums of halves and tenths are off by a little; a bound must never be. */
const slack = 1e-9

/** The two words of a digest: in the record where there is room, else in the dictionary. */
function digestOf(name: string, side: 'left' | 'right', { layout }: Pack): readonly [string, string] {
  const slot = layout.digestSlots[name]
  if (slot !== undefined) return side === 'left' ? [`a${slot}`, `a${slot + 1}`] : [right(slot), right(slot + 1)]
  const digests = `d${layout.dictionaries[name]!}_digests`
  const code = side === 'left' ? `a${layout.slots[name]!}` : right(layout.slots[name]!)
  return [`${digests}[4 * ${code}]`, `${digests}[4 * ${code} + 1]`]
}

function jaroBound({ left, right: other, memos, pack }: Codes): string {
  return memos.name(`jaroAtMost(${[...digestOf(left, 'left', pack), ...digestOf(other, 'right', pack)].join(', ')})`)
}

function winklerBound(codes: Codes): string {
  const { a, b, dictionary, memos } = codes
  return memos.name(`winklerAtMost(${jaroBound(codes)}, d${dictionary}_digests, ${a}, ${b})`)
}

function similarity(name: string, boundOf?: (codes: Codes) => string) {
  return ({ atLeast }: { atLeast: number }, codes: Codes): Holds => ({
    holds: `${codes.memos.name(`d${codes.dictionary}_${name}(${codes.a}, ${codes.b})`)} >= ${atLeast}`,
    ...(boundOf ? { bound: `${boundOf(codes)} >= ${atLeast - slack}` } : {}),
    costly: true,
  })
}

function distance(name: string) {
  return ({ atMost }: { atMost: number }, { a, b, dictionary, memos }: Codes): Holds => ({
    holds: `${memos.name(`d${dictionary}_${name}(${a}, ${b}, ${atMost})`)} <= ${atMost}`,
    bound: `${memos.name(`d${dictionary}_bound(${a}, ${b}, ${atMost})`)} <= ${atMost}`,
    costly: true,
  })
}

const cheap = (holds: string): Holds => ({ holds, costly: false })

type Call = (name: string, ...more: (string | number)[]) => string

function ofSets<Asked>(write: (question: Asked, call: Call) => string) {
  return (question: Asked, { a, b, dictionary, memos }: Codes): Holds => ({
    holds: write(question, (name, ...more) => memos.name(`d${dictionary}_${name}(${[a, b, ...more].join(', ')})`)),
    costly: true,
  })
}

const measures = { 'jaro-winkler': 0, jaro: 1, levenshtein: 2, 'damerau-levenshtein': 3 } as const

const writers: { [Name in Ask]: (question: Extract<Question, { test: Name }>, codes: Codes) => Holds } = {
  exact: (_, { a, b }) => cheap(`${a} === ${b}`),
  is: ({ of, value }, { a, b, pack }) => cheap(`${a} === ${pack.named[`${of} ${value}`]!} && ${a} === ${b}`),
  'jaro-winkler': similarity('jaroWinkler', winklerBound),
  jaro: similarity('jaro', jaroBound),
  jaccard: similarity('jaccard'),
  bigrams: similarity('bigrams'),
  'starts-with': similarity('sharedStart'),
  levenshtein: distance('levenshtein'),
  'damerau-levenshtein': distance('damerau'),
  overlap: ofSets(({ atLeast }: { atLeast: number }, call) => `${call('overlap')} >= ${atLeast}`),
  subset: ofSets((_, call) => `${call('subset')} === 1`),
  dice: ofSets(({ atLeast }: { atLeast: number }, call) => `${call('dice')} >= ${atLeast}`),
  'similar-member': ofSets(
    ({ measure, atLeast }: { measure: keyof typeof measures; atLeast: number }, call) =>
      `${call('similarMember', measures[measure], atLeast)} === 1`,
  ),
  'members-alike': ofSets(
    ({ similar, atLeast }: { similar: number; atLeast: number }, call) =>
      `${call('membersAlike', similar)} >= ${atLeast}`,
  ),
  'date-within': ({ atMost, unit }, { a, b, dictionary: d }) =>
    cheap(`Math.abs(d${d}_seconds[${a}] - d${d}_seconds[${b}]) <= ${atMost * secondsIn[unit]}`),
  // Year above bit 9, month above bit 5, day below.
  'day-month-swapped': (_, { a, b, dictionary: d }) => cheap(`swapped(d${d}_days[${a}], d${d}_days[${b}])`),
  'same-day-and-month': (_, { a, b, dictionary: d }) =>
    cheap(`((d${d}_days[${a}] ^ d${d}_days[${b}]) & 511) === 0 && (d${d}_days[${a}] ^ d${d}_days[${b}]) !== 0`),
  'same-year': (_, { a, b, dictionary: d }) => cheap(`((d${d}_days[${a}] ^ d${d}_days[${b}]) >> 9) === 0`),
  difference: ({ atMost }, { a, b, dictionary: d }) =>
    cheap(`Math.abs(d${d}_numbers[${a}] - d${d}_numbers[${b}]) <= ${atMost}`),
  'relative-difference': ({ below }, { a, b, dictionary: d }) =>
    cheap(`relativeDifference(d${d}_numbers[${a}], d${d}_numbers[${b}]) < ${below}`),
  'distance-km': ({ atMost }, { a, b, dictionary: d, memos }) => ({
    holds: `${memos.name(`d${d}_kilometres(${a}, ${b})`)} <= ${atMost}`,
    costly: true,
  }),
}
