/**
 * Publishing: an upload becomes a draft, and a draft, on its owner's word, a version. Nothing is referred to before it is
 * on disk, and the last step is one transaction of the catalogue, so that an interruption anywhere leaves the version before serving.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type Catalogue, type Description, noDataset, splitRef } from '#catalogue'
import type { Blobs } from '#foundation/blobs.ts'
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import type { Governance } from '#governance'
import type { Classification, Dataset, DatasetRef, FieldType, Version } from '#model/dataset.ts'
import type { Caller } from '#model/request.ts'
import { compare, peopleDeclared } from './compare.ts'
import { describing, type Changes } from './describe.ts'
import { createDrafts, type Draft } from './draft.ts'
import { checkTypes, keyUnfit } from './faults.ts'
import { mediaTypeOf } from './media-types.ts'
import { createWorkerPool } from './worker-pool.ts'
import type { Published } from './working/job.ts'

export type Choices = Readonly<{
  title?: string
  description?: string
  classification?: Classification
  licence?: string | null
  key?: string
  note?: string
  types?: Readonly<Record<string, FieldType>>
}>

export type Confirmed = Readonly<{ dataset: Dataset; version: Version; isNew: boolean }>

export type Intake = Readonly<{
  /** Keeps the upload and reads it; publishes nothing. Problem 4xx for what is not a table. */
  analyse(
    upload: Readonly<{ stream: Readable; name: string }>,
    target: Readonly<{ ref: DatasetRef; key?: string }>,
  ): Promise<Draft>
  /** Makes the draft the newest version of its dataset. The same bytes as the newest version make no new one. */
  confirm(draft: string, choices: Choices, by: Caller): Promise<Confirmed>
  draft(id: string): Promise<Draft>
  /** Reads the newest version anew from its original, with other types for some fields. */
  retype(ref: DatasetRef, types: Readonly<Record<string, FieldType>>, by: Caller): Promise<Version>
  /** Changes what is said of a dataset; makes it when there is none. Licence and classification take effect at once. */
  describe(ref: DatasetRef, changes: Changes, by: Caller): Promise<Dataset>
  close(): Promise<void>
}>

export type IntakeSettings = Readonly<{
  catalogue: Catalogue
  governance: Pick<Governance, 'grantLicence' | 'withdrawLicence'>
  blobs: Blobs
  database: Database
  clock: Clock
  /** For scratch, emptied at the start. */
  folder: string
  limits?: Readonly<{ bytes?: number; memoryLimit?: string; secondsPerFile?: number; heapMb?: number }>
}>

