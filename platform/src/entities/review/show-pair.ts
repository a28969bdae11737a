/** A pair side by side: the rows by the reviewer's own permit, the weights of what the reviewer may see. */
import { deriveRecord, explainRecords, featuresOf, type LinkageModel, probabilityOf, questionsIn } from '#linkage'
import type { Credentials } from '#identity'
import type { Dataset } from '#model/dataset.ts'
import type { Reason } from '#model/refusal.ts'
import type { AskingLinked, Desk } from '../desk.ts'
import { linkedDatasets } from '../linkages/linked-datasets.ts'
import { linkFields } from '../reading/decided.ts'
import { keyIs, keyText, readRows, type Row } from '../reading/rows.ts'
import { type Slot, slotOf } from '../reading/slots.ts'
import { personColumns, type Values } from '../run/columns.ts'
import { recordsByToken, type StoredRecord } from '../store/records.ts'
import { runModel } from '../store/run-model.ts'
import { opinionsOf } from '../store/reviews.ts'
import type { Waiting } from './queue.ts'
import type { ReviewedComparison, ReviewedRecord, ReviewItem } from './review.ts'

type Onlooker = AskingLinked & Readonly<{ credentials: Credentials }>

/** Null when a record is gone since; reasons when this reviewer may not see both. */
export async function showPair(
  desk: Desk,
  onlooker: Onlooker,
  waiting: Waiting,
): Promise<ReviewItem | Readonly<{ hidden: readonly Reason[] }> | null> {
  const { linkage } = onlooker
  const records = await recordsByToken(desk.database.pool, linkage, [waiting.left, waiting.right])
  const [left, right] = [waiting.left, waiting.right].map((token) => records.find((each) => each.token === token))
  if (!left || !right) return null
  const [one, other] = [await showRecord(desk, onlooker, left), await showRecord(desk, onlooker, right)]
  if ('hidden' in one) return one
  if ('hidden' in other) return other
  const model = await runModel(desk.database.pool, linkage)
  const isWhole = one.isWhole && other.isWhole
  const weighed = weigh(model, [one.values, other.values], isWhole ? waiting.bits : null)
  const opinions = await opinionsOf(desk.database.pool, linkage, waiting.id)
  return {
    id: waiting.id,
    why: waiting.why,
    reported: waiting.dispute ? linkage.key.open(waiting.dispute.reason, waiting.dispute.reference) : null,
    entities: [left.entity, right.entity],
    left: one.record,
    right: other.record,
    comparisons: weighed,
    probability: isWhole && waiting.bits !== null ? probabilityOf(waiting.bits) : null,
    says: inWords(weighed, isWhole),
    opinions: opinions.map(({ answer, comment, at }) => ({ answer, comment, at })),
    needs: waiting.standing.needs,
  }
}

type Shown = Readonly<{
  record: ReviewedRecord
  values: Values
  /** Whether the reviewer sees all that the record was linked by. */
  isWhole: boolean
}>

async function showRecord(
  desk: Desk,
  { caller, linkage, credentials }: Onlooker,
  stored: StoredRecord,
): Promise<Shown | Readonly<{ hidden: readonly Reason[] }>> {
  const { purpose } = linkage.document
  const dataset = await desk.rooms.catalogue.dataset(stored.dataset)
  const linked = (await linkedDatasets(desk, linkage.document)).find((each) => each.dataset === stored.dataset)
  if (!dataset?.latest || !linked) return { hidden: [] }
  const { fields } = linkFields(desk, { caller, dataset, purpose }, linked.key)
  const answer = await readRows(desk, {
    credentials,
    dataset: dataset.ref,
    purpose,
    fields: [...new Set([linked.key, ...fields.values()])],
    filter: keyIs(dataset, linked.key, [stored.key]),
    limit: 1,
  })
  if (answer.kind === 'refusal') return { hidden: answer.reasons }
  const [row] = answer.rows
  if (!row) return { hidden: [] }
  const values = valuesOf(fields, row)
  return {
    record: {
      record: stored.token,
      dataset: dataset.ref,
      organisation: dataset.organisation,
      key: row[linked.key] as string | number,
      values: shownValues(dataset, row),
      receipt: answer.release.receipt.id,
    },
    values,
    isWhole: Object.keys(stored.values).every((slot) => values[slot as Slot] !== undefined),
  }
}

