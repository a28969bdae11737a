/** What the page of a records dataset says beyond that of a table: how far it has come, and how it is changed and followed. */
import type { Dataset } from '#model/dataset.ts'
import type { Moment } from '#model/records.ts'
import type { Site } from '../../site.ts'

type RecordsView = Readonly<{
  /** Current records; null for who may not count. */
  rows: number | null
  moment: Moment
  copy: Moment | null
  isCopyBehind: boolean
  /** Commands to copy: to send changes, to follow them, to send a file. */
  change: string
  follow: string
  curl: string
}>

/** Null for a table, and before its fields are known. */
export async function recordsView(
  { exchange, settings }: Site,
  dataset: Dataset,
  { mayCount, purpose }: Readonly<{ mayCount: boolean; purpose: string | null }>,
): Promise<RecordsView | null> {
  const { ref, kind, key, classification } = dataset
  if (kind === 'table') return null
  const state = (await exchange.states([ref])).get(ref)
  if (!state) return null
  const { moment, copy, rows } = state
  const who = classification === 'open' ? '' : ` --as CLIENT_ID --purpose ${purpose ?? 'PURPOSE'}`
  const example = JSON.stringify({ op: 'upsert', record: { [key ?? 'key']: '…' }, id: 'YOUR-ID-1' })
  return {
    rows: mayCount ? rows : null,
    moment,
    copy,
    isCopyBehind: copy !== null && copy.sequence < moment.sequence,
    change: `npx wayleave change ${ref} changes.ndjson --as CLIENT_ID`,
    follow: `npx wayleave changes ${ref} --since ${moment.sequence}${who}`,
    curl: `printf '%s\\n' '${example.replaceAll("'", String.raw`'\''`)}' | curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/x-ndjson' --data-binary @- '${settings.origin}/api/v1/datasets/${ref}/changes'`,
  }
}
