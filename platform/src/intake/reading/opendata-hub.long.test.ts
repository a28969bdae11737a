import assert from 'node:assert/strict'
import { existsSync, globSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, before, describe, test } from 'node:test'

import { Problem } from '#foundation/problem.ts'

import { told, type Told } from './read-for-tests.ts'
import { read } from './read.ts'

/** Real council files, beside the repository where they are at hand. Their README says how many rows each has. */
const folder = join(import.meta.dirname, '../../../../../shared/data/opendata-hub')

/** Rows that are data: the README’s count, less what is set aside for a reason given here. */
const rows: Readonly<Record<string, number>> = {
  'bathnes/allotments-inspire.csv': 23,
  'bathnes/allotments-kml-to-csv.csv': 39,
  'bathnes/brownfield-register-2017-regeocoded.csv': 56,
  'bathnes/brownfield-register-2017.csv': 56,
  'bathnes/contact-to-the-council.csv': 987,
  'bathnes/council-tax-bands-by-postcode.csv': 5118,
  'bathnes/disabled-parking-bays.csv': 62,
  'bathnes/environmental-service-requests.csv': 5000,
  'bathnes/grit-bins.csv': 439,
  'bathnes/library-visitors-wide.csv': 9,
  'bathnes/portal-asset-inventory.csv': 387,
  'bathnes/portal-datasets.csv': 191,
  'bathnes/primary-school-admissions-2014-15.csv': 62,
  'bathnes/public-toilets.csv': 18,
  'bathnes/street-works.csv': 648,
  'brownfield/fylde.fixed.csv': 47,
  'brownfield/garbled-header.fixed.csv': 12,
  'brownfield/large.fixed.csv': 1079,
  'catalogues/arcgis-hub/moray.expected.csv': 20,
  'catalogues/arcgis-hub/moray.json': 20,
  'catalogues/arcgis-hub/south_ayrshire.expected.csv': 0,
  // The README counts the pieces of 42 rows that have bare carriage returns in their cells.
  'catalogues/ckan/spatial-hub.csv': 1001 - 42,
  'catalogues/dcat-ap/edinburgh.expected.csv': 220,
  'catalogues/dcat-ap/edinburgh.json': 44,
  'catalogues/dcat-ap/highland.json': 22,
  'catalogues/dcat-ap/north_lanarkshire.json': 21,
  'catalogues/dcat-us/dumfries_and_galloway_council.json': 31,
  'catalogues/lgsl-functions-services-themes.csv': 1255,
  'catalogues/sources.csv': 19,
  'catalogues/uk-api-catalogue.csv': 231,
  'messy/characters.csv': 382,
  'messy/complex.csv': 3,
  'messy/example.tsv': 140,
  // Without the title, units, header, total and notes that the README counts.
  'messy/excel_pasting.csv': 18 - 5,
  // Without two title rows.
  'messy/mixedGLB.csv': 135 - 2,
  // It has no header, so its first row is data.
  'messy/null.csv': 9 + 1,
  'messy/simple.xlsx': 6,
  'messy/simple.zip': 6,
  // Without a note below the table.
  'messy/spanish_chars.csv': 115 - 1,
  'messy/utf-16le_encoded.csv': 327,
  'messy/utf8bom.csv': 0,
  // Without the titles above and 16 notes below.
  'messy/weird_head_padding.csv': 60,
  'planning-resources/geojson.geojson': 1,
  'planning-resources/utf-8-sig.json': 114,
  'planning-resources/xlsx.xlsx': 8,
  'spend/leeds-2013-12.csv': 8201,
  'spend/leeds.column-map.json': 141,
  'spend/network-rail-2021-04.csv': 1457,
  'spend/tfl-2023-p05.csv': 12_273,
}

const refused: Readonly<Record<string, string>> = {
  'catalogues/arcgis-hub/south_ayrshire.json': 'no-records',
  'catalogues/categories.json': 'not-a-table',
  'catalogues/inventory-local-government.xml': 'not-a-table',
  'planning-resources/gml.gml': 'not-a-table',
  // Its only sheet has one empty row.
  'messy/libreoffice.xlsx': 'empty-file',
}

describe(
  'the open data hub',
  { skip: existsSync(folder) ? false : 'the shared data is not beside the repository' },
  () => {
    let scratch = ''
    before(async () => {
      scratch = await mkdtemp(join(tmpdir(), 'hub-'))
    })
    after(() => rm(scratch, { recursive: true, force: true }))

    async function outcome(path: string, careful: boolean): Promise<Told | Problem> {
      try {
        return await told(await read(join(folder, path), path.split('/').at(-1) ?? '', { scratch, careful }))
      } catch (error) {
        if (error instanceof Problem && error.status >= 400 && error.status < 500) return error
        throw error
      }
    }

    const files = existsSync(folder) ? globSync(join(folder, '**/*.*')).map((path) => relative(folder, path)) : []
    for (const path of files.filter((name) => name.includes('/')).toSorted()) {
      test(path, async () => {
        const careful = await outcome(path, true)
        if (careful instanceof Problem) {
          assert.equal(careful.code, refused[path])
          return
        }
        assert.equal(refused[path], undefined)
        assert.ok(careful.names.length > 0)
        assert.equal(new Set(careful.names).size, careful.names.length)
        if (rows[path] !== undefined) assert.equal(careful.rows.length, rows[path])
        const hopeful = (await outcome(path, false)) as Told
        assert.deepEqual(hopeful.names, careful.names)
        assert.deepEqual(hopeful.rows, careful.rows)
        assert.deepEqual(hopeful.numbers, careful.numbers)
      })
    }
  },
)
