/** Publishes a text as a file, in this process, and reads the snapshot back. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { literal } from '#foundation/sql.ts'
import type { Field, FieldType, ReportLine } from '#model/dataset.ts'
import { openEngine } from './engine.ts'
import type { Published } from './job.ts'
import { publishFile } from './publish-file.ts'

export type Table = Published &
  Readonly<{
    /** Each row's values as text, null where there is none. */
    values: readonly (readonly (string | null)[])[]
    /** One field's values, by its name. */
    column(name: string): (string | null)[]
    field(name: string): Field
    /** The report lines of this code, wherever they stand. */
    lines(code: string): ReportLine[]
  }>

export type Asked = Readonly<{
  name?: string
  types?: Readonly<Record<string, FieldType>>
  earlier?: readonly Pick<Field, 'name' | 'type'>[]
}>

export async function publishBytes(bytes: string | Uint8Array, asked: Asked = {}): Promise<Table> {
  const { name = 'file.csv', types = {}, earlier = [] } = asked
  const scratch = mkdtempSync(join(tmpdir(), 'wayleave-intake-'))
  try {
    const path = join(scratch, 'upload')
    const snapshot = join(scratch, 'snapshot.parquet')
    writeFileSync(path, bytes)
    const published = await publishFile({
      kind: 'publish',
      path,
      name,
      scratch,
      snapshot,
      types,
      earlier,
      memoryLimit: '512MB',
    })
    const values = await readBack(snapshot, scratch)
    const place = (field: string) => published.fields.findIndex((each) => each.name === field)
    return {
      ...published,
      values,
      column: (field) => values.map((row) => row[place(field)] ?? null),
      field: (field) => published.fields[place(field)]!,
      lines: (code) =>
        [...published.report.repaired, ...published.report.setAside].filter((line) => line.code === code),
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** One column under a header, its cells quoted as CSV. */
export function publishColumn(cells: readonly string[], header = 'field', asked: Asked = {}): Promise<Table> {
  return publishColumns([[header, cells]], asked)
}

/** Columns side by side, the short ones filled up with empty cells; a first column numbers the rows, so that none is blank. */
export function publishColumns(
  columns: readonly (readonly [header: string, cells: readonly string[]])[],
  asked: Asked = {},
): Promise<Table> {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const height = Math.max(...columns.map(([, cells]) => cells.length))
  const header = ['row', ...columns.map(([name]) => name)]
  const rows = Array.from({ length: height }, (_, row) => [
    `r${row + 1}`,
    ...columns.map(([, cells]) => cells[row] ?? ''),
  ])
  return publishBytes([header, ...rows].map((cells) => `${cells.map(quoted).join(',')}\n`).join(''), asked)
}

async function readBack(snapshot: string, scratch: string): Promise<(string | null)[][]> {
  const engine = await openEngine({ memoryLimit: '256MB', scratch, files: [snapshot] })
  try {
    const rows = await engine.rows(`SELECT COLUMNS(*)::VARCHAR FROM read_parquet(${literal(snapshot)})`)
    return rows.map((row) => Object.values(row).map((value) => (typeof value === 'string' ? value : null)))
  } finally {
    await engine.close()
  }
}
