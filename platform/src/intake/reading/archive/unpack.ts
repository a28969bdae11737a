/** From a packed upload to the one table inside, unpacked into the scratch folder. */
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'

import type { Job } from '../job.ts'
import type { Zip, ZipEntry } from './zip.ts'

import { Problem } from '#foundation/problem.ts'

import { pieces } from '../file-bytes.ts'
import { notATable, shownName } from '../refuse.ts'
import { measured } from './measured.ts'

export type Unpacked = Readonly<{ path: string; name: string }>

export async function gunzip(job: Job): Promise<Unpacked> {
  const path = join(job.scratch, `${job.stem}.unpacked`)
  const packed = (await stat(job.path)).size
  await store(measured(gunzipped(job), { packed, limits: job.limits, what: 'The gzip file' }), path)
  return { path, name: job.name.replace(/\.(?:gz|gzip)$/i, '') }
}

async function* gunzipped(job: Job): AsyncGenerator<Buffer> {
  const unzipping = createGunzip()
  // An error is heard where the pieces are received, also one that comes before.
  pipeline(pieces(job.path, 0, job.progress), unzipping, () => {})
  yield* unzipping as AsyncIterable<Buffer>
}

const NAMES_SHOWN = 20
const tableNames = /\.(?:csv|tsv|tab|psv|json|geojson|ndjson|jsonl|geojsonl|xlsx|parquet|gz)$/i

/** Unpacks the only table of a zip; what lies beside it is reported. Several tables, or none, are refused with the list of contents. */
export async function unzipTable(job: Job, zip: Zip): Promise<Unpacked> {
  const table = chooseTable(zip.entries)
  for (const [at, entry] of zip.entries.filter((other) => other !== table).entries()) {
    job.findings.setAside('other-file', undefined, at < NAMES_SHOWN ? shownName(entry.name) : undefined)
  }
  job.findings.recognise('file in archive', shownName(table.name))
  const path = join(job.scratch, `${job.stem}.unzipped`)
  await store(table.open(), path)
  return { path, name: table.name.split(/[/\\]/).at(-1) ?? table.name }
}

function chooseTable(entries: readonly ZipEntry[]): ZipEntry {
  const filled = entries.filter((entry) => entry.size > 0)
  if (entries.some(({ name }) => /\.shp$/i.test(name))) {
    throw notATable(
      'The archive holds a shapefile.',
      'Save the layer as GeoJSON (for example with QGIS: Export, Save Features As) and upload that.',
    )
  }
  if (entries.some(({ name }) => /^(?:word|ppt)\/|^mimetype$|\.kml$/i.test(name))) {
    throw notATable(
      'The file is a document, an OpenDocument sheet or a KMZ map, not a table that can be read here.',
      'Save it as XLSX, CSV or GeoJSON and upload that.',
    )
  }
  const named = filled.filter(({ name }) => tableNames.test(name))
  const rest = filled.filter(
    ({ name }) => !/(?:^|\/)(?:readme|licen[cs]e|about)[^/]*$|\.(?:pdf|docx?|md|html?)$/i.test(name),
  )
  for (const chosen of [named, rest, filled]) {
    if (chosen.length === 1) return chosen[0] as ZipEntry
    if (chosen.length > 1) throw several(chosen)
  }
  throw notATable('The archive is empty.', 'Put the table into the archive, or upload it on its own.')
}

function several(entries: readonly ZipEntry[]): Problem {
  const names = entries.slice(0, NAMES_SHOWN).map(({ name }) => `“${shownName(name)}”`)
  const more = entries.length > names.length ? ` and ${entries.length - names.length} more` : ''
  return new Problem(422, 'several-tables', {
    title: 'The archive holds several tables',
    detail: `It cannot be known which one is meant: ${names.join(', ')}${more}.`,
    mend: 'Upload each table on its own.',
  })
}

async function store(pieces: AsyncIterable<Buffer>, path: string): Promise<void> {
  await using file = await open(path, 'w', 0o600)
  for await (const piece of pieces) await file.writeFile(piece)
}
