/** Reads delimited text: as it is when it is clean, else through a normalised copy. */
import { join } from 'node:path'

import type { Encoding } from '../encoding/sniff-encoding.ts'
import type { Findings } from '../findings.ts'
import type { Job } from '../job.ts'
import type { Row } from '../table/row.ts'
import type { Tidied } from '../tidied.ts'

import { decode, decodeHead } from '../encoding/decode.ts'
import { inItsEncoding } from '../encoding/in-its-encoding.ts'
import { readEnds, type Ends } from '../file-bytes.ts'
import { notATable } from '../refuse.ts'
import { tidyRows } from '../table/tidy-rows.ts'
import { sniffDialect, type Guess } from './dialect.ts'
import { looksClean } from './looks-clean.ts'
import { Records, type RecordsOptions } from './records.ts'

const HEAD = 1024 * 1024
const TAIL = 64 * 1024
const SAMPLE = 128 * 1024

const delimiterNames = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  '%': 'percent sign',
  '^': 'caret',
} as const

/** `job.path` holds text that is neither JSON nor XML. */
export async function readCsv(job: Job): Promise<Tidied> {
  const ends = await readEnds(job.path, HEAD, TAIL)
  return inItsEncoding(job, ends, (encoding) => readAs(job, ends, encoding))
}

async function readAs(job: Job, ends: Ends, encoding: Encoding): Promise<Tidied> {
  const { findings } = job
  const head = decodeHead(ends.head, encoding)
  const guess = sniffDialect(wholeLines(head, SAMPLE).replaceAll('\0', ''))
  refuseProse(head, guess)
  findings.recognise('format', guess.delimiter === '\t' ? 'tsv' : 'csv')
  findings.recognise('encoding', encoding.name)
  findings.recognise('delimiter', guess.width > 1 ? delimiterNames[guess.delimiter] : 'none: one column')

  const whole = ends.tail.length === 0
  if (encoding.name === 'utf-8' && !job.careful && !head.includes('\0')) {
    const clean = looksClean(head, ends.tail.toString('utf8'), whole, { guess, limits: job.limits })
    if (clean) {
      const { skip, delimiter } = clean
      findings.recognise('header rows', skip === 1 ? '1' : null)
      const source = { kind: 'csv', path: job.path, delimiter, skip, numbered: false, trust: 'hopeful' } as const
      if (encoding.mark > 0) findings.repaired('byte-order-mark')
      return { source, columns: clean.columns, report: findings.report() }
    }
  }
  return normalise(job, encoding, { guess, head })
}

async function normalise(job: Job, encoding: Encoding, seen: { guess: Guess; head: string }): Promise<Tidied> {
  const { findings, limits } = job
  const path = join(job.scratch, `${job.stem}.csv`)
  const rows = () => rowsOf(job, encoding, seen.guess)
  const columns = await tidyRows(rows, { path, findings, limits })
  if (encoding.mark > 0) findings.repaired('byte-order-mark')
  const source = { kind: 'csv', path, delimiter: ',', skip: 0, numbered: true, trust: 'clean' } as const
  return { source, columns, report: findings.report() }
}

async function* rowsOf(job: Job, encoding: Encoding, guess: Guess): AsyncGenerator<Row[]> {
  const { findings, limits } = job
  const odd: RecordsOptions['odd'] = (what, record) =>
    findings.repaired(what === 'stray-quote' ? 'stray-quote' : 'line-ends-normalised', record)
  const reader = new Records({ ...guess, ...(guess.width > 1 ? {} : { delimiter: '\t' }), limits, odd })
  if (guess.returnsEndLines) findings.repaired('line-ends-normalised')
  let number = 0
  const numbered = (records: string[][]): Row[] => records.map((cells) => ({ number: ++number, cells }))
  let first = true
  for await (const text of decode(job.path, encoding, findings, job.progress)) {
    let piece = withoutNul(text, findings)
    if (first) piece = piece.replace(/^sep=.\r?\n/i, () => (number++, ''))
    first = false
    for (const records of reader.push(piece)) yield numbered(records)
  }
  for (const records of reader.end()) yield numbered(records)
}

function withoutNul(text: string, findings: Findings): string {
  if (!text.includes('\0')) return text
  findings.repaired('nul-characters-removed')
  return text.replaceAll('\0', '')
}

/** Running text is not a table, even when every line can be called a row. */
function refuseProse(head: string, guess: Guess): void {
  if (guess.width > 1) return
  const lines = head.split(/\r\n?|\n/).filter((line) => line.trim() !== '')
  const long = lines.filter((line) => line.length > 200 || line.trim().split(/\s+/).length > 15).length
  if (lines.length > 0 && long > lines.length * 0.3) {
    throw notATable(
      'The file holds running text: no delimiter splits its lines into the same number of cells.',
      'Upload the table itself, as CSV, XLSX, JSON or GeoJSON.',
    )
  }
}

/** About so many characters, up to a line end. */
function wholeLines(text: string, length: number): string {
  if (text.length <= length) return text
  const end = Math.max(text.lastIndexOf('\n', length), text.lastIndexOf('\r', length))
  return end === -1 ? text.slice(0, length) : text.slice(0, end + 1)
}
