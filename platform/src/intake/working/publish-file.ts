/** The worker's main job: an upload in; a typed snapshot, a profile and a report out. */
import { Problem } from '#foundation/problem.ts'
import type { Field, Report, ReportLine } from '#model/dataset.ts'
import { openCells } from '../meaning/cells.ts'
import { profileSnapshot } from '../meaning/profile.ts'
import { classificationIn, propose } from '../meaning/propose.ts'
import { recognise } from '../meaning/recognise.ts'
import { read } from '../reading/read.ts'
import type { Tidied } from '../reading/tidied.ts'
import { stableNames } from '../typing/stable-names.ts'
import { type TypedTable, typeTable } from '../typing/type-table.ts'
import { typingReport } from '../typing/typing-report.ts'
import { madeGeometry } from '../typing/write-snapshot.ts'
import { hasBlankLine } from './blank-lines.ts'
import { type Engine, openEngine } from './engine.ts'
import { isComplaint, unreadable } from './engine-errors.ts'
import type { Published, PublishJob } from './job.ts'
import { openSource } from './source.ts'

export async function publishFile(job: PublishJob): Promise<Published> {
  const { path, name, scratch } = job
  const tidied = await read(path, name, { scratch })
  const isHopeful = tidied.source.kind === 'csv' && tidied.source.trust === 'hopeful'
  if (!isHopeful) return makeTable(tidied, job)
  try {
    return await makeTable(tidied, job)
  } catch (error) {
    if (!(error instanceof NeedsCare) && !isComplaint(error)) throw error
    return makeTable(await read(path, name, { careful: true, scratch }), job)
  }
}

/** The engine would pass over an empty line without a word; careful reading says where it was. */
class NeedsCare extends Error {}

/** Makes the snapshot and tells all about it. */
export async function makeTable(tidied: Tidied, job: PublishJob): Promise<Published> {
  const { scratch, memoryLimit, snapshot } = job
  const engine = await openEngine({
    memoryLimit,
    scratch,
    files: [tidied.source.path, snapshot],
    columns: tidied.columns.length,
  })
  try {
    const { names, lines } = stableNames(
      tidied.columns.map(({ name }) => name),
      job.earlier,
    )
    const source = await openSource(tidied, engine)
    const { kind, path } = tidied.source
    const isHopeful = kind === 'csv' && tidied.source.trust === 'hopeful'
    const [table] = await Promise.all([
      typeTable(engine, source, { names, types: job.types, snapshot }),
      isHopeful
        ? hasBlankLine(path).then((found) => (found ? Promise.reject(new NeedsCare('a blank line')) : undefined))
        : undefined,
    ])
    return await describe(engine, { table, tidied, job, nameLines: lines })
  } catch (error) {
    if (
      error instanceof NeedsCare ||
      error instanceof Problem ||
      (tidied.source.kind === 'csv' && tidied.source.trust === 'hopeful' && isComplaint(error))
    )
      throw error
    throw unreadable(error)
  } finally {
    await engine.close()
  }
}

type Made = Readonly<{ table: TypedTable; tidied: Tidied; job: PublishJob; nameLines: readonly ReportLine[] }>

async function describe(engine: Engine, { table, tidied, job, nameLines }: Made): Promise<Published> {
  const named = table.plans.map(({ name, form }) => ({ name, type: form.type }))
  if (table.coordinates) named.push({ name: madeGeometry, type: 'geometry' })
  const cells = await openCells(engine, job.snapshot, named)
  const { rows } = cells
  const { profile, exactDistinct } = await profileSnapshot(engine, cells, named)
  const { fields: meant, lines: meaningLines } = await recognise(engine, cells, named, profile)
  const proposal = propose(meant)
  const fields = named.map(({ name, type }): Field => {
    const known = meant.get(name)
    return {
      name,
      type,
      meaning: coordinateMeaning(table, name) ?? known?.meaning ?? null,
      classification: known ? classificationIn(known, proposal) : 'shared',
    }
  })
  const typing = await typingReport(engine, table, job.snapshot)
  const report: Report = {
    recognised: {
      ...tidied.report.recognised,
      rows,
      fields: fields.length,
      distinctCounts: exactDistinct ? 'exact' : 'estimated',
      ...(table.coordinates && {
        geometry:
          table.coordinates.kind === 'grid'
            ? 'made from easting and northing (OSGB36, to about 5 m)'
            : 'made from longitude and latitude',
      }),
    },
    repaired: [...tidied.report.repaired, ...nameLines, ...typing.repaired, ...meaningLines],
    setAside: [...tidied.report.setAside, ...typing.setAside],
  }
  return { rows, fields, profile, report, proposal }
}

/** `GeoX` may be an easting or a longitude: its values have decided. */
function coordinateMeaning({ coordinates, plans }: TypedTable, name: string): string | undefined {
  if (!coordinates) return undefined
  const index = plans.find((plan) => plan.name === name)?.index
  if (index === coordinates.x) return coordinates.kind === 'grid' ? 'easting' : 'longitude'
  if (index === coordinates.y) return coordinates.kind === 'grid' ? 'northing' : 'latitude'
  return undefined
}
