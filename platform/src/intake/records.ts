/** Files and definitions of records datasets: what differs from tables on the way in. */
import type { Blobs } from '#foundation/blobs.ts'
import { canonicalJson } from '#foundation/hash.ts'
import { Problem } from '#foundation/problem.ts'
import { Readable } from 'node:stream'
import type { Catalogue } from '#catalogue'
import type { Dataset, DatasetRef, Field, FieldType, ReportLine, Version } from '#model/dataset.ts'
import type { Loaded, LoadMode } from '#model/records.ts'
import type { Caller } from '#model/request.ts'
import type { Draft } from './draft.ts'
import { isStricter } from './meaning/propose.ts'
import type { ReadingJobs } from './reading-jobs.ts'
import type { Types } from './types-by-hand.ts'

/** Who keeps the rows of records; this room only tells what they are. */
export type RecordsKeeper = Readonly<{
  define(
    definition: Readonly<{
      dataset: DatasetRef
      key: string
      fields: readonly Pick<Field, 'name' | 'type'>[]
      isFirst: boolean
    }>,
  ): Promise<void>
  retype(dataset: DatasetRef, types: Types): Promise<void>
  load(file: Readonly<{ dataset: DatasetRef; mode: LoadMode; snapshot: string }>): Promise<Loaded>
}>

/** The types in which a file for these records is read: those that they have. */
export function typesOfRecords(dataset: Dataset | undefined): Types | undefined {
  if (dataset?.kind !== 'records' || !dataset.latest) return undefined
  return Object.fromEntries(dataset.latest.fields.map(({ name, type }): [string, FieldType] => [name, type]))
}

/** The draft with the fields that the records have, or a Problem that says which are missing or strange. */
export async function fitted(
  draft: Draft,
  before: Dataset | undefined,
  key: string,
  reading: ReadingJobs,
): Promise<Draft> {
  const types = typesOfRecords(before)
  if (!types) return withKeyType(draft, key, reading)
  const own = before!.latest!.fields
  const names = new Set(draft.fields.map(({ name }) => name))
  const missing = own.filter(({ name }) => !names.has(name))
  const strange = draft.fields.filter(({ name }) => types[name] === undefined)
  if (missing.length + strange.length > 0) throw fieldsDiffer(missing, strange)
  const isOther = draft.fields.some(({ name, type }) => types[name] !== type)
  const read = isOther
    ? { ...draft, ...(await reading.read(draft.original, draft.originalName, { types, earlier: own })) }
    : draft
  return {
    ...read,
    fields: own.map((field) =>
      asBefore(
        field,
        read.fields.find(({ name }) => name === field.name)!,
      ),
    ),
  }
}

/** A key is text or a whole number; one that looks like a date, or like an amount, is a code all the same. */
async function withKeyType(draft: Draft, key: string, reading: ReadingJobs): Promise<Draft> {
  const type = draft.fields.find(({ name }) => name === key)?.type
  if (type === undefined || type === 'text' || type === 'integer') return draft
  const types: Types = { ...draft.types, [key]: 'text' }
  const again = await reading.read(draft.original, draft.originalName, { types, earlier: draft.fields })
  return { ...draft, ...again, types }
}

/** A small file may not show what a field means: what was known of it stays, and the stricter word counts. */
function asBefore(field: Field, now: Field): Field {
  const classification = isStricter(now.classification, field.classification)
    ? now.classification
    : field.classification
  return { ...field, meaning: field.meaning ?? now.meaning, classification }
}

/** For a version's report. */
export function setAsideLines({ keyless, duplicates }: Loaded, key: string): ReportLine[] {
  const numbered = 'They are numbered as rows of data, from 1.'
  return [
    ...(keyless.count > 0
      ? [
          {
            code: 'row-without-key',
            what: `Rows without a “${key}” were set aside. ${numbered}`,
            field: key,
            ...keyless,
          },
        ]
      : []),
    ...(duplicates.count > 0
      ? [
          {
            code: 'repeated-key',
            what: `Rows whose “${key}” a later row has too were set aside; the last counts. ${numbered}`,
            field: key,
            ...duplicates,
          },
        ]
      : []),
  ]
}

/** A field as it is defined without a file. */
export type DefinedField = Readonly<{
  name: string
  type: FieldType
  meaning?: string | null | undefined
  classification?: Field['classification'] | undefined
  description?: string | undefined
}>

type Needs = Readonly<{ catalogue: Catalogue; blobs: Blobs; records: RecordsKeeper }>

