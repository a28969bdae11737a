/** What a record has been, as far as a permit shows it. */
import type { Permit } from '#permit'
import type { Version } from '#model/dataset.ts'
import { compile, type Compiled, type Wanted } from '../compile.ts'
import type { Batch } from '../fetched.ts'
import { literal } from '#foundation/sql.ts'
import { jsonObject } from './lines.ts'
import type { Register } from './register.ts'
import type { RowStream, Statement } from './running.ts'
import { versionsUpTo } from './source.ts'

export type HistoryAsked = Readonly<{ permit: Permit; wanted: Wanted; version: Version; upTo: number }>

/** Rows of: the record as JSON, since and until which commit, when those were made, and when it happened. Oldest first. */
export function historyStatement(
  register: Register,
  { permit, wanted, version, upTo }: HistoryAsked,
): Compiled & Statement {
  const all: Wanted = { ...wanted, order: [], limit: null, offset: 0 }
  const compiled = compile(permit, all, version, versionsUpTo(register, upTo))
  const madeAt = (sequence: string) =>
    `(select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from holdings.commits
      where dataset = ${literal(register.dataset)} and sequence = ${sequence})`
  const happened = `to_char(happened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  return {
    ...compiled,
    sql: `select ${jsonObject(compiled.shown)}, since, until, ${madeAt('since')}, ${madeAt('until')}, ${happened}
      from (${compiled.sql}) as versions order by since`,
  }
}

type Entry = {
  record: string
  since: string
  until: string | null
  at: string | null
  end: string | null
  happened: string | null
}

/**
 * `{"from":{"sequence":…,"at":…},"until":null,"happened":…,"record":{…}}` one after another, joined by commas. What followed
 * without any difference that the caller may see is one entry: that something else changed is not for them to know.
 */
export async function* historyBatches(rows: RowStream): AsyncGenerator<Batch> {
  let separator = ''
  const written = (entries: readonly Entry[]): Batch => {
    const text = entries.map((entry) => {
      const line = separator + write(entry)
      separator = ','
      return line
    })
    return { rows: entries.length, bytes: Buffer.from(text.join('')) }
  }
  try {
    let open: Entry | undefined
    for (let some = await rows.next(); some.length > 0; some = await rows.next()) {
      const done: Entry[] = []
      for (const [record, since, until, at, end, happened] of some) {
        if (open && open.record === record && open.until === since) {
          open.until = until ?? null
          open.end = end ?? null
          continue
        }
        if (open) done.push(open)
        open = {
          record: record!,
          since: since!,
          until: until ?? null,
          at: at ?? null,
          end: end ?? null,
          happened: happened ?? null,
        }
      }
      if (done.length > 0) yield written(done)
    }
    if (open) yield written([open])
  } finally {
    await rows.close()
  }
}

function write({ record, since, until, at, end, happened }: Entry): string {
  const point = (sequence: string, time: string | null) => `{"sequence":${sequence},"at":${JSON.stringify(time)}}`
  return `{"from":${point(since, at)},"until":${until === null ? 'null' : point(until, end)},"happened":${JSON.stringify(happened)},"record":${record}}`
}