function valuesOf(fields: ReadonlyMap<Slot, string>, row: Row): Values {
  return Object.fromEntries(
    [...fields].flatMap(([slot, name]) => {
      const text = keyText(row[name])
      return text === null ? [] : [[slot, text] as const]
    }),
  )
}

const shownValues = (dataset: Dataset, row: Row): ReviewedRecord['values'] =>
  (dataset.latest?.fields ?? [])
    .filter((field) => field.name in row && slotOf(field) !== null)
    .map(({ name, meaning }) => ({ field: name, meaning, value: row[name] ?? null }))

/** `bits`: the pair's own weight when nothing of it is hidden, so that what is left of it can be told as rarity. */
function weigh(
  model: LinkageModel,
  [left, right]: readonly [Values, Values],
  bits: number | null,
): ReviewedComparison[] {
  const [one, other] = [personColumns(left), personColumns(right)]
  const explained = explainRecords(model, deriveRecord(model, one), deriveRecord(model, other))
  const parts = explained.parts.flatMap((part, at): ReviewedComparison[] => {
    const comparison = model.comparisons[at]!
    const columns = columnsOf(model, comparison)
    const text = (of: typeof one) => columns.flatMap((column) => of[column as keyof typeof of] ?? []).join(' ') || null
    // Nothing on either side is nothing to show.
    if (text(one) === null && text(other) === null) return []
    const { comparison: name, label: level } = part
    return [{ name, title: comparison.title ?? name, level, bits: part.bits, left: text(one), right: text(other) }]
  })
  const extra = (name: string, title: string, level: string, weight: number): ReviewedComparison[] =>
    Math.abs(weight) < 0.05 ? [] : [{ name, title, level, bits: weight, left: null, right: null }]
  return [
    ...parts,
    ...extra(
      'rarity',
      'How rare the values are',
      'rare values say more than common ones',
      bits === null ? 0 : bits - explained.weight,
    ),
    ...extra('household', 'Same household', 'what a family shares says less', explained.householdBits),
    ...extra('prior', 'Before looking', 'two records are seldom one person', explained.priorBits),
  ]
}

/** Of two features that are compared crosswise the first, which is the comparison's own; `kin` is made of the given name. */
function columnsOf(model: LinkageModel, { levels }: LinkageModel['comparisons'][number]): string[] {
  const features = new Set(
    levels.flatMap(({ when }) => questionsIn(when).flatMap((asked) => featuresOf(asked)[0] ?? [])),
  )
  const columns = new Set([...features].flatMap((feature) => model.features[feature]?.from ?? []))
  columns.delete('kin')
  return [...columns]
}

function inWords(parts: readonly ReviewedComparison[], isWhole: boolean): string {
  const own = parts.filter(({ left, right }) => left !== null && right !== null)
  const named = (found: readonly ReviewedComparison[]) =>
    found.map(({ title }) => title.charAt(0).toLowerCase() + title.slice(1)).join(', ')
  const [speaks, against] = [own.filter(({ bits }) => bits > 1), own.filter(({ bits }) => bits < -1)]
  const sentences = [
    speaks.length > 0
      ? `For one person speak: ${named(speaks)}.`
      : 'Nothing that you see speaks clearly for one person.',
    against.length > 0 ? `Against it: ${named(against)}.` : 'Nothing that you see speaks clearly against it.',
  ]
  if (!isWhole) sentences.push('Something counted that you may not see, so no probability is shown.')
  return sentences.join(' ')
}
