/** The catalogue's tables as they are in PostgreSQL, and the way from a row to a word of `model`. */
import type { ColumnType, Generated } from 'kysely'
import type {
  Classification,
  Dataset,
  DatasetKind,
  Field,
  FieldProfile,
  Organisation,
  Report,
  Version,
} from '#model/dataset.ts'

type Json<T> = ColumnType<T, string, string>

export type Tables = {
  'catalogue.organisations': {
    id: string
    name: string
    kind: Organisation['kind']
    contact: string
    assurances: Json<Organisation['assurances']>
  }
  'catalogue.datasets': {
    ref: string
    organisation: string
    name: string
    kind: DatasetKind
    title: string
    description: string
    classification: Classification
    classification_reason: string
    licence: string | null
    key: string | null
    created_at: Date
    updated_at: Date
    latest: number | null
    search: Generated<string>
  }
  'catalogue.versions': {
    dataset: string
    number: number
    reading: number
    original: string
    original_name: string
    media_type: string
    bytes: number
    snapshot: string
    rows: number
    fields: Json<Field[]>
    profile: Json<FieldProfile[]>
    report: Json<Report>
    note: string | null
    published_at: Date
    published_by: string
  }
}

type Selected<Name extends keyof Tables> = {
  [Column in keyof Tables[Name]]: Tables[Name][Column] extends ColumnType<infer S, unknown, unknown>
    ? S
    : Tables[Name][Column]
}
export type DatasetRow = Omit<Selected<'catalogue.datasets'>, 'search'>
export type VersionRow = Selected<'catalogue.versions'>
/** The same as `to_jsonb` writes it. */
export type VersionJson = Omit<VersionRow, 'published_at'> & { published_at: string }

export function toVersion(row: VersionRow): Version {
  return {
    dataset: row.dataset,
    number: row.number,
    original: row.original,
    originalName: row.original_name,
    mediaType: row.media_type,
    bytes: row.bytes,
    snapshot: row.snapshot,
    rows: row.rows,
    fields: row.fields,
    profile: row.profile,
    report: row.report,
    note: row.note,
    publishedAt: row.published_at.toISOString(),
    publishedBy: row.published_by,
  }
}

export function toDataset(row: DatasetRow, latest: VersionJson | null): Dataset {
  return {
    ref: row.ref,
    organisation: row.organisation,
    name: row.name,
    kind: row.kind,
    title: row.title,
    description: row.description,
    classification: row.classification,
    classificationReason: row.classification_reason,
    licence: row.licence,
    key: row.key,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    latest: latest ? toVersion({ ...latest, published_at: new Date(latest.published_at) }) : null,
  }
}
