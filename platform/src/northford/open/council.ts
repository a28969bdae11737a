/** What the city council publishes about the town. */
import { british, iso } from '../days.ts'
import { today } from '../people/today.ts'
import { numberOf, Random } from '../random.ts'
import { patch, wards } from '../town/place.ts'
import type { Street, Town } from '../town/town.ts'
import { wgs84 } from '../town/wgs84.ts'
import { cell, pounds } from '../writing/cells.ts'
import { workbook, type XlsxCell } from '../writing/xlsx.ts'
import { type Sheet, streetsOf } from './sheet.ts'

const streetWorks: Sheet = {
  dataset: 'northford-council/street-works',
  edition: 1,
  file: 'street-works.csv',
  *write(town) {
    const random = new Random(town.seed, numberOf('street-works'))
    yield 'permit_reference,promoter,usrn,street,ward,work_category,traffic_management,start_date,end_date,easting,northing\n'
    for (let n = 0; n < 240; n++) {
      const street = town.street(random.below(streetsOf(town, 400)))
      const start = today - 30 + random.below(90)
      const { east, north } = midpoint(street)
      yield `NF${String(n + 10_001)}-${random.between(10, 99)},${random.pick(['Northford Water', 'Brightspark Energy', 'Northford City Council', 'Fibre North'])},${street.usrn},${street.name},${street.ward.name},${random.pick(['minor', 'minor', 'standard', 'major', 'immediate'])},${random.pick(['none', 'give and take', 'two-way signals', 'road closure', 'lane closure'])},${iso(start)},${iso(start + random.between(0, 28))},${east},${north}\n`
    }
  },
}

export function midpoint(street: Street): { east: number; north: number } {
  return {
    east: Math.round((street.from.east + street.to.east) / 2),
    north: Math.round((street.from.north + street.to.north) / 2),
  }
}

/** The second edition has new columns and has lost one: what happens when a contractor changes. */
function gritBins(edition: 1 | 2): Sheet {
  return {
    dataset: 'northford-council/grit-bins',
    edition,
    file: edition === 1 ? 'grit-bins-2025.csv' : 'grit-bins-2026.csv',
    *write(town) {
      const random = new Random(town.seed, numberOf('grit-bins'))
      yield edition === 1
        ? 'Bin ID,Location,Ward,Easting,Northing,Notes\n'
        : 'Bin ID,Location,Ward,Easting,Northing,Capacity (litres),Last Filled,Fill Level\n'
      for (let n = 1; n <= 180; n++) {
        const street = town.street(random.below(streetsOf(town, 300)))
        const { east, north } = midpoint(street)
        const note = random.pick(['', '', 'Lid broken', 'Shared with school', 'N/A'])
        const size = random.pick([200, 350, 400])
        const filled = british(today - random.below(200))
        const level = random.between(0, 100)
        if (edition === 1 && n > 172) continue
        const place = `GB${String(n).padStart(4, '0')},${cell(`${street.name}, ${random.pick(['junction', 'outside school', 'top of hill', 'car park', 'bridge'])}`)},${street.ward.name},${east},${north}`
        yield edition === 1 ? `${place},${note}\n` : `${place},${size},${filled},${level}%\n`
      }
    },
  }
}

const grittingRoutes: Sheet = {
  dataset: 'northford-council/gritting-routes',
  edition: 1,
  file: 'gritting-routes.geojson',
  *write(town) {
    const random = new Random(town.seed, numberOf('gritting-routes'))
    const total = streetsOf(town, 160)
    const features = Array.from({ length: 12 }, (_, route) => {
      const streets = Array.from({ length: total }, (_, n) => town.street(n)).filter(({ wardIndex }) => wardIndex === route % wards.length)
      const lines = streets.map(({ from, to }) => [wgs84(from.east, from.north), wgs84(to.east, to.north)])
      return feature({ type: 'MultiLineString', coordinates: lines }, {
        route: `R${String(route + 1).padStart(2, '0')}`,
        priority: 1 + (route % 3),
        ward: wards[route % wards.length]?.name,
        length_km: random.between(20, 190) / 10,
        gritter: random.pick(['Gritty Gritty Bang Bang', 'Sir Salter Scott', 'Spreaddie Mercury', 'Ready Spready Go']),
      })
    }) // prettier-ignore
    yield collection(features)
  },
}

