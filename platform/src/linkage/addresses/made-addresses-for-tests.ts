/**
 * A made country of addresses, and the ways in which people write them. The same for the same seed; nobody lives there. It has what makes
 * matching hard: the same streets in many towns, flats with and without names, houses without numbers, numbers with letters and ranges,
 * gaps where a number is missing from the list, and postcodes of fifteen or so addresses.
 */
import type { AddressEntry } from './parts.ts'

/** Mulberry32: 32 bits of state, enough to make variety. */
export class Chance {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0
  }
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  below(bound: number): number {
    return Math.floor(this.unit() * bound)
  }
  is(probability: number): boolean {
    return this.unit() < probability
  }
  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T
  }
}

const list = (text: string) => text.trim().split(/\s+/)
const heads =
  list(`High Church Station Victoria Albert Park Mill Manor New Grange Kings Queens Queen George York London Bristol Bath Oxford Windsor Chapel School Green West North South East Main
  Springfield Highfield Woodland Meadow Orchard Elm Oak Ash Beech Birch Cedar Chestnut Hazel Holly Larch Laurel Lime Maple Poplar Rowan Sycamore Willow Yew Abbey Priory Rectory Vicarage
  Bridge River Brook Lake Water Well Pond Ferry Ford Castle Tower Hall Court Market Union Trinity Nelson Wellington Marlborough Churchill Gladstone Cromwell Shakespeare Milton Byron Tennyson
  Wordsworth Shelley Keats Burns Dickens Stanley Clarence Russell Grosvenor Cavendish Devonshire Norfolk Suffolk Sussex Kent Cornwall Dorset Somerset Lancaster Stafford Warwick Worcester Gloucester
  Hereford Salisbury Winchester Canterbury Durham Carlisle Lincoln Derby Nottingham Leicester Northampton Bedford Cambridge Hastings Arundel Balmoral Sandringham Osborne Richmond Hampton Kensington
  Waterloo Trafalgar Alma Inkerman Alexandra Edward William Charles James Henry Arthur Alfred Ernest Frederick Harold Hope Providence Prospect Belle Mount Pleasant Quarry Foundry Forge Tannery Weavers Drapers
  Kestrel Falcon Heron Swallow Robin Wren Lark Linnet Skylark Swan Mallard Teal Badger Fox Hare Otter Larkspur Bluebell Primrose Violet Heather Bracken Gorse Lavender Poppy Jasmine Ivy Clover`)
const befores = list('Old Upper Lower Great Little Long Cross St')
const kinds = list(
  'Road Road Road Road Road Road Street Street Street Street Avenue Avenue Avenue Close Close Close Close Lane Lane Lane Drive Drive Drive Way Way Gardens Gardens Crescent Court Terrace Place Grove Walk Rise Mews Hill View Square Row Parade Green',
)
const everywhere = [
  'High Street',
  'Church Lane',
  'Station Road',
  'Church Road',
  'Main Street',
  'Victoria Road',
  'Park Road',
  'The Green',
  'Mill Lane',
  'London Road',
  'The Street',
]
const townStarts = list(
  'Ash Bar Bram Brad Bux Cal Carl Chel Chip Col Crew Dar Dart East Farn Glos Ham Har Hart Hex Horn Kel Ket Lang Led Mal Mar Mid Mor Nant New Nor Ox Pen Pick Rad Rip Rom Sel Shef Stam Stour Sud Tad Ten Thorn Tod Wel Whit Win Wood Yar',
)
const townEnds = list('ford ton ham bury field minster wick worth borough combe stead bridge mouth well port ley by')
const blockHeads = list(
  'Kestrel Harbour Beacon Wharf Alder Priory Anchor Linden Castle Mariner Quay Mill Regent Victoria Albert Phoenix Pinnacle Granary Waterside Riverside Maltings Chapel Orchard Windsor Trinity Century Sterling Merchant Foundry',
)
const blockKinds = list('House House House Court Court Point Lodge Tower Mansions Apartments Heights')
const houseNames = ['Rose Cottage', 'The Laurels', 'Hillcrest', 'Orchard House', 'Fairview', 'The Willows', 'Ivy Cottage', 'Rivendale', 'Sea View', 'The Old Forge', 'Dunroamin', 'Oakdene', 'Brook House', 'The Bungalow', 'The Old Rectory', 'Church Farm', 'Manor Farm', 'Woodside', 'The Gables', 'Holly Lodge', 'Meadow View', 'The Coach House', 'Sunnyside', 'The Cottage', 'Hilltop', 'Greenacres', 'The Old Post Office', 'Mill House', 'Honeysuckle Cottage', 'Far End'] // prettier-ignore
const traders = ['Patel Newsagents', 'Bella Hair', 'Golden Dragon', 'J Smith & Sons Ltd', 'Smile Dental Care', 'Corner Cafe', 'Green & Co Solicitors', 'Little Acorns Nursery'] // prettier-ignore
const counties = ['Northshire', 'Eastshire', 'Greater Midmarch', 'West Yarrow']
const letters = 'ABDEFGHJLNPQRSTUWXYZ'

