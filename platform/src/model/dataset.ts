/** What data there is: datasets, their versions and their fields. */

export const classifications = ['open', 'shared', 'personal', 'special'] as const
/** Who may think of seeing it: anyone (open), partners (shared), about people (personal), UK GDPR art. 9 and 10 (special). */
export type Classification = (typeof classifications)[number]

export const fieldTypes = ['text', 'integer', 'number', 'boolean', 'date', 'time', 'datetime', 'geometry'] as const
/**
 * How a field's values are held in a snapshot (DuckDB and PostgreSQL column types):
 * text VARCHAR, integer BIGINT, number DOUBLE PRECISION, boolean BOOLEAN, date DATE, time TIME, datetime TIMESTAMP
 * (without zone; as written in the source), geometry VARCHAR holding GeoJSON in WGS84 (RFC 7946).
 */
export type FieldType = (typeof fieldTypes)[number]

export const datasetKinds = ['table', 'records'] as const
/** A table is published files, each an immutable version; records are keyed rows that change (see `model/records.ts`). */
export type DatasetKind = (typeof datasetKinds)[number]

/** `organisation/name`, both kebab-case: `northford-council/street-works`. */
export type DatasetRef = string

export type Field = Readonly<{
  /** The header as published, white space collapsed, unique in the dataset; stays the same across versions. */
  name: string
  type: FieldType
  /** What the values are, when recognised: `nhs-number`, `postcode`, `uprn`, `date-of-birth` … see intake/meanings. */
  meaning: string | null
  /** How sensitive this field is by itself. */
  classification: Classification
  description?: string
}>

/** A place in a source file, so that a publisher can find it: 1-based row numbers of the file as uploaded. */
export type ReportLine = Readonly<{
  /** kebab-case and permanent: `ragged-row-padded`, `preamble`, `total-row`, `unreadable-value` … */
  code: string
  /** One plain sentence. Never a cell's content. */
  what: string
  field?: string
  count: number
  /** The first hundred rows concerned. */
  rows: readonly number[]
}>

export type Report = Readonly<{
  recognised: Readonly<Record<string, string | number | boolean | null>>
  repaired: readonly ReportLine[]
  setAside: readonly ReportLine[]
}>

/** Facts about a field's values. They are content: shown to the owner, or to whom a permit covers the field. */
export type FieldProfile = Readonly<{
  name: string
  nulls: number
  distinct: number
  minimum: string | null
  maximum: string | null
}>

export type Version = Readonly<{
  dataset: DatasetRef
  /** 1, 2, 3 … within the dataset. */
  number: number
  /** SHA-256 (hex) of the file as uploaded, and the address of its blob. */
  original: string
  originalName: string
  mediaType: string
  bytes: number
  /** SHA-256 (hex) of the typed Parquet snapshot, and the address of its blob. */
  snapshot: string
  rows: number
  fields: readonly Field[]
  profile: readonly FieldProfile[]
  report: Report
  note: string | null
  publishedAt: string
  /** The organisation and role that published, never a person's name. */
  publishedBy: string
}>

export type Dataset = Readonly<{
  ref: DatasetRef
  organisation: string
  name: string
  /** Chosen before the first version, and fixed from then on. */
  kind: DatasetKind
  title: string
  description: string
  classification: Classification
  /** Why this classification is proposed or was chosen, in one sentence. */
  classificationReason: string
  /** SPDX-like short name: `ogl-3`, `cc-by-4`, `cc0`; null when no licence was granted. */
  licence: string | null
  /** The field whose values are unique. Records always have one, and keep it. */
  key: string | null
  createdAt: string
  updatedAt: string
  /** The newest version, or null before the first publish. */
  latest: Version | null
}>

export type Organisation = Readonly<{
  /** kebab-case: `northford-council`. */
  id: string
  name: string
  kind: 'council' | 'nhs' | 'police' | 'utility' | 'transport' | 'charity' | 'firm'
  contact: string
  /** What others may rely on, with its expiry (ISO date): `dspt`, `cyber-essentials`. */
  assurances: readonly Readonly<{ kind: string; until: string }>[]
}>
