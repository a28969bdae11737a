/** What the other organisations publish, or share, about places and services. */
import { iso } from '../days.ts'
import { today } from '../people/today.ts'
import { numberOf, Random } from '../random.ts'
import type { Street, Town } from '../town/town.ts'
import { wgs84 } from '../town/wgs84.ts'
import { cell } from '../writing/cells.ts'
import { collection, feature, midpoint } from './council.ts'
import { type Sheet, streetsOf } from './sheet.ts'

const crimes = [
  'Anti-social behaviour',
  'Violence and sexual offences',
  'Shoplifting',
  'Criminal damage and arson',
  'Burglary',
  'Vehicle crime',
  'Other theft',
  'Public order',
  'Drugs',
  'Robbery',
]
const outcomes = [
  'Under investigation',
  'No suspect identified',
  'Unable to prosecute suspect',
  'Community resolution',
  'Suspect charged',
  'Not applicable',
]

type Incident = Readonly<{
  number: number
  day: number
  hour: number
  category: string
  street: Street
  outcome: string
}>

/** One list behind two datasets: incidents by street for partners, counts by area and month for everybody. */
function* incidents(town: Town): Generator<Incident> {
  const random = new Random(town.seed, numberOf('incidents'))
  const total = Math.min(60_000, town.expectedStreets * 22)
  for (let number = 0; number < total; number++) {
    const category = crimes[Math.floor(random.unit() ** 2 * crimes.length)] as string
    yield { number, day: today - random.below(182), hour: (random.below(14) + random.below(14) + 9) % 24, category, street: town.street(Math.floor(random.unit() ** 2 * town.expectedStreets)), outcome: random.pick(outcomes) } // prettier-ignore
  }
}

const policeIncidents: Sheet = {
  dataset: 'northford-police/incidents',
  edition: 1,
  file: 'incidents.csv',
  *write(town) {
    yield 'incident_id,date,hour,category,street,usrn,ward,lsoa,outcome\n'
    for (const { number, day, hour, category, street, outcome } of incidents(town))
      yield `INC${String(number + 1).padStart(7, '0')},${iso(day)},${hour},${category},${street.name},${street.usrn},${street.ward.name},${street.area},${outcome}\n`
  },
}

