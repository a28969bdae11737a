import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import proj4 from 'proj4'
import { openEngine } from '../working/engine.ts'
import { publishBytes } from '../working/publish-for-tests.ts'
import { withDegreesFromGrid } from './british-grid.ts'

// EPSG:27700 with the Helmert transformation of EPSG:1314 (https://epsg.org/transformation_1314).
const osgb36 =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs'

test('the closed form agrees with proj4 all over Britain', async () => {
  const engine = await openEngine({ memoryLimit: '256MB', scratch: tmpdir(), files: [] })
  try {
    const places =
      '(SELECT (e * 50000 + 7)::DOUBLE AS e, (n * 50000 + 3)::DOUBLE AS n FROM range(1, 14) a(e), range(0, 26) b(n))'
    const rows = await engine.rows(`SELECT e, n, _lon, _lat FROM ${withDegreesFromGrid(places, 'e', 'n')}`)
    assert.equal(rows.length, 13 * 26)
    for (const { e, n, _lon, _lat } of rows) {
      const [lon = 0, lat = 0] = proj4(osgb36, 'WGS84', [Number(e), Number(n)])
      // A tenth of a metre: the two round the rotations of the transformation differently.
      assert.ok(Math.abs(Number(_lon) - lon) < 2e-6 && Math.abs(Number(_lat) - lat) < 1e-6, `${String(e)} ${String(n)}`)
    }
  } finally {
    await engine.close()
  }
})

const point = (value: string | null | undefined) =>
  (JSON.parse(value ?? 'null') as { coordinates: number[] } | null)?.coordinates

test('easting and northing become a point, and its accuracy is said', async () => {
  const table = await publishBytes('Site,Easting,Northing\nAbbey,375125,164815\nNowhere,0,0\nGap,,\n')
  assert.deepEqual(table.fields.map(({ name, type, meaning }) => [name, type, meaning]).slice(1), [
    ['Easting', 'integer', 'easting'],
    ['Northing', 'integer', 'northing'],
    ['geometry', 'geometry', 'geometry'],
  ])
  const [lon = 0, lat = 0] = point(table.column('geometry')[0]) ?? []
  assert.ok(Math.abs(lon - -2.3586) < 0.001 && Math.abs(lat - 51.3815) < 0.001)
  assert.deepEqual(table.column('geometry').slice(1), [null, null])
  assert.match(String(table.report.recognised['geometry']), /5 m/)
  assert.equal(table.lines('place-off-the-map')[0]?.count, 1)
})

test('longitude and latitude become a point, also under other names and in the other order', async () => {
  for (const header of ['Latitude,Longitude', 'lat,long', 'GeoX,GeoY', 'GeoY,GeoX']) {
    const table = await publishBytes(`${header}\n51.38,-2.36\n51.39,-2.37\n`)
    assert.deepEqual(point(table.column('geometry')[0]), [-2.36, 51.38], header)
  }
})

test('no point is made where a geometry stands already, or where the numbers are no place', async () => {
  const shapes = await publishBytes('wkt,Easting,Northing\n"POINT (-2 51)",375125,164815\n')
  assert.deepEqual(
    shapes.fields.map(({ name }) => name),
    ['wkt', 'Easting', 'Northing'],
  )
  const taken = await publishBytes('geometry,Easting,Northing\nsquare,375125,164815\n')
  assert.equal(taken.field('geometry').type, 'text')
  const numbers = await publishBytes('x,y\n1,2\n3,4\n')
  assert.deepEqual(
    numbers.fields.map(({ name }) => name),
    ['x', 'y'],
  )
})
