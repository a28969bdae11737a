/** The one way into this folder: an uploaded file in, one plain table out. */
import { randomBytes } from 'node:crypto'

import type { Job } from './job.ts'
import type { Tidied } from './tidied.ts'

import { gunzip, unzipTable, type Unpacked } from './archive/unpack.ts'
import { openZip } from './archive/zip.ts'
import { readCsv } from './csv/read-csv.ts'
import { readEnds } from './file-bytes.ts'
import { startFindings } from './findings.ts'
import { readJson } from './json/read-json.ts'
import { usualLimits, type Limits } from './limits.ts'
import { readParquet } from './read-parquet.ts'
import { recognise } from './recognise.ts'
import { emptyFile, notATable } from './refuse.ts'
import { readXlsx } from './xlsx/read-xlsx.ts'
import { mainPart } from './xlsx/workbook.ts'
import { readXml } from './xml/read-xml.ts'

export type ReadOptions = Readonly<{
  /** Read every byte and write a normalised copy, even when the file looks clean. */
  careful?: boolean
  /** An existing folder for the files that reading writes; the caller removes it. */
  scratch: string
  limits?: Partial<Limits>
  /** Called now and then with the number of bytes read so far, of the upload or of what was packed in it. */
  progress?: (bytes: number) => void
}>

/** A zip of a gzip is odd enough; what is packed deeper is not looked for. */
const PACKED_DEEPEST = 2

/**
 * Makes one plain table of an uploaded file, whatever its format, encoding and mess.
 *
 * `name` is the file's name as its publisher gave it: a hint only, content decides. Throws `Problem` (4xx) for anything that is not a
 * table, and nothing else for bad content.
 */
export async function read(path: string, name: string, options: ReadOptions): Promise<Tidied> {
  const job: Job = {
    path,
    name,
    scratch: options.scratch,
    stem: `tidied-${randomBytes(6).toString('hex')}`,
    careful: options.careful === true,
    limits: { ...usualLimits, ...options.limits },
    findings: startFindings(),
    progress: options.progress,
  }
  return readJob(job, 0)
}

async function readJob(job: Job, packed: number): Promise<Tidied> {
  const { size, head } = await readEnds(job.path, 65_536, 0)
  if (size === 0) throw emptyFile()
  const kind = recognise(head)
  switch (kind) {
    case 'gzip':
      return inside(job, packed, 'gzip', await gunzip(refuseDeep(job, packed)))
    case 'zip':
      return readZip(job, packed)
    case 'parquet':
      return readParquet(job)
    case 'json':
      return readJson(job)
    case 'xml':
      return readXml(job, head)
    default:
      return readCsv(job)
  }
}

async function readZip(job: Job, packed: number): Promise<Tidied> {
  const zip = await openZip(job.path, job.limits)
  let table: Unpacked
  try {
    const main = mainPart(zip)
    if (main !== undefined) return await readXlsx(job, zip, main)
    table = await unzipTable(refuseDeep(job, packed), zip)
  } finally {
    zip.close()
  }
  return inside(job, packed, 'zip', table)
}

function refuseDeep(job: Job, packed: number): Job {
  if (packed < PACKED_DEEPEST) return job
  throw notATable('The file is packed several times over.', 'Upload the table itself, packed once or not at all.')
}

function inside(job: Job, packed: number, how: 'gzip' | 'zip', { path, name }: Unpacked): Promise<Tidied> {
  job.findings.recognise('packed', how)
  return readJob({ ...job, path, name, stem: `${job.stem}-${packed + 1}` }, packed + 1)
}
