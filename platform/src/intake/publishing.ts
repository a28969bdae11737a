/** From a draft, with its owner's word, to a version that is served. */
import type { Catalogue } from '#catalogue'
import type { Classification, Dataset } from '#model/dataset.ts'
import type { Caller } from '#model/request.ts'
import { compare, peopleDeclared } from './compare.ts'
import type { describing } from './describe.ts'
import type { Draft } from './draft.ts'
import { checkTypes, keyUnfit } from './faults.ts'
import type { Choices, Confirmed } from './intake.ts'
import { mediaTypeOf } from './media-types.ts'
import type { ReadingJobs } from './reading-jobs.ts'
import { withTypes } from './types-by-hand.ts'

type Needs = Readonly<{ catalogue: Catalogue; describe: ReturnType<typeof describing>; reading: ReadingJobs }>

export function publishing({ catalogue, describe, reading }: Needs) {
  return async (waiting: Draft, choices: Choices, by: Caller): Promise<Confirmed> => {
    const draft = await asChosen(waiting, choices, reading)
    const before = await catalogue.dataset(draft.dataset)
    const key = choices.key || before?.key || undefined
    if (key !== undefined) await checkKey(key, draft, reading)
    // What it may be is settled before it is served: a version with people in it must not precede its classification.
    const { title, description, licence, note = null } = choices
    const classification = choices.classification ?? unsaid(draft, choices, before)
    const reason = reasonOf(classification, draft, choices, before)
    await describe(draft.dataset, { title, description, licence, key, classification, reason }, by)
    const { proposal: _, types: __, id: ___, ...read } = draft
    const { version, isNew } = await catalogue.addVersion({
      ...read,
      mediaType: mediaTypeOf(draft.report.recognised['format']),
      report: compare(before?.latest ?? null, draft, classification),
      note,
      publishedBy: `${by.organisation ?? 'nobody'} (${by.roles.join(', ')})`,
    })
    return { version, isNew, dataset: (await catalogue.dataset(draft.dataset))! }
  }
}

/** The draft read anew when its owner chose other types. */
async function asChosen(draft: Draft, { types = {} }: Choices, reading: ReadingJobs): Promise<Draft> {
  checkTypes(types, draft.fields)
  const changed = draft.fields.some(({ name, type }) => types[name] !== undefined && types[name] !== type)
  if (!changed) return { ...draft, report: withTypes(draft.report, draft.types) }
  const all = { ...draft.types, ...types }
  const again = await reading.read(draft.original, draft.originalName, { types: all, earlier: draft.fields })
  return { ...draft, ...again, report: withTypes(again.report, all) }
}

/** Problem 422 for a field that is not there, or whose values are missing or repeat. */
async function checkKey(field: string, draft: Draft, reading: ReadingJobs): Promise<void> {
  if (!draft.fields.some(({ name }) => name === field)) throw keyUnfit(field, null)
  const found = await reading.checkKey(draft.snapshot, field)
  if (found.missing > 0 || found.repeated > 0) throw keyUnfit(field, found)
}

/**
 * What a dataset is when its owner does not say: open when they give it a licence and nobody is found in it; else what it
 * was, unless people turn up that the owner has not spoken of. Nothing about people is open by accident, in a later version neither.
 */
function unsaid({ proposal }: Draft, { licence }: Choices, before: Dataset | undefined): Classification {
  if (licence && proposal.people.length === 0) return 'open'
  if (!before?.latest) return before?.licence ? before.classification : proposal.classification
  const known = before.latest.report.repaired.some(({ code }) => code === peopleDeclared)
  const guarded = before.classification === 'personal' || before.classification === 'special'
  return proposal.people.length > 0 && !guarded && !known ? proposal.classification : before.classification
}

/** One sentence on why it is what it is. */
function reasonOf(
  classification: Classification,
  { proposal }: Draft,
  choices: Choices,
  before: Dataset | undefined,
): string {
  if (choices.classification === undefined && classification === before?.classification)
    return before.classificationReason
  if (classification === proposal.classification) return proposal.reason
  return choices.classification === undefined ? 'Its owner gave it a licence.' : 'Its owner chose it.'
}
