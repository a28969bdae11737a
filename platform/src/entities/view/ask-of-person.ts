/** One dataset, asked for the records of one person by one caller. */
import type { Refused } from '#exchange'
import type { Dataset } from '#model/dataset.ts'
import type { Desk } from '../desk.ts'
import type { LinkedDataset } from '../linkages/linkage.ts'
import { decided } from '../reading/decided.ts'
import { keyIs, keyText, type Read, readRows, type Row } from '../reading/rows.ts'
import { visibleFields } from '../reading/visible.ts'
import type { StoredRecord } from '../store/records.ts'
import type { SourceView } from './person.ts'
import type { Onlooker } from './see-person.ts'

export type SourceAnswer = Readonly<{
  view: SourceView
  /** Null without a permit. */
  dataset: Dataset | null
  rows: readonly Readonly<{ record: string; row: Row }>[]
  /** What was done to each field. */
  transforms: ReadonlyMap<string, string>
  key: string
}>

const noTransforms: ReadonlyMap<string, string> = new Map()

export async function askOfPerson(
  desk: Desk,
  { caller, linkage, credentials }: Onlooker,
  { dataset: ref, key }: LinkedDataset,
  members: readonly StoredRecord[],
): Promise<SourceAnswer> {
  const { purpose } = linkage.document
  const dataset = await desk.rooms.catalogue.dataset(ref)
  if (!dataset?.latest) return { view: gone(ref), dataset: null, rows: [], transforms: noTransforms, key }
  const visible = visibleFields(desk, { caller, dataset, purpose }, key)
  const keys = members.map((member) => member.key)
  const answer = await readRows(desk, {
    credentials,
    dataset: ref,
    purpose,
    fields: visible?.map(({ name }) => name) ?? null,
    filter: keyIs(dataset, key, keys),
    // A key that repeats is a fault of the register; a page of it is enough to see that.
    limit: keys.length === 0 ? 0 : keys.length + 20,
  })
  if (answer.kind === 'refusal')
    return { view: refused(dataset, answer), dataset: null, rows: [], transforms: noTransforms, key }
  const tokenOf = new Map(members.map((member) => [member.key, member.token]))
  const rows = answer.rows.flatMap((row) => {
    const record = tokenOf.get(keyText(row[key]) ?? '')
    return record === undefined ? [] : [{ record, row }]
  })
  const view = { ...shown(dataset, answer, rows, key), ...withheld(desk, { caller, dataset, purpose }, answer) }
  return { view, dataset, rows, transforms: answer.release.transforms, key }
}

const nothing = {
  records: [],
  withheld: [],
  withheldBecause: [],
  reasons: [],
  clause: null,
  duties: [],
  version: null,
  publishedAt: null,
} as const

const holderOf = (ref: string): string => ref.slice(0, ref.indexOf('/'))

function gone(ref: string): SourceView {
  return { ...nothing, dataset: ref, title: ref, organisation: holderOf(ref), outcome: 'refused', receipt: null }
}

function refused({ ref, title, organisation }: Dataset, { reasons, receipt }: Refused): SourceView {
  return { ...nothing, dataset: ref, title, organisation, outcome: 'refused', reasons, receipt: receipt.id }
}

function shown(
  { ref, title, organisation }: Dataset,
  { release }: Read,
  rows: SourceAnswer['rows'],
  key: string,
): SourceView {
  const { clause, duties, version, receipt } = release
  return {
    ...nothing,
    dataset: ref,
    title,
    organisation,
    outcome: rows.length > 0 ? 'shown' : 'no-record',
    records: rows.map(({ record, row }) => ({ record, key: row[key] as string | number })),
    clause,
    duties,
    version: version.number,
    publishedAt: version.publishedAt,
    receipt: receipt.id,
  }
}

/** Fields that are there and not shown: metadata, which is no secret; and whose rule keeps them back. */
function withheld(
  desk: Desk,
  question: Parameters<typeof decided>[1],
  { release }: Read,
): Pick<SourceView, 'withheld' | 'withheldBecause'> {
  const seen = new Set(release.fields.map(({ name }) => name))
  const hidden = (question.dataset.latest?.fields ?? []).filter(({ name }) => !seen.has(name))
  if (hidden.length === 0) return { withheld: [], withheldBecause: [] }
  const all = decided(desk, question, [...seen, ...hidden.map(({ name }) => name)])
  return {
    withheld: hidden.map(({ name, meaning }) => ({ field: name, meaning })),
    withheldBecause: all.outcome === 'refusal' ? all.reasons : [],
  }
}