export function feature(geometry: object, properties: object): object {
  return { type: 'Feature', geometry, properties }
}

export function collection(features: readonly object[]): string {
  return `{"type":"FeatureCollection","features":[\n${features.map((each) => JSON.stringify(each)).join(',\n')}\n]}\n`
}

const wardBoundaries: Sheet = {
  dataset: 'northford-council/ward-boundaries',
  edition: 1,
  file: 'ward-boundaries.geojson',
  *write() {
    yield collection(
      wards.map(({ name, code, district }, index) => {
        const east = patch.east + (index % patch.across) * patch.wardSide
        const north = patch.north + Math.floor(index / patch.across) * patch.wardSide
        const side = patch.wardSide
        const ring = [[0, 0], [side, 0], [side, side], [0, side], [0, 0]].map(([x, y]) => wgs84(east + (x as number), north + (y as number))) // prettier-ignore
        return feature({ type: 'Polygon', coordinates: [ring] }, { ward_code: code, ward_name: name, district })
      }),
    )
  },
}

const publicToilets: Sheet = {
  dataset: 'northford-council/public-toilets',
  edition: 1,
  file: 'public-toilets.json',
  *write(town) {
    const random = new Random(town.seed, numberOf('public-toilets'))
    const rows = Array.from({ length: 26 }, (_, n) => {
      const street = town.street((n * 7) % streetsOf(town, 200))
      const { east, north } = midpoint(street)
      const [longitude, latitude] = wgs84(east, north)
      return {
        name: `${street.name} toilets`,
        street: street.name,
        ward: street.ward.name,
        opening_hours: random.pick(['24 hours', '08:00-18:00', '09:00-17:00', '07:30-20:00']),
        accessible: random.chance(0.7),
        changing_place: random.chance(0.2),
        radar_key: random.chance(0.4),
        baby_changing: random.chance(0.6),
        fee_pence: random.pick([0, 0, 20, 50]),
        latitude,
        longitude,
      }
    })
    yield `${JSON.stringify(rows, null, 1)}\n`
  },
}

const suppliers = [
  'Café Bohème Catering',
  'Fibre North Ltd',
  'Aggregate & Sons',
  'Brightspark Energy',
  'Northford Water',
  'Carewell Homes',
  'Moor Lane Taxis',
  'Foundry Print',
  'REDACTED PERSONAL DATA',
  'Beacon Legal LLP',
  'Ridge Civil Engineering',
  'Hall & Daughters',
  'Orchard Temps',
  'Westmoor Waste',
]

/** The monthly transparency file, in Windows-1252, with everything that such files have. */
const spend: Sheet = {
  dataset: 'northford-council/spend-over-500',
  edition: 1,
  file: 'spend-over-500-2026-09.csv',
  encoding: 'latin1',
  *write(town) {
    const random = new Random(town.seed, numberOf('spend'))
    yield 'NORTHFORD CITY COUNCIL,,,,,,\r\n"Payments to suppliers over £500, September 2026",,,,,,\r\n,,,,,,\r\n'
    yield 'Payment Date,Supplier Name,Directorate,Purpose,Transaction No,Net Amount (£),VAT Recoverable\r\n'
    let total = 0
    for (let n = 0; n < 1_400; n++) {
      const pence = random.chance(0.03)
        ? -random.between(50_000, 400_000)
        : 50_000 + Math.floor(random.unit() ** 4 * 9_000_000)
      total += pence
      yield `${british(today - random.below(30))},${cell(random.pick(suppliers))},${random.pick(['Adult Services', "Children's Services", 'Place', 'Resources', 'Public Health'])},${cell(random.pick(['Agency staff', 'Repairs, buildings', 'Home care', 'Software licences', 'Aggregates', 'Catering', 'Legal fees', 'Utilities']))},${String(random.below(999_999)).padStart(8, '0')},${cell(pounds(pence))},${random.pick(['Y', 'N', 'N/A'])}\r\n`
    }
    yield `,,,,TOTAL,${cell(pounds(total))},\r\n`
  },
}

