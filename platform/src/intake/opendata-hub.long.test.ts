import assert from 'node:assert/strict'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { describe, test } from 'node:test'
import { Problem } from '#foundation/problem.ts'
import { publishFile } from './working/publish-file.ts'

/** Real council files, beside the repository where they are at hand. That their tables are right is tested where they are read. */
const folder = join(import.meta.dirname, '../../../../shared/data/opendata-hub')
const files = globSync('**/*.{csv,tsv,json,geojson,xlsx,zip,txt}', { cwd: folder }).toSorted()

/** What some fields are, and mean. */
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'bathnes/street-works.csv': {
    Start: 'datetime',
    Easting: 'number easting',
    Latitude: 'number latitude',
    geometry: 'geometry geometry',
  },
  'bathnes/grit-bins.csv': { the_geom: 'geometry geometry', EASTING: 'number easting' },
  'bathnes/allotments-inspire.csv': { Geometry: 'geometry geometry' },
  'bathnes/public-toilets.csv': {
    UPRN: 'integer uprn',
    GeoX: 'integer easting',
    geometry: 'geometry geometry',
    BabyChange: 'boolean',
  },
  'bathnes/brownfield-register-2017.csv': { GeoX: 'number latitude', GeoY: 'number longitude', FirstAddedDate: 'date' },
  'bathnes/council-tax-bands-by-postcode.csv': { postcode: 'text postcode', A: 'integer' },
  'spend/leeds-2013-12.csv': { DatePaid: 'date', NetAmount: 'number', TransactionNumber: 'text' },
  'spend/tfl-2023-p05.csv': { 'Company Number': 'text', Amount: 'number' },
  'messy/utf-16le_encoded.csv': { Total_informal_admissions: 'integer' },
}

describe('every file of the open data hub is published, or refused with a reason', { concurrency: 2 }, () => {
  for (const file of files)
    test(file, async () => {
      const scratch = mkdtempSync(join(tmpdir(), 'wayleave-hub-'))
      const path = join(folder, file)
      const snapshot = join(scratch, 'snapshot.parquet')
      try {
        const made = await publishFile({
          kind: 'publish',
          path,
          name: basename(file),
          scratch,
          snapshot,
          types: {},
          earlier: [],
          memoryLimit: '512MB',
        })
        const fields = new Map(
          made.fields.map(({ name, type, meaning }) => [name, [type, meaning ?? []].flat().join(' ')]),
        )
        for (const [name, wanted] of Object.entries(known[relative('.', file)] ?? {}))
          assert.equal(fields.get(name), wanted, name)
        // They are open data, so nobody is in them; and still nothing is open by itself.
        assert.deepEqual([made.proposal.classification, made.proposal.people], ['shared', []])
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        assert.ok(error.status < 500 && error.code !== 'file-unreadable', error.message)
      } finally {
        rmSync(scratch, { recursive: true, force: true })
      }
    })
})
