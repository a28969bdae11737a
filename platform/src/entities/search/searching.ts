/** Search: candidates from the index, by what this caller may search by; answers from rows that this caller may read. */
import type { Credentials } from '#identity'
import type { Dataset } from '#model/dataset.ts'
import type { Reason } from '#model/refusal.ts'
import { type AskingLinked, type Desk, onEntities } from '../desk.ts'
import type { Entities } from '../entities.ts'
import { tooManySearches } from '../faults.ts'
import type { LinkedDataset } from '../linkages/linkage.ts'
import { linkedDatasets } from '../linkages/linked-datasets.ts'
import { decided, linkFields } from '../reading/decided.ts'
import { keyIs, keyText, readRows } from '../reading/rows.ts'
import type { Slot } from '../reading/slots.ts'
import { personColumns } from '../run/columns.ts'
import { recordsByToken } from '../store/records.ts'
import { type Clue, readClues, type ReadClues } from './clues.ts'
import { fitOf, isGiven } from './fit.ts'
import { createResidents, type Resident, type Residents } from './resident.ts'
import { type Seen, summedUp } from './sum-up.ts'
import type { SearchAnswer } from './search.ts'

/** Which slots a clue is compared with. */
const slotsOfClue: Readonly<Record<Clue, readonly Slot[]>> = {
  name: ['surname', 'given-name', 'full-name'],
  dateOfBirth: ['date-of-birth'],
  age: ['date-of-birth'],
  postcode: ['postcode'],
  address: ['address'],
  nhsNumber: ['nhs-number'],
  telephone: ['telephone'],
  email: ['email'],
}

/** Records that are scored, and rows that are read, of one dataset in one search. */
const [mostScored, mostRead] = [1_000, 40]
/** Below this a record does not fit well enough to be shown. */
const least = 0.6

export function createSearching(desk: Desk): Pick<Entities, 'search'> {
  const residents = createResidents(desk)
  return {
    search: (asked) =>
      onEntities(desk, asked, 'search-people', async (asking) => {
        const wait = desk.searches.take(`${asking.caller.kind} ${asking.caller.id}`, desk.clock())
        if (wait > 0) throw tooManySearches(wait)
        return look({ desk, asking, credentials: asked.credentials, clues: readClues(asked.clues), residents })
      }),
  }
}

type Look = Readonly<{
  desk: Desk
  asking: AskingLinked
  credentials: Credentials
  clues: ReadClues
  residents: Residents
}>

async function look(search: Look): Promise<SearchAnswer> {
  const { desk, asking, residents } = search
  const resident = await residents.of(asking.linkage)
  const shelves = await Promise.all(
    (await linkedDatasets(desk, asking.linkage.document)).map((dataset) => searchable(search, dataset)),
  )
  const [seen, receipts]: [Seen[], string[]] = [[], []]
  for (const shelf of shelves) {
    if (shelf.dataset === null || shelf.by.length === 0) continue
    const found = await readCandidates(search, { ...shelf, dataset: shelf.dataset }, resident)
    seen.push(...found.seen)
    receipts.push(...found.receipts)
  }
  return {
    ...summedUp(seen, least),
    searched: shelves.map(({ ref, by, reasons }) => ({
      dataset: ref,
      organisation: ref.slice(0, ref.indexOf('/')),
      by,
      reasons,
    })),
    receipts,
  }
}

type Shelf = Readonly<{
  ref: string
  key: string
  /** Null when it may not be searched. */
  dataset: Dataset | null
  fields: ReadonlyMap<Slot, string>
  by: readonly Clue[]
  reasons: readonly Reason[]
}>

/** Decided before anything is looked at: by what may this caller search here? */
async function searchable({ desk, asking, clues }: Look, { dataset: ref, key }: LinkedDataset): Promise<Shelf> {
  const { caller, linkage } = asking
  const dataset = await desk.rooms.catalogue.dataset(ref)
  const nothing = { ref, key, dataset: null, fields: new Map<Slot, string>(), by: [], reasons: [] }
  if (!dataset?.latest) return nothing
  const question = { caller, dataset, purpose: linkage.document.purpose }
  const byKey = decided(desk, question, [key])
  if (byKey.outcome === 'refusal') return { ...nothing, reasons: byKey.reasons }
  const { fields } = linkFields(desk, question, key)
  const by = (Object.keys(slotsOfClue) as Clue[]).filter(
    (clue) => isGiven(clues, clue) && slotsOfClue[clue].some((slot) => fields.has(slot)),
  )
  return { ref, key, dataset, fields, by, reasons: [] }
}

/** The likeliest records, read by the caller's own permit and judged by what came back. */
async function readCandidates(
  { desk, asking, credentials, clues }: Look,
  { ref, key, dataset, fields, by }: Shelf & Readonly<{ dataset: Dataset }>,
  resident: Resident,
): Promise<Readonly<{ seen: readonly Seen[]; receipts: readonly string[] }>> {
  const shelf = resident.get(ref)
  if (!shelf) return { seen: [], receipts: [] }
  const how = { allowed: new Set(by), thisYear: desk.clock().getUTCFullYear() }
  const allowed = new Set(fields.keys())
  const likely = shelf.index
    .candidates(clues, how.allowed, mostScored)
    .flatMap((place) => {
      const record = shelf.records[place]!
      const judged = fitOf(clues, onlyOf(record.columns, allowed), how)
      return judged && judged.fit >= least ? [{ record, fit: judged.fit }] : []
    })
    .toSorted((a, b) => b.fit - a.fit)
    .slice(0, mostRead)
  if (likely.length === 0) return { seen: [], receipts: [] }

  const { purpose } = asking.linkage.document
  const answer = await readRows(desk, {
    credentials,
    dataset: ref,
    purpose,
    fields: [key, ...fields.values()],
    filter: keyIs(
      dataset,
      key,
      likely.map(({ record }) => record.key),
    ),
    limit: mostRead,
  })
  if (answer.kind === 'refusal') return { seen: [], receipts: [answer.receipt.id] }
  const { key: linkageKey } = asking.linkage
  const rows = new Map(answer.rows.map((row) => [linkageKey.token(ref, keyText(row[key]) ?? ''), row]))
  const records = await recordsByToken(desk.database.pool, asking.linkage, [...rows.keys()])
  const seen = records.flatMap(({ token, entity }) => {
    const row = rows.get(token)!
    const values = Object.fromEntries(
      [...fields].flatMap(([slot, name]) => (keyText(row[name]) === null ? [] : [[slot, keyText(row[name])!]])),
    )
    const judged = fitOf(clues, personColumns(values), how)
    return judged ? [{ entity, dataset: ref, values, ...judged }] : []
  })
  return { seen, receipts: [answer.release.receipt.id] }
}

/** The columns that come of slots which the caller may see. */
function onlyOf(
  columns: ReturnType<typeof personColumns>,
  allowed: ReadonlySet<Slot>,
): ReturnType<typeof personColumns> {
  const isAllowed = (column: string): boolean => {
    if (column === 'kin') return allowed.has('given-name') || allowed.has('full-name')
    if (column === 'surname' || column === 'given-name' || column === 'middle-name')
      return allowed.has(column) || allowed.has('full-name')
    return allowed.has(column as Slot)
  }
  return Object.fromEntries(
    Object.entries(columns).map(([column, value]) => [column, isAllowed(column) ? value : null]),
  ) as ReturnType<typeof personColumns>
}
