/** Others at the same address in this linkage: by UPRN, where the caller may see UPRNs on both sides. */
import type { Dataset } from '#model/dataset.ts'
import type { Desk } from '../desk.ts'
import { isGivenAsItIs, type Question } from '../reading/decided.ts'
import { keyIs, keyText, readRows } from '../reading/rows.ts'
import { fieldsBySlot } from '../reading/slots.ts'
import { recordsByToken } from '../store/records.ts'
import type { SourceAnswer } from './ask-of-person.ts'
import { nameIn } from './facts.ts'
import type { Household } from './person.ts'
import type { Onlooker } from './see-person.ts'

/** More than this at one address are no household: a care home, a hostel, a block without flat numbers. */
const most = 12

type Person = Readonly<{ key: string; answers: readonly SourceAnswer[] }>

/** Null when no source shows this caller a UPRN. One more read of each dataset that does, of names and keys alone. */
export async function householdOf(desk: Desk, onlooker: Onlooker, { key, answers }: Person): Promise<Household | null> {
  const withUprn = answers.flatMap((answer) => {
    const uprn = uprnField(desk, onlooker, answer)
    return uprn === null ? [] : [{ answer, uprn }]
  })
  if (withUprn.length === 0) return null
  const uprns = new Set(
    withUprn.flatMap(({ answer, uprn }) => answer.rows.flatMap(({ row }) => keyText(row[uprn]) ?? [])),
  )
  if (uprns.size === 0) return { tooMany: false, others: [], receipts: [] }

  const others = new Map<string, { name: string | null; datasets: Set<string> }>()
  const receipts: string[] = []
  let tooMany = false
  for (const { answer, uprn } of withUprn) {
    const found = await livingThere(desk, onlooker, { answer, uprn, uprns: [...uprns] })
    receipts.push(found.receipt)
    tooMany ||= found.tooMany
    for (const { entity, name } of found.people) {
      if (entity === key) continue
      const known = others.get(entity) ?? { name: null, datasets: new Set<string>() }
      known.datasets.add(answer.view.dataset)
      others.set(entity, { ...known, name: known.name ?? name })
    }
  }
  if (tooMany || others.size > most) return { tooMany: true, others: [], receipts }
  const list = [...others].map(([entity, { name, datasets }]) => ({ key: entity, name, datasets: [...datasets] }))
  return { tooMany: false, others: list.toSorted((a, b) => (a.key < b.key ? -1 : 1)), receipts }
}

function uprnField(desk: Desk, { caller, linkage }: Onlooker, { dataset, key }: SourceAnswer): string | null {
  if (!dataset?.latest) return null
  const uprn = fieldsBySlot(dataset.latest.fields).get('uprn')?.name
  if (uprn === undefined) return null
  const question = { caller, dataset, purpose: linkage.document.purpose }
  return isGivenAsItIs(desk, question, [key, uprn]) ? uprn : null
}

type Asked = Readonly<{ answer: SourceAnswer; uprn: string; uprns: readonly string[] }>
type Found = Readonly<{
  people: readonly Readonly<{ entity: string; name: string | null }>[]
  tooMany: boolean
  receipt: string
}>

async function livingThere(
  desk: Desk,
  { caller, linkage, credentials }: Onlooker,
  { answer, uprn, uprns }: Asked,
): Promise<Found> {
  const dataset = answer.dataset as Dataset
  const { purpose } = linkage.document
  const names = nameFields(desk, { caller, dataset, purpose }, [answer.key, uprn])
  const limit = 4 * most
  const read = await readRows(desk, {
    credentials,
    dataset: dataset.ref,
    purpose,
    fields: [answer.key, uprn, ...names],
    filter: keyIs(dataset, uprn, uprns),
    limit,
  })
  if (read.kind === 'refusal') return { people: [], tooMany: false, receipt: read.receipt.id }
  const byToken = new Map(
    read.rows.flatMap((row) => {
      const value = keyText(row[answer.key])
      return value === null ? [] : [[linkage.key.token(dataset.ref, value), row] as const]
    }),
  )
  const records = await recordsByToken(desk.database.pool, linkage, [...byToken.keys()])
  const people = records.map(({ token, entity }) => ({
    entity,
    name: nameIn(byToken.get(token)!, dataset.latest?.fields ?? [], read.release.transforms),
  }))
  return { people, tooMany: read.rows.length === limit, receipt: read.release.receipt.id }
}

/** The fields of a name that may be had beside these. */
function nameFields(desk: Desk, question: Question, beside: readonly string[]): string[] {
  const bySlot = fieldsBySlot(question.dataset.latest?.fields ?? [])
  const names: string[] = []
  for (const slot of ['given-name', 'surname', 'full-name'] as const) {
    const name = bySlot.get(slot)?.name
    if (name !== undefined && isGivenAsItIs(desk, question, [...beside, ...names, name])) names.push(name)
  }
  return names
}
