/** The shapes that the routes of linkages and people speak. */
import { Type } from '@sinclair/typebox'
import { answers, linkageSchema, themes } from '#entities'
import { Name, nullable, oneOf, Reason } from './words.ts'

const text = Type.String()
const texts = Type.Array(text)
const whole = Type.Integer()
const share = Type.Number({ minimum: 0, maximum: 1 })
const closed = { additionalProperties: false } as const
const cell = Type.Union([text, Type.Number(), Type.Boolean()])
const clause = nullable(Type.Object({ agreement: text, clause: text }))

/** Of an entity, a report, a pair, a record: all unguessable, none made of anything about a person. */
export const entityKey = Type.String({ pattern: '^e[a-z2-7]{26}$', description: 'An entity’s key.' })
export const recordHandle = Type.String({
  pattern: '^[0-9a-f]{32}$',
  description: 'A record’s handle in this linkage.',
})
export const reason = Type.String({ minLength: 3, maxLength: 2_000, description: 'Kept sealed with the history.' })

export const LinkageParams = Type.Object({ id: Name })
export const ReviewParams = Type.Object({ id: Name, review: recordHandle })
export const PersonParams = Type.Object({ key: entityKey })
export const DisputeParams = Type.Object({ reference: Type.String({ pattern: '^n[a-z2-7]{26}$' }) })

const RunSource = Type.Object({
  dataset: text,
  organisation: text,
  outcome: oneOf(['read', 'refused'], 'Refused: left out, for the reasons given.'),
  fields: Type.Array(text, { description: 'What was compared.' }),
  without: Type.Array(text, { description: 'What would have helped, and was not given as it is.' }),
  version: nullable(whole),
  rows: nullable(whole),
  receipt: nullable(text),
  reasons: Type.Array(Reason),
})

const measured = Type.Object({ precision: share, recall: share, labels: whole })
const RunFacts = Type.Object({
  records: whole,
  leftOut: whole,
  entities: whole,
  linked: whole,
  uncertain: whole,
  model: Type.Object({ id: text, hash: text }),
  thresholds: Type.Object({ link: share, review: share }),
  seconds: Type.Number(),
  cpuSeconds: Type.Number(),
  quality: Type.Object({
    estimated: nullable(Type.Object({ precision: share, recall: share })),
    measured: nullable(measured),
    groups: Type.Array(Type.Object({ by: text, group: text, records: whole, linked: whole, says: text })),
  }),
})

export const RunWords = Type.Object({
  number: whole,
  state: oneOf(['running', 'done', 'failed', 'interrupted'], 'How it stands.'),
  step: text,
  progress: share,
  startedAt: text,
  endedAt: nullable(text),
  sources: Type.Array(RunSource),
  facts: nullable(RunFacts),
  problem: nullable(Type.Object({ code: text, title: text, detail: text, mend: nullable(text) })),
})

export const LinkageWords = Type.Object({
  id: text,
  organisation: text,
  title: text,
  description: text,
  purpose: text,
  datasets: Type.Array(Type.Object({ dataset: text, key: text, once: Type.Boolean() })),
  document: linkageSchema,
  definedAt: text,
  running: nullable(RunWords),
  current: nullable(RunWords),
  latest: nullable(RunWords),
  toReview: whole,
})

export const SearchBody = Type.Object(
  {
    linkage: Name,
    name: Type.Optional(Type.String({ maxLength: 300 })),
    dateOfBirth: Type.Optional(Type.String({ maxLength: 40, description: 'A date, a month or a year.' })),
    age: Type.Optional(Type.Integer({ minimum: 0, maximum: 130, description: 'Give or take three years.' })),
    postcode: Type.Optional(Type.String({ maxLength: 20 })),
    address: Type.Optional(Type.String({ maxLength: 300, description: 'Any part of it.' })),
    nhsNumber: Type.Optional(Type.String({ maxLength: 20 })),
    telephone: Type.Optional(Type.String({ maxLength: 40 })),
    email: Type.Optional(Type.String({ maxLength: 300 })),
  },
  closed,
)

export const SearchWords = Type.Object({
  outcome: oneOf(['found', 'nobody', 'too-many'], 'Too many: add something.'),
  results: Type.Array(
    Type.Object({
      key: text,
      fit: share,
      because: texts,
      shown: Type.Object({
        name: nullable(text),
        dateOfBirth: nullable(text),
        postcode: nullable(text),
        address: nullable(text),
      }),
      datasets: texts,
    }),
  ),
  hint: nullable(text),
  searched: Type.Array(Type.Object({ dataset: text, organisation: text, by: texts, reasons: Type.Array(Reason) })),
  receipts: texts,
})

