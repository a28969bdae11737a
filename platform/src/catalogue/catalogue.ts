import { type Kysely, sql, type Transaction } from 'kysely'
import type { Pool } from 'pg'
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import { Problem } from '#foundation/problem.ts'
import type { Classification, Dataset, DatasetKind, DatasetRef, Organisation, Version } from '#model/dataset.ts'
import { type DatasetRow, type Tables, toDataset, toVersion, type VersionJson, type VersionRow } from './tables.ts'

export type Description = Readonly<{
  kind: DatasetKind
  title: string
  description: string
  classification: Classification
  classificationReason: string
  licence: string | null
  key: string | null
}>

export type NewVersion = Omit<Version, 'number' | 'publishedAt'>

export type Search = Readonly<{
  q: string
  organisation?: string
  classification?: Classification
  limit: number
  offset: number
}>

/** What data exists, who holds it and what its fields mean. Metadata only: it never opens a snapshot. */
export type Catalogue = Readonly<{
  putOrganisation(organisation: Organisation): Promise<void>
  organisation(id: string): Promise<Organisation | undefined>
  organisations(): Promise<Organisation[]>
  /** Creates a dataset or changes its description. Problem 404 for an unknown organisation. */
  declare(ref: DatasetRef, description: Description): Promise<Dataset>
  /** Adds a version and serves it, in one step. The same original as the newest version makes no new one. */
  addVersion(version: NewVersion): Promise<Readonly<{ version: Version; isNew: boolean }>>
  /** The same version read anew: its number stays, its snapshot, fields, profile and report are replaced. */
  retype(
    ref: DatasetRef,
    number: number,
    reading: Pick<Version, 'fields' | 'snapshot' | 'profile' | 'report' | 'rows'>,
  ): Promise<Version>
  dataset(ref: DatasetRef): Promise<Dataset | undefined>
  version(ref: DatasetRef, number: number): Promise<Version | undefined>
  /** Newest first. */
  versions(ref: DatasetRef): Promise<Version[]>
  search(search: Search): Promise<Readonly<{ total: number; datasets: Dataset[] }>>
}>

/** Opens the catalogue on a database, bringing its schema up to date. */
export async function createCatalogue(database: Database, clock: Clock): Promise<Catalogue> {
  await database.migrate('catalogue', new URL('./sql/', import.meta.url))
  const tables = database.tables<Tables>()
  const withLatest = (refs: readonly string[]) => newest(database.pool, refs)
  return {
    putOrganisation: (organisation) => putOrganisation(tables, organisation),
    organisation: (id) =>
      tables.selectFrom('catalogue.organisations').selectAll().where('id', '=', id).executeTakeFirst(),
    organisations: () => tables.selectFrom('catalogue.organisations').selectAll().orderBy('name').execute(),
    async declare(ref, description) {
      await declare(tables, ref, { description, at: clock() })
      return (await withLatest([ref]))[0]!
    },
    addVersion: (version) => addVersion(tables, version, clock()),
    retype: (ref, number, reading) => retype(tables, ref, number, reading),
    dataset: async (ref) => (await withLatest([ref]))[0],
    version: async (ref, number) => (await readings(tables, ref, number)).map(toVersion)[0],
    versions: async (ref) => (await readings(tables, ref)).map(toVersion),
    async search(search) {
      const { total, refs } = await find(tables, search)
      return { total, datasets: await withLatest(refs) }
    },
  }
}

/** Splits `organisation/name`; Problem 400 when it is not that. Both parts: lower-case letters, digits and hyphens, at most 80. */
export function splitRef(ref: DatasetRef): Readonly<{ organisation: string; name: string }> {
  const [, organisation, name] = /^([a-z0-9](?:[a-z0-9-]{0,79}))\/([a-z0-9](?:[a-z0-9-]{0,79}))$/.exec(ref) ?? []
  if (organisation && name) return { organisation, name }
  throw new Problem(400, 'dataset-name-invalid', {
    title: 'That is not the name of a dataset',
    detail: 'A dataset is named ORGANISATION/NAME, each of lower-case letters, digits and hyphens, at most 80 of them.',
    mend: 'For example: northford-council/street-works.',
  })
}

async function putOrganisation(tables: Kysely<Tables>, organisation: Organisation): Promise<void> {
  const row = { ...organisation, assurances: JSON.stringify(organisation.assurances) }
  const { id: _, ...changes } = row
  await tables
    .insertInto('catalogue.organisations')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
    .execute()
}

async function declare(
  tables: Kysely<Tables>,
  ref: DatasetRef,
  { description, at }: { description: Description; at: Date },
): Promise<void> {
  const { organisation, name } = splitRef(ref)
  const known = await tables
    .selectFrom('catalogue.organisations')
    .select('id')
    .where('id', '=', organisation)
    .executeTakeFirst()
  if (!known) throw noOrganisation(organisation)
  const changes = {
    kind: description.kind,
    title: description.title,
    description: description.description,
    classification: description.classification,
    classification_reason: description.classificationReason,
    licence: description.licence,
    key: description.key,
    updated_at: at,
  }
  await tables
    .insertInto('catalogue.datasets')
    .values({ ref, organisation, name, created_at: at, latest: null, ...changes })
    .onConflict((conflict) => conflict.column('ref').doUpdateSet(changes))
    .execute()
}

function noOrganisation(id: string): Problem {
  return new Problem(404, 'organisation-unknown', {
    title: 'There is no such organisation',
    detail: `No organisation called ${id} is registered on this node.`,
    mend: 'Check the name before the slash, or ask the operator to register the organisation.',
  })
}

