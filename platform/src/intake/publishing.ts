/** From a draft, with its owner's word, to a version that is served. */
import type { Catalogue } from '#catalogue'
import type { Classification, Dataset, DatasetKind, Report } from '#model/dataset.ts'
import type { Loaded, LoadMode } from '#model/records.ts'
import type { Caller } from '#model/request.ts'
import { compare } from './compare.ts'
import type { Changes, describing } from './describe.ts'
import type { Draft } from './draft.ts'
import { checkTypes, earlierHasPeople, keyUnfit, licenceNeeded } from './faults.ts'
import type { Choices, Confirmed } from './intake.ts'
import { isStricter } from './meaning/propose.ts'
import { mediaTypeOf } from './media-types.ts'
import type { ReadingJobs } from './reading-jobs.ts'
import { checkKind, fitted, keyNeeded, modeNeeded, modeUnfit, type RecordsKeeper, setAsideLines } from './records.ts'
import { withTypes } from './types-by-hand.ts'

type Needs = Readonly<{
  catalogue: Catalogue
  describe: ReturnType<typeof describing>
  reading: ReadingJobs
  records: RecordsKeeper
}>

export function publishing({ catalogue, describe, reading, records }: Needs) {
  return async (waiting: Draft, choices: Choices, by: Caller): Promise<Confirmed> => {
    const before = await catalogue.dataset(waiting.dataset)
    const { kind, key, mode } = intended(choices, before)
    const chosen = await asChosen(waiting, choices, before, reading)
    const draft = mode === null ? chosen : await fitted(chosen, before, key ?? '', reading)
    if (mode === null && key !== undefined) await checkKey(key, draft, reading)
    const { title, description, licence, note = null } = choices
    const classification = choices.classification ?? unsaid(draft, choices, before)
    const reason = reasonOf(classification, draft, choices, before)
    const said = { kind, title, description, licence, key, classification, reason }
    // A version with people in it must not precede its classification, nor may a dataset be open before the version for
    // which it was opened: until then its newest version is one about which nobody said so.
    const isOpening = classification === 'open' && before?.classification !== 'open'
    if (isOpening) await keepClosed(draft, said, before, by)
    else await describe(draft.dataset, said, by)
    const loaded = mode ? await take(draft, key!, mode, before) : null
    const { proposal: _, types: __, id: ___, after: ____, ...read } = draft
    const { version, isNew } = await catalogue.addVersion({
      ...read,
      mediaType: mediaTypeOf(draft.report.recognised['format']),
      report: withSetAside(compare(before?.latest ?? null, draft, classification), loaded, key),
      note,
      publishedBy: `${by.organisation ?? 'nobody'} (${by.roles.join(', ')})`,
    })
    if (isOpening) await describe(draft.dataset, said, by)
    return { version, isNew, loaded, dataset: (await catalogue.dataset(draft.dataset))! }
  }

  /** The rows are kept before the version that tells of them: an interruption between the two is mended by sending the file again. */
  async function take(
    { dataset, fields, snapshot }: Draft,
    key: string,
    mode: LoadMode,
    before: Dataset | undefined,
  ): Promise<Loaded> {
    const isFirst = !before?.latest
    if (isFirst) await records.define({ dataset, key, fields, isFirst })
    return records.load({ dataset, mode, snapshot })
  }

  /** A dataset that is about to be opened: it must be there for its version, and stays as it is until that is served. */
  async function keepClosed(draft: Draft, said: Changes, before: Dataset | undefined, by: Caller): Promise<void> {
    const licence = said.licence === undefined ? (before?.licence ?? null) : said.licence
    if (licence === null) throw licenceNeeded()
    if (!before) {
      const { kind, key, title, description } = said
      const { classification, reason } = draft.proposal
      await describe(draft.dataset, { kind, key, title, description, classification, reason }, by)
      return
    }
    const hidden = await peopleInEarlier(before)
    if (hidden && draft.proposal.people.length === 0) throw earlierHasPeople(hidden)
  }

  /** The number of an earlier version in which people were found, if there is one: opening a dataset opens all its versions. */
  async function peopleInEarlier({ ref }: Dataset): Promise<number | undefined> {
    const versions = await catalogue.versions(ref)
    return versions.find(({ fields }) => fields.some(({ classification }) => isStricter(classification, 'shared')))
      ?.number
  }
}

type Intended = Readonly<{ kind: DatasetKind; key: string | undefined; mode: LoadMode | null }>

/** What the dataset is, and what the file does to records (null: it is a table). Problem for what does not go together. */
function intended(choices: Choices, before: Dataset | undefined): Intended {
  const { mode } = choices
  checkKind(before, { kind: choices.kind, ...(choices.key && { key: choices.key }) })
  const kind = choices.kind ?? before?.kind ?? 'table'
  const key = choices.key || before?.key || undefined
  if (kind === 'table') {
    if (mode !== undefined) throw modeUnfit()
    return { kind, key, mode: null }
  }
  if (key === undefined) throw keyNeeded()
  if (mode === undefined && before?.latest) throw modeNeeded()
  return { kind, key, mode: mode ?? 'replace' }
}

function withSetAside(report: Report, loaded: Loaded | null, key: string | undefined): Report {
  if (!loaded || key === undefined) return report
  return { ...report, setAside: [...report.setAside, ...setAsideLines(loaded, key)] }
}

/** The draft read anew when its owner chose other types, or when another version came in between. */
async function asChosen(
  draft: Draft,
  { types = {} }: Choices,
  before: Dataset | undefined,
  reading: ReadingJobs,
): Promise<Draft> {
  checkTypes(types, draft.fields)
  const changed = draft.fields.some(({ name, type }) => types[name] !== undefined && types[name] !== type)
  const overtaken = draft.after !== (before?.latest?.number ?? null)
  if (!changed && !overtaken) return { ...draft, report: withTypes(draft.report, draft.types) }
  const all = { ...draft.types, ...types }
  const earlier = overtaken ? (before?.latest?.fields ?? []) : draft.fields
  const again = await reading.read(draft.original, draft.originalName, { types: all, earlier })
  return { ...draft, ...again, report: withTypes(again.report, all) }
}

/** Problem 422 for a field that is not there, or whose values are missing or repeat. */
export async function checkKey(
  field: string,
  draft: Pick<Draft, 'fields' | 'snapshot'>,
  reading: ReadingJobs,
): Promise<void> {
  if (!draft.fields.some(({ name }) => name === field)) throw keyUnfit(field, null)
  const found = await reading.checkKey(draft.snapshot, field)
  if (found.missing > 0 || found.repeated > 0) throw keyUnfit(field, found)
}

/**
 * What a dataset is when its owner does not say: open when they give it a licence and nobody is found in it; else what it
 * was, unless people turn up in fields where there were none. Nothing about people is open by accident, in a later version neither.
 */
function unsaid({ proposal }: Draft, { licence }: Choices, before: Dataset | undefined): Classification {
  if (licence && proposal.people.length === 0) return 'open'
  if (!before) return proposal.classification
  const guarded = new Set(
    before.latest?.fields.flatMap(({ name, classification }) => (isStricter(classification, 'shared') ? [name] : [])),
  )
  const isNews = proposal.people.some((name) => !guarded.has(name))
  if (isNews && isStricter(proposal.classification, before.classification)) return proposal.classification
  return before.latest || before.licence ? before.classification : proposal.classification
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
