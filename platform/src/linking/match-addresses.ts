/** Matches the addresses of a file against those of a list: reads both a piece at a time, keeps only the list. */
import { basename } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Problem } from '#foundation/problem.ts'
import {
  type AddressAnswer,
  type AddressEntry,
  type AddressList,
  AddressListBuilder,
  type ListFault,
  matchAddress,
} from '#linkage'
import { type AddressColumns, listColumns, writtenColumns } from './address-columns.ts'
import { openEngine } from './engine.ts'
import { openFiles, type SourceFile } from './files.ts'

export type AddressJob = Readonly<{
  file: string
  against: string
  /** Columns of the file that say the address; found by their names when left out. */
  addressColumns?: readonly string[] | undefined
  threshold?: number | undefined
  /** A folder of this job's own, for what does not fit in memory. */
  folder: string
  progress?: (what: 'listed' | 'matched', count: number) => void
}>

export type MatchedRow = Readonly<{
  row: number
  cells: readonly (string | null)[]
  address: string
  answer: AddressAnswer
}>

export type AddressRun = Readonly<{
  list: Readonly<{ size: number; faults: readonly ListFault[] }>
  columns: readonly string[]
  addressColumns: readonly string[]
  /** Some thousand rows at a time, in the file's order. To be read once. */
  rows(): AsyncGenerator<readonly MatchedRow[]>
  close(): void
}>

const memoryMb = 1_024
const threads = 2

/** Throws 422 Problems for files that cannot be read or lack what is needed. */
export async function matchAddresses(job: AddressJob): Promise<AddressRun> {
  const engine = await openEngine(job.folder, memoryMb, threads)
  try {
    const [source, against] = await openFiles(engine.connection, [job.file, job.against], job.folder)
    if (!source || !against) throw new TypeError('two files were opened')
    const columns = [...source.columns.keys()]
    const addressColumns = writtenColumns(columns, job.addressColumns, basename(job.file))
    const list = await readList(engine.connection, against, job)
    return {
      list,
      columns,
      addressColumns,
      rows: () => match(engine.connection, source, { list, columns, addressColumns, job }),
      close: () => engine.close(),
    }
  } catch (error) {
    engine.close()
    throw error
  }
}

async function readList(connection: DuckDBConnection, file: SourceFile, job: AddressJob): Promise<AddressList> {
  const found = listColumns([...file.columns.keys()], basename(job.against))
  const columns = [...new Set([...found.parts.values(), ...found.lines])]
  const builder = new AddressListBuilder()
  for await (const rows of pieces(connection, file, columns)) {
    for (const cells of rows) builder.add(entryOf(found, (column) => cells[columns.indexOf(column)] ?? null))
    job.progress?.('listed', builder.size)
  }
  if (builder.size === 0)
    throw new Problem(422, 'empty-list', {
      title: 'The list has no addresses',
      detail: `No row of “${basename(job.against)}” has both a UPRN and an address.`,
      at: job.against,
      mend: 'A list needs a column “uprn” of 1 to 12 digits, and an address in one column, in lines or in parts.',
    })
  return builder.finish()
}

function entryOf({ parts, lines }: AddressColumns, cell: (column: string) => string | null): AddressEntry {
  const of = (part: Parameters<AddressColumns['parts']['get']>[0]) => {
    const column = parts.get(part)
    return column === undefined ? null : cell(column)
  }
  const [x, y] = [Number(of('x') ?? Number.NaN), Number(of('y') ?? Number.NaN)]
  const inLines = lines.map(cell).filter((line) => line !== null)
  return {
    uprn: of('uprn') ?? '',
    text: of('text') ?? (inLines.length > 0 ? inLines.join(', ') : null),
    part: of('part'),
    building: of('building'),
    number: of('number'),
    street: of('street'),
    locality: of('locality'),
    town: of('town'),
    postcode: of('postcode'),
    at: Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null,
  }
}

type Matching = Readonly<{
  list: AddressList
  columns: readonly string[]
  addressColumns: readonly string[]
  job: AddressJob
}>

async function* match(
  connection: DuckDBConnection,
  file: SourceFile,
  { list, columns, addressColumns, job }: Matching,
): AsyncGenerator<readonly MatchedRow[]> {
  const settings = job.threshold === undefined ? {} : { threshold: job.threshold }
  const places = addressColumns.map((column) => columns.indexOf(column))
  let row = 0
  for await (const rows of pieces(connection, file, columns)) {
    yield rows.map((cells) => {
      const address = places
        .map((at) => cells[at])
        .filter(Boolean)
        .join(', ')
      return { row: ++row, cells, address, answer: matchAddress(list, address, settings) }
    })
    job.progress?.('matched', row)
  }
}

/** Rows of texts, as they come from the engine. */
async function* pieces(
  connection: DuckDBConnection,
  file: SourceFile,
  columns: readonly string[],
): AsyncGenerator<(string | null)[][]> {
  const answer = await connection.stream(
    `SELECT ${columns.map((column) => file.columns.get(column)!).join(', ')} FROM ${file.table}`,
  )
  for (let chunk = await answer.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await answer.fetchChunk()) {
    const vectors = columns.map((_, at) => chunk!.getColumnVector(at))
    yield Array.from({ length: chunk.rowCount }, (_, row) => vectors.map((vector) => textOf(vector.getItem(row))))
  }
}

/** `openFiles` reads every column as text. */
const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