async function addVersion(
  tables: Kysely<Tables>,
  version: NewVersion,
  at: Date,
): Promise<{ version: Version; isNew: boolean }> {
  return tables.transaction().execute(async (transaction) => {
    const dataset = await locked(transaction, version.dataset)
    if (dataset.latest !== null) {
      const newest = (await readings(transaction, version.dataset, dataset.latest))[0]
      if (newest?.original === version.original) return { version: toVersion(newest), isNew: false }
    }
    const { originalName, mediaType, publishedBy, ...same } = version
    const row: VersionRow = {
      ...same,
      number: (dataset.latest ?? 0) + 1,
      reading: 1,
      original_name: originalName,
      media_type: mediaType,
      fields: [...version.fields],
      profile: [...version.profile],
      published_at: at,
      published_by: publishedBy,
    }
    await insert(transaction, row)
    await transaction
      .updateTable('catalogue.datasets')
      .set({ latest: row.number, updated_at: at })
      .where('ref', '=', version.dataset)
      .execute()
    return { version: toVersion(row), isNew: true }
  })
}

async function retype(
  tables: Kysely<Tables>,
  ref: DatasetRef,
  number: number,
  reading: Pick<Version, 'fields' | 'snapshot' | 'profile' | 'report' | 'rows'>,
): Promise<Version> {
  return tables.transaction().execute(async (transaction) => {
    await locked(transaction, ref)
    const before = (await readings(transaction, ref, number))[0]
    if (!before) throw noDataset()
    const { snapshot, rows, report } = reading
    const row = {
      ...before,
      snapshot,
      rows,
      report,
      fields: [...reading.fields],
      profile: [...reading.profile],
      reading: before.reading + 1,
    }
    await insert(transaction, row)
    return toVersion(row)
  })
}

async function insert(transaction: Transaction<Tables>, row: VersionRow): Promise<void> {
  await transaction
    .insertInto('catalogue.versions')
    .values({
      ...row,
      fields: JSON.stringify(row.fields),
      profile: JSON.stringify(row.profile),
      report: JSON.stringify(row.report),
    })
    .execute()
}

/** The dataset's row, held until the transaction ends, so that two publishes at once get two numbers. */
async function locked(transaction: Transaction<Tables>, ref: DatasetRef): Promise<{ latest: number | null }> {
  const row = await transaction
    .selectFrom('catalogue.datasets')
    .select('latest')
    .where('ref', '=', ref)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw noDataset()
  return row
}

/** “Not there” and “not for you” read alike, so that an answer tells nothing about what exists. */
export function noDataset(): Problem {
  return new Problem(404, 'dataset-unknown', {
    title: 'There is no such dataset or version',
    detail: 'No dataset or version of that name is known here.',
    mend: 'Look it up in the catalogue: GET /api/v1/datasets?q=…',
  })
}

/** The newest reading of each version of a dataset, newest version first. */
async function readings(tables: Kysely<Tables>, ref: DatasetRef, number?: number): Promise<VersionRow[]> {
  let query = tables.selectFrom('catalogue.versions').selectAll().distinctOn('number').where('dataset', '=', ref)
  if (number !== undefined) query = query.where('number', '=', number)
  return query.orderBy('number', 'desc').orderBy('reading', 'desc').execute()
}

/**
 * Datasets with their newest version, in one statement and so of one moment: what is said of a dataset and what is
 * served of it must not be read at two.
 */
async function newest(pool: Pool, refs: readonly string[]): Promise<Dataset[]> {
  if (refs.length === 0) return []
  // Named, so that the database plans it once: it is asked before every read.
  const { rows } = await pool.query<DatasetRow & { newest: VersionJson | null }>({
    name: 'catalogue: newest',
    text: `
      select d.ref, d.organisation, d.name, d.kind, d.title, d.description, d.classification, d.classification_reason,
        d.licence, d.key, d.created_at, d.updated_at, d.latest, to_jsonb(v) as newest
      from catalogue.datasets d
      left join lateral (
        select * from catalogue.versions where dataset = d.ref and number = d.latest order by reading desc limit 1
      ) v on true
      where d.ref = any($1)`,
    values: [refs],
  })
  const byRef = new Map(rows.map(({ newest: version, ...row }) => [row.ref, toDataset(row, version)]))
  return refs.flatMap((ref) => byRef.get(ref) ?? [])
}

async function find(tables: Kysely<Tables>, search: Search): Promise<{ total: number; refs: string[] }> {
  let matching = tables.selectFrom('catalogue.datasets')
  const words = search.q.trim()
  const question = sql`websearch_to_tsquery('english', ${words})`
  if (words) {
    // The second arm finds beginnings of words and parts of names, which full text does not.
    const part = `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    matching = matching.where((is) =>
      is.or([sql<boolean>`search @@ ${question}`, is('title', 'ilike', part), is('ref', 'ilike', part)]),
    )
  }
  if (search.organisation) matching = matching.where('organisation', '=', search.organisation)
  if (search.classification) matching = matching.where('classification', '=', search.classification)
  const [{ total }, rows] = await Promise.all([
    matching.select((count) => count.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
    matching
      .select('ref')
      .orderBy(words ? sql`ts_rank(search, ${question})` : 'updated_at', 'desc')
      .orderBy('ref')
      .limit(search.limit)
      .offset(search.offset)
      .execute(),
  ])
  return { total, refs: rows.map(({ ref }) => ref) }
}