/** Makes records of these fields, or adds fields to them. The definition is kept as a version's original. */
export async function defineRecords(
  { catalogue, blobs, records }: Needs,
  dataset: Dataset,
  fields: readonly DefinedField[],
  by: Caller,
): Promise<void> {
  const { ref, key, latest } = dataset
  if (key === null) throw keyNeeded()
  const names = fields.map(({ name }) => name.replaceAll(/\s+/g, ' ').trim())
  if (names.some((name) => name === '' || name.includes('\0') || !name.isWellFormed())) throw unreadableName()
  const before = new Map(latest?.fields.map((field) => [field.name, field]))
  const all = fields.map((field, index): Field => {
    const was = before.get(names[index]!)
    return {
      name: names[index]!,
      type: field.type,
      meaning: field.meaning === undefined ? (was?.meaning ?? null) : field.meaning,
      classification: field.classification ?? was?.classification ?? dataset.classification,
      ...((field.description ?? was?.description) !== undefined && {
        description: field.description ?? was?.description,
      }),
    }
  })
  await records.define({ dataset: ref, key, fields: all, isFirst: latest === null })
  const definition = Buffer.from(`${canonicalJson({ dataset: ref, key, fields: all })}\n`)
  const { address, bytes } = await blobs.put(Readable.from([definition]))
  await catalogue.addVersion({
    dataset: ref,
    original: address,
    originalName: 'fields.json',
    mediaType: 'application/json',
    bytes,
    snapshot: address,
    rows: 0,
    fields: all,
    profile: [],
    report: { recognised: { fields: all.length }, repaired: [], setAside: [] },
    note: latest ? 'Fields defined anew' : 'Fields defined',
    publishedBy: `${by.organisation ?? 'nobody'} (${by.roles.join(', ')})`,
  })
}

/** Reads fields of records as other types: the values that are kept, because there is no file to read anew. */
export async function retypeRecords(
  { catalogue, records }: Pick<Needs, 'catalogue' | 'records'>,
  version: Version,
  types: Types,
): Promise<Version> {
  await records.retype(version.dataset, types)
  const fields = version.fields.map((field) => ({ ...field, type: types[field.name] ?? field.type }))
  return catalogue.retype(version.dataset, version.number, { ...version, fields })
}

/** Problem 409 when what a dataset is would change under those who use it. */
export function checkKind(
  before: Dataset | undefined,
  { kind, key }: Readonly<{ kind?: Dataset['kind'] | undefined; key?: string | null | undefined }>,
): void {
  if (!before?.latest) return
  if (kind !== undefined && kind !== before.kind)
    throw fixed('kind', `The dataset holds ${before.kind === 'table' ? 'a table' : 'records'}, and has been published.`)
  if (before.kind === 'records' && key !== undefined && key !== before.key)
    throw fixed('key', 'Records keep the key that they have.')
}

function fixed(at: string, detail: string): Problem {
  return new Problem(409, `${at}-fixed`, {
    title: `The ${at} of a dataset stays what it is`,
    detail,
    at,
    mend: 'Leave it out, or make a dataset under another name.',
  })
}

export function keyNeeded(): Problem {
  return new Problem(400, 'key-needed', {
    title: 'Records need a key',
    detail: 'Each record is known by the value of one field, and none was named.',
    at: 'key',
    mend: 'Name the field whose values are all there and all different: key=case_id, or --key case_id.',
  })
}

export function modeNeeded(): Problem {
  return new Problem(400, 'mode-needed', {
    title: 'Say what the file does to the records',
    detail:
      'A file can be all the records there are (replace: what it does not have is deleted), or add to them and change them (upsert).',
    at: 'mode',
    mend: 'Say mode=replace or mode=upsert (--mode replace, --mode upsert).',
  })
}

export function modeUnfit(): Problem {
  return new Problem(400, 'mode-unfit', {
    title: 'A table has no mode',
    detail: 'Each file is the next version of the table; what was before stays as it was.',
    at: 'mode',
    mend: 'Leave the mode out; or publish to a dataset of the kind records.',
  })
}

function fieldsDiffer(missing: readonly Field[], strange: readonly Field[]): Problem {
  const named = (fields: readonly Field[]) =>
    fields
      .slice(0, 10)
      .map(({ name }) => `“${name.slice(0, 100)}”`)
      .join(', ')
  const parts = [
    ...(missing.length > 0 ? [`It lacks ${named(missing)}.`] : []),
    ...(strange.length > 0 ? [`It has ${named(strange)}, which the records do not have.`] : []),
  ]
  return new Problem(422, 'fields-differ', {
    title: 'The file has other fields than the records',
    detail: parts.join(' '),
    at: 'fields',
    mend: 'Send a file with the same columns. A new field is added first: PUT the dataset with all its fields and the new one.',
  })
}

function unreadableName(): Problem {
  return new Problem(400, 'field-name-invalid', {
    title: 'A field has no name',
    detail: 'The name of a field is a text that is not blank.',
    at: 'fields',
  })
}

export function fieldsOfTable(): Problem {
  return new Problem(400, 'fields-of-table', {
    title: 'The fields of a table come from its files',
    detail: 'Only a dataset of the kind records is given its fields in advance.',
    at: 'fields',
    mend: 'Say kind records and a key beside the fields; or publish a file.',
  })
}