export type MadeAddress = Readonly<{ entry: AddressEntry; isListed: boolean }>

/** `count` addresses and, between them, about four in a hundred more that the list does not have. */
export function* madeAddresses(count: number, seed: number): Generator<MadeAddress> {
  const chance = new Chance(seed)
  let made = 0
  for (let town = 0; made < count; town++) {
    const size = 1_500 + chance.below(9_000)
    for (const address of townOf(town, size, chance)) {
      yield address
      if (address.isListed && ++made === count) return
    }
  }
}

let next = 0
function* townOf(index: number, size: number, chance: Chance): Generator<MadeAddress> {
  if (index === 0) next = 0
  const town = `${chance.pick(townStarts)}${chance.pick(townEnds)}`
  const area = `${letters[Math.floor(index / 8) % 20]}${letters[(index * 7 + 3) % 20]}`
  const villages = Array.from({ length: 4 }, () => `${chance.pick(townStarts)}${chance.pick(townEnds)}`)
  const used = new Set<string>()
  let unit = 0
  for (let made = 0; made < size;) {
    const street = streetName(chance, used)
    const village = chance.is(0.35) ? chance.pick(villages) : ''
    const doors = [...street_(chance)]
    for (const [at, door] of doors.entries()) {
      if (at % 16 === 0) unit++
      const postcode = `${area}${1 + (Math.floor(unit / 3_000) % 20) + (index % 8) * 2} ${Math.floor(unit / 300) % 10}${letters[Math.floor(unit / 20) % 20]}${letters[unit % 20]}`
      next++
      yield {
        entry: { ...door, uprn: String(100_000_000_000 + next * 7), street, locality: village, town, postcode },
        isListed: !chance.is(0.04),
      }
      made++
    }
  }
}

function streetName(chance: Chance, used: Set<string>): string {
  for (;;) {
    let name = chance.is(0.06) ? chance.pick(everywhere) : `${chance.pick(heads)} ${chance.pick(kinds)}`
    if (chance.is(0.12)) name = `${chance.pick(befores)} ${name}`
    if (!used.has(name)) {
      used.add(name)
      return name
    }
  }
}

type Door = Pick<AddressEntry, 'part' | 'building' | 'number'>

/** The doors of one street: houses, then perhaps a block of flats, houses made into flats, a house with a name alone. */
function* street_(chance: Chance): Generator<Door> {
  const length = 6 + chance.below(50)
  const isRural = chance.is(0.15)
  const named = new Set<string>()
  for (let number = 1; number <= length; number++) {
    if (isRural && chance.is(0.6)) {
      const building = chance.pick(houseNames)
      if (!named.has(building)) yield { building }
      named.add(building)
    } else if (chance.is(0.03)) yield* converted(String(number), chance)
    else if (chance.is(0.015)) {
      for (const letter of ['A', 'B', 'C'].slice(0, 2 + chance.below(2))) yield { number: `${number}${letter}` }
    } else if (chance.is(0.01)) yield { number: `${number}-${(number += 2)}` }
    else yield { number: String(number), building: chance.is(0.03) ? chance.pick(houseNames) : '' }
  }
  if (chance.is(0.12)) yield* block(length + 1, chance)
}

/** A house of flats; the house by itself is in the list now and then. */
function* converted(number: string, chance: Chance): Generator<Door> {
  if (chance.is(0.3)) yield { number }
  const style = chance.below(3)
  const count = 2 + chance.below(4)
  const storeys = ['Basement Flat', 'Ground Floor Flat', 'First Floor Flat', 'Second Floor Flat', 'Top Floor Flat']
  for (let at = 0; at < count; at++)
    yield { number, part: style === 0 ? `Flat ${at + 1}` : style === 1 ? `Flat ${'ABCDEF'[at]}` : storeys[at] }
}

function* block(number: number, chance: Chance): Generator<Door> {
  const building = `${chance.pick(blockHeads)} ${chance.pick(blockKinds)}`
  const hasNumber = chance.is(0.6)
  const count = 4 + chance.below(40)
  for (let at = 1; at <= count; at++)
    yield { part: `${chance.is(0.8) ? 'Flat' : 'Apartment'} ${at}`, building, number: hasNumber ? String(number) : '' }
}

