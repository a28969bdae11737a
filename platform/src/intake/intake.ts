/**
 * Publishing: an upload becomes a draft, and a draft, on its owner's word, a version. Nothing is referred to before it is
 * on disk, and the last step is one transaction of the catalogue, so that an interruption anywhere leaves the version before serving.
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type Catalogue, noDataset, splitRef } from '#catalogue'
import type { Blobs } from '#foundation/blobs.ts'
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import type { Governance } from '#governance'
import type { Classification, Dataset, DatasetKind, DatasetRef, FieldType, Version } from '#model/dataset.ts'
import type { Loaded, LoadMode } from '#model/records.ts'
import type { Caller } from '#model/request.ts'
import { compare } from './compare.ts'
import { describing, type Changes } from './describe.ts'
import { createDrafts, type Draft } from './draft.ts'
import { checkTypes } from './faults.ts'
import { checkKey, publishing } from './publishing.ts'
import { openReading } from './reading-jobs.ts'
import {
  type DefinedField,
  defineRecords,
  fieldsOfTable,
  type RecordsKeeper,
  retypeRecords,
  typesOfRecords,
} from './records.ts'
import { typesSetByHand, withTypes } from './types-by-hand.ts'

export type Choices = Readonly<{
  /** A table when left out, or what the dataset is. */
  kind?: DatasetKind
  /** What the file does to the records there are; for records that have been published before. */
  mode?: LoadMode
  title?: string
  description?: string
  classification?: Classification
  licence?: string | null
  key?: string
  note?: string
  types?: Readonly<Record<string, FieldType>>
}>

export type Confirmed = Readonly<{
  dataset: Dataset
  version: Version
  isNew: boolean
  /** What became of the records; null for a table. */
  loaded: Loaded | null
}>

export type Intake = Readonly<{
  /** Keeps the upload and reads it; publishes nothing. Problem 4xx for what is not a table. */
  analyse(
    upload: Readonly<{ stream: Readable; name: string }>,
    target: Readonly<{ ref: DatasetRef; key?: string }>,
  ): Promise<Draft>
  /** Makes the draft the newest version of its dataset. The same bytes as the newest version make no new one. */
  confirm(draft: string, choices: Choices, by: Caller): Promise<Confirmed>
  draft(id: string): Promise<Draft>
  /** Reads the newest version anew from its original, with other types for some fields; of records, the values that are kept. */
  retype(ref: DatasetRef, types: Readonly<Record<string, FieldType>>, by: Caller): Promise<Version>
  /** Changes what is said of a dataset; makes it when there is none. Licence and classification take effect at once. */
  describe(ref: DatasetRef, changes: Changes, by: Caller): Promise<Dataset>
  /** The same, and gives records their fields, before any file. Problem 400 `key-needed`, 422 `fields-unfit`, `key-unfit`. */
  define(
    ref: DatasetRef,
    changes: Changes & Readonly<{ fields: readonly DefinedField[] }>,
    by: Caller,
  ): Promise<Dataset>
  close(): Promise<void>
}>

export type IntakeSettings = Readonly<{
  catalogue: Catalogue
  governance: Pick<Governance, 'grantLicence' | 'withdrawLicence'>
  blobs: Blobs
  database: Database
  /** Who keeps the rows of records. */
  records: RecordsKeeper
  clock: Clock
  /** For scratch, emptied at the start. */
  folder: string
  limits?: Readonly<{ bytes?: number; memoryLimit?: string; secondsPerFile?: number; heapMb?: number }>
}>

const recordsReason = 'Records are taken to be about people until their owner says otherwise.'

export async function createIntake(settings: IntakeSettings): Promise<Intake> {
  const { catalogue, blobs, database, records, clock, limits = {} } = settings
  const scratch = join(settings.folder, 'intake')
  await rm(scratch, { recursive: true, force: true })
  await mkdir(scratch, { recursive: true, mode: 0o700 })
  await database.migrate('intake', new URL('./sql/', import.meta.url))
  const reading = openReading({ blobs, scratch, ...limits })
  const drafts = createDrafts(database, clock)
  const describe = describing(settings)
  const publish = publishing({ catalogue, describe, reading, records })

  return {
    describe,
    async define(ref, { fields, ...changes }, by) {
      const { kind, latest } = (await catalogue.dataset(ref)) ?? { kind: 'table', latest: null }
      if ((changes.kind ?? kind) !== 'records') throw fieldsOfTable()
      // Nothing is known of what will be sent: about people, until the owner says otherwise.
      const unsaid = latest === null && changes.classification === undefined
      const guarded = unsaid ? ({ classification: 'personal', reason: recordsReason } as const) : {}
      const dataset = await describe(ref, { ...changes, ...guarded }, by)
      await defineRecords({ catalogue, blobs, records }, dataset, fields, by)
      return (await catalogue.dataset(ref))!
    },
    draft: (id) => drafts.find(id),
    close: () => reading.close(),

    async analyse({ stream, name }, { ref }) {
      splitRef(ref)
      const { address: original, bytes } = await blobs.put(stream, { bytes: limits.bytes ?? 4_096_000_000 })
      const dataset = await catalogue.dataset(ref)
      const before = dataset?.latest ?? null
      const types = typesSetByHand(before)
      const like = { types: typesOfRecords(dataset) ?? types, earlier: before?.fields ?? [] }
      const read = await reading.read(original, name, like)
      const after = before?.number ?? null
      return drafts.keep({ ...read, dataset: ref, original, originalName: name.slice(0, 300), bytes, after, types })
    },

    async confirm(id, choices, by) {
      const confirmed = await publish(await drafts.find(id), choices, by)
      await drafts.drop(id)
      return confirmed
    },

    async retype(ref, types) {
      const dataset = await catalogue.dataset(ref)
      const version = dataset?.latest
      if (!version) throw noDataset()
      checkTypes(types, version.fields)
      if (dataset.kind === 'records') return retypeRecords({ catalogue, records }, version, types)
      const all = { ...typesSetByHand(version), ...types }
      const like = { types: all, earlier: version.fields }
      const read = await reading.read(version.original, version.originalName, like)
      if (dataset.key !== null) await checkKey(dataset.key, read, reading)
      const before = await catalogue.version(ref, version.number - 1)
      const report = compare(before ?? null, { ...read, report: withTypes(read.report, all) }, dataset.classification)
      return catalogue.retype(ref, version.number, { ...read, report })
    },
  }
}