const Fact = Type.Object({
  value: cell,
  dataset: text,
  organisation: text,
  field: text,
  meaning: nullable(text),
  transform: text,
  record: text,
  asOf: text,
  asOfFrom: oneOf(['row', 'version'], 'A date of the row itself, or the day of publication.'),
  receipt: text,
  agreesWith: texts,
  conflictsWith: texts,
})

export const PersonWords = Type.Object({
  linkage: text,
  key: text,
  name: nullable(text),
  themes: Type.Array(Type.Object({ theme: oneOf(themes, 'A heading.'), facts: Type.Array(Fact) })),
  sources: Type.Array(
    Type.Object({
      dataset: text,
      title: text,
      organisation: text,
      outcome: oneOf(['shown', 'no-record', 'refused'], 'Refused tells nothing about whether there is a record.'),
      records: Type.Array(Type.Object({ record: text, key: Type.Union([text, Type.Number()]) })),
      withheld: Type.Array(Type.Object({ field: text, meaning: nullable(text) })),
      withheldBecause: Type.Array(Reason),
      reasons: Type.Array(Reason),
      clause,
      duties: texts,
      version: nullable(whole),
      publishedAt: nullable(text),
      receipt: nullable(text),
    }),
  ),
  household: nullable(
    Type.Object({
      tooMany: Type.Boolean(),
      others: Type.Array(Type.Object({ key: text, name: nullable(text), datasets: texts })),
      receipts: texts,
    }),
  ),
  linkedAt: text,
})

const ReviewedRecord = Type.Object({
  record: text,
  dataset: text,
  organisation: text,
  key: Type.Union([text, Type.Number()]),
  values: Type.Array(Type.Object({ field: text, meaning: nullable(text), value: nullable(cell) })),
  receipt: text,
})

export const ReviewItemWords = Type.Object({
  id: text,
  why: oneOf(['uncertain', 'weak-link', 'dispute'], 'Why it waits for a person.'),
  reported: nullable(text),
  entities: texts,
  left: ReviewedRecord,
  right: ReviewedRecord,
  comparisons: Type.Array(
    Type.Object({
      name: text,
      title: text,
      level: text,
      bits: Type.Number({ description: 'log2 of how much it speaks for one person; negative: against.' }),
      left: nullable(text),
      right: nullable(text),
    }),
  ),
  probability: nullable(share),
  says: text,
  opinions: Type.Array(Type.Object({ answer: text, comment: nullable(text), at: text })),
  needs: whole,
})

export const QueueWords = Type.Object({
  waiting: whole,
  next: nullable(ReviewItemWords),
  hidden: whole,
  reasons: Type.Array(Reason),
})

export const AnswerBody = Type.Object(
  {
    answer: oneOf(answers, 'What the two records are.'),
    comment: Type.Optional(Type.String({ maxLength: 2_000 })),
    secondOpinion: Type.Optional(Type.Boolean({ description: 'Ask for another reviewer.' })),
  },
  closed,
)

export const OutcomeWords = Type.Object({ id: text, state: text, settled: nullable(text), changed: texts })

export const MeasureWords = Type.Object({
  decided: whole,
  waiting: whole,
  same: whole,
  different: whole,
  cannotTell: whole,
  kappa: nullable(Type.Number({ description: 'Cohen’s kappa over pairs with two opinions.' })),
  twice: whole,
  reviewers: Type.Array(Type.Object({ reviewer: text, answers: whole })),
})

export const CorrectionBody = Type.Union([
  Type.Object({ merge: Type.Array(entityKey, { minItems: 2, maxItems: 50 }), reason }, closed),
  Type.Object(
    {
      split: Type.Object({ key: entityKey, records: Type.Array(recordHandle, { minItems: 1, maxItems: 500 }) }, closed),
      reason,
    },
    closed,
  ),
  Type.Object({ undo: Type.Integer({ minimum: 1 }), reason }, closed),
])

export const CorrectionWords = Type.Object({
  id: whole,
  at: text,
  kind: oneOf(['merge', 'split', 'undo', 'settle', 'run'], 'What was done.'),
  role: nullable(text),
  by: nullable(Type.String({ description: 'A pseudonym of this linkage.' })),
  reason: nullable(text),
  from: texts,
  to: texts,
  records: texts,
  undoes: nullable(whole),
  undone: Type.Boolean(),
})

export const DisputeBody = Type.Object(
  { record: Type.Optional(recordHandle), dataset: Type.Optional(Type.String({ maxLength: 161 })), reason },
  closed,
)

export const DisputeWords = Type.Object({
  reference: text,
  state: oneOf(['open', 'upheld', 'not-upheld'], 'What became of it.'),
  reportedAt: text,
  decidedAt: nullable(text),
  says: text,
})