const brownfield: Sheet = {
  dataset: 'northford-council/brownfield-land',
  edition: 1,
  file: 'brownfield-land.csv',
  *write(town) {
    const random = new Random(town.seed, numberOf('brownfield'))
    yield 'SiteReference,SiteNameAddress,GeoX,GeoY,Hectares,OwnershipStatus,Deliverable,PlanningStatus,PermissionDate,MinNetDwellings,FirstAddedDate,LastUpdatedDate,EndDate\n'
    for (let n = 1; n <= 64; n++) {
      const street = town.street(random.below(streetsOf(town, 300)))
      const { east, north } = midpoint(street)
      const [longitude, latitude] = wgs84(east, north)
      const permitted = random.chance(0.5)
      const added = today - random.between(100, 3_000)
      yield `BLR${String(n).padStart(3, '0')},${cell(`Land at ${street.name}, ${street.ward.name}`)},${longitude},${latitude},${random.between(4, 420) / 100},${random.pick(['owned by a public authority', 'not owned by a public authority', 'unknown ownership'])},${random.chance(0.6) ? 'yes' : ''},${permitted ? 'permissioned' : 'not permissioned'},${permitted ? iso(added + 60) : ''},${random.between(5, 180)},${iso(added)},${iso(today - random.below(90))},\n`
    }
  },
}

const stations = [['Castle Street', 481_200, 561_000], ['Harbour Road', 482_900, 563_500], ['Beacon Hill', 486_300, 563_100], ['Foundry Lane', 487_900, 564_000]] as const // prettier-ignore

const airQuality: Sheet = {
  dataset: 'northford-council/air-quality',
  edition: 1,
  file: 'air-quality-2026-09.ndjson.gz',
  *write(town) {
    const random = new Random(town.seed, numberOf('air-quality'))
    for (let hour = 0; hour < 30 * 24; hour++) {
      const rush = [7, 8, 9, 16, 17, 18].includes(hour % 24) ? 18 : 0
      for (const [station, east, north] of stations) {
        const [longitude, latitude] = wgs84(east, north)
        const level = 14 + rush + random.bell() * 5
        const out = random.chance(0.01)
        yield `${JSON.stringify({ station, observed_at: `${iso(today - 29 + Math.floor(hour / 24))}T${String(hour % 24).padStart(2, '0')}:00:00`, no2: out ? null : tenth(level), pm10: out ? null : tenth(level * 0.7 + random.bell() * 2), pm25: out ? null : tenth(level * 0.42 + random.bell()), latitude, longitude })}\n`
      }
    }
  },
}

function tenth(value: number): number {
  return Math.max(0, Math.round(value * 10) / 10)
}

/** A workbook with a title, and a header of two rows with merged cells. */
const libraryVisits: Sheet = {
  dataset: 'northford-council/library-visits',
  edition: 1,
  file: 'library-visits.xlsx',
  write(town) {
    const random = new Random(town.seed, numberOf('library-visits'))
    const rows: XlsxCell[][] = [['Northford Libraries: visits and loans', null, null, null, null, null, null, null], [null, null, 'Visits', null, null, 'Loans', null, null], ['Library', 'Ward', 'Jul', 'Aug', 'Sep', 'Jul', 'Aug', 'Sep']] // prettier-ignore
    for (const { name, district } of wards) {
      if (district !== 'northford') continue
      const size = random.between(900, 9_000)
      rows.push([
        `${name} Library`,
        name,
        ...Array.from({ length: 6 }, (_, at) => Math.round(size * (at < 3 ? 1 : 0.6) * (0.9 + random.unit() * 0.2))),
      ])
    }
    return workbook('Visits 2026-27 Q2', rows, ['C2:E2', 'F2:H2'])
  },
}

/** The gazetteer: every address of the city and the district, lived in or not. Written after the people, when all streets are laid. */
export const addresses: Sheet = {
  dataset: 'northford-council/addresses',
  edition: 1,
  file: 'addresses.csv.gz',
  *write(town: Town) {
    yield 'uprn,usrn,flat,building,number,street,town,postcode,ward_code,lsoa,easting,northing\n'
    for (const street of town.streets) {
      for (let door = 0; door < street.length; door++) {
        const { uprn, flat, building, number, town: post, postcode, east, north } = town.address(street, door)
        yield `${uprn},${street.usrn},${flat},${building},${number},${street.name},${post},${postcode},${street.ward.code},${street.area},${east},${north}\n`
      }
    }
  },
}

export const councilSheets: readonly Sheet[] = [publicToilets, gritBins(1), gritBins(2), wardBoundaries, streetWorks, libraryVisits, brownfield, grittingRoutes, spend, airQuality] // prettier-ignore