const streetCrime: Sheet = {
  dataset: 'northford-police/street-crime',
  edition: 1,
  file: 'street-crime.csv',
  *write(town) {
    const counts = new Map<string, number>()
    for (const { day, category, street } of incidents(town)) {
      const key = `${iso(day).slice(0, 7)},${street.area},${street.ward.name},${category}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    yield 'month,lsoa,ward,category,crimes\n'
    for (const key of [...counts.keys()].toSorted()) yield `${key},${counts.get(key)}\n`
  },
}

/** Sums over at least ten meters, each half-hour of a week. */
const smartMeters: Sheet = {
  dataset: 'brightspark-energy/smart-meter-areas',
  edition: 1,
  file: 'smart-meter-areas.csv.gz',
  *write(town) {
    const random = new Random(town.seed, numberOf('smart-meters'))
    const areas = [...new Set(Array.from({ length: streetsOf(town, 600) }, (_, n) => town.street(n).area))]
      .toSorted()
      .slice(0, 36)
    yield 'lsoa,interval_start,meters,kwh_import,kwh_export\n'
    for (const area of areas) {
      const meters = random.between(40, 420)
      for (let half = 0; half < 7 * 48; half++) {
        const of = half % 48
        const shape = of < 12 ? 0.12 : of < 18 ? 0.3 : of < 32 ? 0.22 : of < 42 ? 0.48 : 0.25
        const sun = of > 14 && of < 38 ? 0.05 * (12 - Math.abs(of - 26)) : 0
        yield `${area},${iso(today - 6 + Math.floor(half / 48))}T${String(Math.floor(of / 2)).padStart(2, '0')}:${of % 2 ? '30' : '00'}:00,${meters},${(meters * shape * (0.9 + random.unit() * 0.2)).toFixed(3)},${(meters * sun * 0.08 * random.unit()).toFixed(3)}\n`
      }
    }
  },
}

const busStops: Sheet = {
  dataset: 'northway-buses/stops',
  edition: 1,
  file: 'bus-stops.geojson',
  *write(town) {
    const random = new Random(town.seed, numberOf('bus-stops'))
    const features = Array.from({ length: 220 }, (_, n) => {
      const street = town.street((n * 3) % streetsOf(town, 400))
      const { east, north } = midpoint(street)
      // A stop number begins with its area, 010 to 690 and a few above; 999 is none.
      return feature({ type: 'Point', coordinates: wgs84(east + random.between(-40, 40), north + random.between(-40, 40)) }, { stop_code: `9990NF${String(n + 1).padStart(5, '0')}`, name: `${street.name} ${random.pick(['(Stop A)', '(Stop B)', 'Post Office', 'Shops', 'School'])}`, street: street.name, ward: street.ward.name, shelter: random.chance(0.6), live_display: random.chance(0.3), step_free: random.chance(0.8) }) // prettier-ignore
    })
    yield collection(features)
  },
}

const routes = ['1', '2', '3A', '3B', '7', '12', '18', 'X60', 'N1']

const ridership: Sheet = {
  dataset: 'northway-buses/ridership',
  edition: 1,
  file: 'ridership-2026-09.csv',
  *write(town) {
    const random = new Random(town.seed, numberOf('ridership'))
    yield 'route,date,hour,boardings,concession_boardings\n'
    for (const route of routes) {
      const size = random.between(12, 70)
      for (let day = 29; day >= 0; day--) {
        for (let hour = route === 'N1' ? 0 : 5; hour < (route === 'N1' ? 5 : 24); hour++) {
          const rush = hour === 8 || hour === 17 ? 2.4 : hour < 7 || hour > 20 ? 0.4 : 1
          const boardings = Math.max(0, Math.round(size * rush * (0.8 + random.unit() * 0.4)))
          yield `${route},${iso(today - day)},${hour},${boardings},${Math.round(boardings * (hour > 9 && hour < 16 ? 0.35 : 0.06))}\n`
        }
      }
    }
  },
}

const interruptions: Sheet = {
  dataset: 'northford-water/supply-interruptions',
  edition: 1,
  file: 'supply-interruptions.ndjson',
  *write(town) {
    const random = new Random(town.seed, numberOf('interruptions'))
    for (let n = 1; n <= 60; n++) {
      const street = town.street(random.below(streetsOf(town, 400)))
      const start = today - random.below(120)
      yield `${JSON.stringify({ reference: `SI${String(n).padStart(4, '0')}`, street: street.name, usrn: street.usrn, ward: street.ward.name, cause: random.pick(['Burst main', 'Planned work', 'Low pressure', 'Power failure']), started: `${iso(start)}T${String(random.below(24)).padStart(2, '0')}:15:00`, hours: random.between(1, 30), properties: random.between(3, 160), bottled_water: random.chance(0.3) })}\n`
    }
  },
}

const kitchens = [
  'Café',
  'Takeaway',
  'Bakery',
  'Primary School Kitchen',
  'Care Home Kitchen',
  'Inn',
  'Fish Bar',
  'Tea Room',
  'Butcher',
  'Mini Market',
]

const foodHygiene: Sheet = {
  dataset: 'westmoor-district-council/food-hygiene',
  edition: 1,
  file: 'food-hygiene.json',
  *write(town) {
    const random = new Random(town.seed, numberOf('food-hygiene'))
    const all = Array.from({ length: streetsOf(town, 600) }, (_, n) => town.street(n)).filter(
      ({ ward }) => ward.district === 'westmoor',
    )
    const rows = Array.from({ length: 160 }, (_, n) => {
      const street = random.pick(all)
      const { number, postcode, east, north } = town.address(street, random.below(street.blockFrom))
      const [longitude, latitude] = wgs84(east, north)
      return { establishment_id: `WM${n + 1001}`, business_name: `${street.name.split(' ')[0]} ${random.pick(kitchens)}`, address: `${number} ${street.name}`, postcode, rating: random.pick([5, 5, 5, 5, 4, 4, 3, 2, 1, 'Awaiting inspection']), inspected_on: iso(today - random.between(10, 900)), latitude, longitude } // prettier-ignore
    })
    yield `${JSON.stringify({ establishments: rows }, null, 1)}\n`
  },
}

const waitingTimes: Sheet = {
  dataset: 'st-annes-nhs-trust/waiting-times',
  edition: 1,
  file: 'waiting-times.csv',
  *write(town) {
    const random = new Random(town.seed, numberOf('waiting-times'))
    yield 'Month,Specialty,Waiting,Within 18 weeks,Median wait (weeks),Longest wait (weeks)\n'
    for (const month of ['Jul-26', 'Aug-26', 'Sep-26'])
      for (const specialty of [
        'Cardiology',
        'Ear, nose and throat',
        'General surgery',
        'Gynaecology',
        'Ophthalmology',
        'Orthopaedics',
        'Respiratory',
        'Urology',
      ])
        yield `${month},${cell(specialty)},${cell(
          random
            .between(300, 4_800)
            .toString()
            .replace(/\B(?=(\d{3})+$)/g, ','),
        )},${(45 + random.unit() * 40).toFixed(1)}%,${(8 + random.unit() * 14).toFixed(1)},${random.between(40, 96)}\n`
  },
}

export const neighbourSheets: readonly Sheet[] = [busStops, waitingTimes, foodHygiene, interruptions, streetCrime, ridership, policeIncidents, smartMeters] // prettier-ignore