export type Written = Readonly<{ text: string; slips: readonly string[] }>

const shorter: Readonly<Record<string, string>> = { Road: 'Rd', Street: 'St', Avenue: 'Ave', Close: 'Cl', Lane: 'Ln', Drive: 'Dr', Gardens: 'Gdns', Crescent: 'Cres', Terrace: 'Terr', Place: 'Pl', Grove: 'Gr', Court: 'Ct', Square: 'Sq' } // prettier-ignore

/** One of the ways in which somebody might write the address; `slips` tells what went wrong. */
export function written(entry: AddressEntry, chance: Chance): Written {
  const slips: string[] = []
  const slip = (name: string, probability: number) => chance.is(probability) && slips.push(name) > 0
  let {
    part = '',
    building = '',
    number = '',
    street = '',
    locality = '',
    town = '',
    postcode = '',
  } = Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, value ?? ''])) as Record<string, string>
  if (chance.is(0.25)) street = street.replace(/\w+$/, (word) => shorter[word] ?? word)
  if (slip('street-typo', 0.06)) street = typo(street, chance)
  if (town && slip('town-typo', 0.03)) town = typo(town, chance)
  if (building && number && slip('building-left-out', 0.35)) building = ''
  else if (building && slip('building-typo', 0.04)) building = typo(building, chance)
  if (part) [part, number] = flat(part, building, number, chance)
  if (locality && slip('locality-left-out', 0.4)) locality = ''
  if (slip('town-left-out', locality ? 0.15 : 0.05)) town = ''
  if (slip('postcode-left-out', 0.08)) postcode = ''
  else if (slip('postcode-typo', 0.04)) postcode = mispostcode(postcode, chance)
  else if (slip('postcode-gap-lost', 0.1)) postcode = postcode.replace(' ', '')
  if (number && chance.is(0.03)) number = `No. ${number}`
  const front = slip('trader', 0.05) ? chance.pick(traders) : slip('care-of', 0.02) ? 'c/o Mrs Jones' : ''
  const county = chance.is(0.12) ? chance.pick(counties) : ''
  const cells = [front, part, building, `${number} ${street}`, locality, town, county, postcode].map((cell) =>
    cell.trim(),
  )
  if (slip('postcode-first', 0.01)) cells.unshift(cells.pop() ?? '')
  const text = cells.filter(Boolean).join(slip('no-commas', 0.15) ? ' ' : ', ')
  return { text: chance.is(0.3) ? text.toUpperCase() : chance.is(0.2) ? text.toLowerCase() : text, slips }
}

function flat(part: string, building: string, number: string, chance: Chance): [part: string, number: string] {
  const named = /^(?:Flat|Apartment) (\w+)$/.exec(part)?.[1]
  const luck = chance.unit()
  if (named === undefined) return [luck < 0.15 ? part.replace(' Floor Flat', ' Floor') : part, number]
  if (luck < 0.12) return [`Apt ${named}`, number]
  if (luck < 0.2) return [`Apartment ${named}`, number]
  if (luck < 0.28 && building === '' && /^[A-Z]$/.test(named) && /^\d+$/.test(number)) return ['', number + named]
  // “3 Kestrel House”: the cell is joined with a comma, which the reader must see through.
  if (luck < 0.35 && building !== '') return [named, number]
  return [part, number]
}

/** A letter lost, doubled, swapped with the next, or another one; not the first. */
function typo(text: string, chance: Chance): string {
  const at = 1 + chance.below(Math.max(1, text.length - 2))
  const [before, letter = '', after] = [text.slice(0, at), text[at], text.slice(at + 1)]
  const luck = chance.unit()
  if (luck < 0.3) return before + after
  if (luck < 0.5) return before + letter + letter + after
  if (luck < 0.75) return before + after.slice(0, 1) + letter + after.slice(1)
  return before + String.fromCharCode(97 + chance.below(26)) + after
}

function mispostcode(postcode: string, chance: Chance): string {
  const luck = chance.unit()
  const gap = postcode.indexOf(' ')
  if (luck < 0.4) return postcode.slice(0, -1) + letters[chance.below(20)]
  if (luck < 0.6) return postcode.slice(0, -2) + postcode.at(-1) + postcode.at(-2)
  if (luck < 0.8) return `${postcode.slice(0, gap + 1)}${chance.below(10)}${postcode.slice(gap + 2)}`
  return postcode.replaceAll('0', 'O').replaceAll('1', 'I')
}
