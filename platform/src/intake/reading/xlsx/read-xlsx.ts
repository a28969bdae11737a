/** Reads the fullest sheet of a workbook. */
import { join } from 'node:path'

import type { Zip } from '../archive/zip.ts'
import type { Job } from '../job.ts'
import type { Tidied } from '../tidied.ts'

import { emptyFile, shownName } from '../refuse.ts'
import { tidyRows } from '../table/tidy-rows.ts'
import { sheetRows } from './sheet-rows.ts'
import { openWorkbook, type Sheet, type Workbook } from './workbook.ts'

export async function readXlsx(job: Job, zip: Zip, main: string): Promise<Tidied> {
  const { findings, limits } = job
  const workbook = await openWorkbook(zip, main, limits)
  for (const sheet of workbook.sheets)
    if (sheet.hidden) findings.setAside('hidden-sheet', undefined, shownName(sheet.name))
  const { chosen, others } = await fullest(workbook, job)
  findings.recognise('format', 'xlsx')
  findings.recognise('sheet', shownName(chosen.name))
  const path = join(job.scratch, `${job.stem}.csv`)
  const columns = await tidyRows(() => sheetRows(workbook, chosen, limits), { path, findings, limits, sparse: true })
  for (const sheet of others) findings.setAside('other-sheet', undefined, shownName(sheet.name))
  const source = { kind: 'csv', path, delimiter: ',', skip: 0, numbered: true, trust: 'clean' } as const
  return { source, columns, report: findings.report() }
}

/** The visible sheet with the most filled cells, and the others that hold any. */
async function fullest(workbook: Workbook, job: Job): Promise<{ chosen: Sheet; others: Sheet[] }> {
  const visible = workbook.sheets.filter(({ hidden }) => !hidden)
  if (visible.length === 1) return { chosen: visible[0] as Sheet, others: [] }
  const counted: { sheet: Sheet; filled: number }[] = []
  for (const sheet of visible) {
    let filled = 0
    for await (const rows of sheetRows(workbook, sheet, job.limits)) {
      for (const { cells } of rows) filled += cells.filter((cell) => cell !== '').length
    }
    if (filled > 0) counted.push({ sheet, filled })
  }
  const [first, ...rest] = counted.toSorted((a, b) => b.filled - a.filled)
  if (!first) throw emptyFile()
  return { chosen: first.sheet, others: rest.map(({ sheet }) => sheet) }
}