export async function createIntake(settings: IntakeSettings): Promise<Intake> {
  const { catalogue, blobs, database, clock, limits = {} } = settings
  const { bytes = 4_096_000_000, memoryLimit = '1GB', secondsPerFile = 1_800, heapMb = 400 } = limits
  const scratch = join(settings.folder, 'intake')
  await rm(scratch, { recursive: true, force: true })
  await mkdir(scratch, { recursive: true, mode: 0o700 })
  await database.migrate('intake', new URL('./sql/', import.meta.url))
  const worker = createWorkerPool({ secondsPerJob: secondsPerFile, heapMb })
  const drafts = createDrafts(database, clock)
  const describe = describing(settings)

  /** Reads an original in the worker and keeps its snapshot. */
  async function reading(original: string, name: string, like: Like): Promise<Published & { snapshot: string }> {
    const job = await mkdtemp(join(scratch, 'job-'))
    try {
      const snapshot = join(job, 'snapshot.parquet')
      const path = blobs.path(original)
      const { types, earlier } = like
      const made = await worker.run({
        kind: 'publish',
        path,
        name,
        scratch: job,
        snapshot,
        types,
        earlier,
        memoryLimit,
      })
      return { ...made, snapshot: (await blobs.adopt(snapshot)).address }
    } finally {
      await rm(job, { recursive: true, force: true })
    }
  }

  async function checkKey(field: string, draft: Draft): Promise<void> {
    if (!draft.fields.some(({ name }) => name === field)) throw keyUnfit(field, null)
    const job = await mkdtemp(join(scratch, 'job-'))
    try {
      const found = await worker.run({
        kind: 'check-key',
        snapshot: blobs.path(draft.snapshot),
        field,
        scratch: job,
        memoryLimit,
      })
      if (found.missing > 0 || found.repeated > 0) throw keyUnfit(field, found)
    } finally {
      await rm(job, { recursive: true, force: true })
    }
  }

  return {
    describe,
    draft: (id) => drafts.find(id),
    close: () => worker.close(),

    async analyse({ stream, name }, { ref }) {
      splitRef(ref)
      const kept = await blobs.put(stream, { bytes })
      const before = (await catalogue.dataset(ref))?.latest ?? null
      const types = typesSetByHand(before)
      const read = await reading(kept.address, name, { types, earlier: before?.fields ?? [] })
      return drafts.keep({
        ...read,
        dataset: ref,
        original: kept.address,
        originalName: name.slice(0, 300),
        bytes: kept.bytes,
        types,
      })
    },

    async confirm(id, choices, by) {
      const draft = await asChosen(await drafts.find(id), choices)
      const before = await catalogue.dataset(draft.dataset)
      const { title, description, classification, licence } = choices
      const key = choices.key || before?.key || undefined
      if (key !== undefined) await checkKey(key, draft)
      // What it may be is settled before it is served; a version of a dataset that became more sensitive must not precede that.
      const described = await describe(
        draft.dataset,
        {
          ...{ title, description, licence, key },
          classification: classification ?? unsaid(draft, before),
          reason: reasonOf(draft, classification, before),
        },
        by,
      )
      const { fields, profile, rows, original, originalName, bytes: size, snapshot } = draft
      const { version, isNew } = await catalogue.addVersion({
        ...{ dataset: draft.dataset, original, originalName, bytes: size, snapshot, rows, fields, profile },
        mediaType: mediaTypeOf(draft.report.recognised['format']),
        report: compare(before?.latest ?? null, draft, described.classification),
        note: choices.note ?? null,
        publishedBy: `${by.organisation ?? 'nobody'} (${by.roles.join(', ')})`,
      })
      await drafts.drop(id)
      return { version, isNew, dataset: (await catalogue.dataset(draft.dataset))! }
    },

    async retype(ref, types) {
      const version = (await catalogue.dataset(ref))?.latest
      if (!version) throw noDataset()
      checkTypes(types, version.fields)
      const all = { ...typesSetByHand(version), ...types }
      const { report, ...read } = await reading(version.original, version.originalName, {
        types: all,
        earlier: version.fields,
      })
      return catalogue.retype(ref, version.number, {
        ...read,
        report: { ...report, recognised: { ...report.recognised, [byHand]: JSON.stringify(all) } },
      })
    },
  }

  /** The draft read anew when its owner chose other types. */
  async function asChosen(draft: Draft, { types = {} }: Choices): Promise<Draft> {
    checkTypes(types, draft.fields)
    const changed = draft.fields.some(({ name, type }) => types[name] !== undefined && types[name] !== type)
    if (!changed) return withHand(draft, draft.types)
    const all = { ...draft.types, ...types }
    return withHand(
      { ...draft, ...(await reading(draft.original, draft.originalName, { types: all, earlier: draft.fields })) },
      all,
    )
  }
}

/**
 * What a dataset is when its owner does not say: what it was, unless people turn up in it that the owner has not spoken of.
 * Nothing about people is open by accident, not in a later version either.
 */
function unsaid({ proposal }: Draft, before: Dataset | undefined): Classification {
  if (!before?.latest) return before?.licence ? before.classification : proposal.classification
  const known = before.latest.report.repaired.some(({ code }) => code === peopleDeclared)
  const guarded = before.classification === 'personal' || before.classification === 'special'
  return proposal.people.length > 0 && !guarded && !known ? proposal.classification : before.classification
}

type Like = Readonly<{ types: Readonly<Record<string, FieldType>>; earlier: Version['fields'] }>

/** In the report's `recognised`: the types that the owner set, which later versions follow. */
const byHand = 'typesSetByOwner'

function typesSetByHand(version: Version | null): Readonly<Record<string, FieldType>> {
  const text = version?.report.recognised[byHand]
  return typeof text === 'string' ? (JSON.parse(text) as Record<string, FieldType>) : {}
}

function withHand(draft: Draft, types: Readonly<Record<string, FieldType>>): Draft {
  if (Object.keys(types).length === 0) return draft
  const { report } = draft
  return {
    ...draft,
    types,
    report: { ...report, recognised: { ...report.recognised, [byHand]: JSON.stringify(types) } },
  }
}

function reasonOf(
  draft: Draft,
  chosen: Classification | undefined,
  before: Dataset | undefined,
): Description['classificationReason'] | undefined {
  if (chosen !== undefined && chosen !== draft.proposal.classification) return 'Its owner chose it.'
  return before && chosen === undefined ? undefined : draft.proposal.reason
}
