/** Streets and addresses: as many as asked for, each the same whatever is asked for before it. */
import { streetWords } from '../names/names.ts'
import { mix, Random, shuffled } from '../random.ts'
import { areasPerWard, lowerArea, patch, postcode, type Ward, wards } from './place.ts'

export type Street = Readonly<{
  index: number
  name: string
  usrn: number
  ward: Ward
  wardIndex: number
  /** LSOA code. */
  area: string
  /** How many addresses it has, and from which on they are flats in a block (`length` when there is none). */
  length: number
  blockFrom: number
  block: string
  /** First postcode of the street within its ward. */
  postcodeFrom: number
  from: Readonly<{ east: number; north: number }>
  to: Readonly<{ east: number; north: number }>
}>

export type Address = Readonly<{
  uprn: number
  street: Street
  flat: string
  building: string
  number: string
  town: 'Northford' | 'Westmoor'
  postcode: string
  east: number
  north: number
}>

const blockNames = [
  'Kestrel',
  'Harbour',
  'Beacon',
  'Wharf',
  'Alder',
  'Priory',
  'Anchor',
  'Linden',
  'Castle',
  'Mariner',
  'Quay',
  'Mill',
]
const blockKinds = ['House', 'Court', 'Point', 'Lodge']
const houseNames = [
  'Rose Cottage',
  'The Laurels',
  'Hillcrest',
  'Orchard House',
  'Fairview',
  'The Willows',
  'Ivy Cottage',
  'Rivendale',
  'Sea View',
  'The Old Forge',
  'Dunroamin',
  'Oakdene',
  'Brook House',
  'The Bungalow',
]

export class Town {
  readonly seed: number
  readonly #streets: Street[] = []
  readonly #streetsPerArea: number
  readonly #postcodesUsed = wards.map(() => 0)
  /** About how many streets the town has in the end: the range that old addresses are drawn from. */
  readonly expectedStreets: number

  constructor(seed: number, people: number) {
    this.seed = seed
    this.expectedStreets = Math.max(24, Math.ceil(people / 2.3 / 38))
    this.#streetsPerArea = Math.max(2, Math.ceil((this.expectedStreets * 1.3) / wards.length / areasPerWard))
  }

  /** All streets so far. */
  get streets(): readonly Street[] {
    return this.#streets
  }

  street(index: number): Street {
    for (let next = this.#streets.length; next <= index; next++) this.#streets.push(this.#lay(next))
    return this.#streets[index] as Street
  }

  /** The k-th address of a street. */
  address(street: Street, k: number): Address {
    const inBlock = k >= street.blockFrom
    // Two in eighteen houses share a number, with A and B.
    const half = inBlock ? 0 : k % 18 < 16 ? 0 : (k % 18) - 15
    const plain =
      Math.min(k, street.blockFrom) - Math.floor(Math.min(k, street.blockFrom) / 18) - (half === 2 ? 1 : 0) + 1
    const number = `${plain >= 13 ? plain + 1 : plain}${half === 0 ? '' : half === 1 ? 'A' : 'B'}`
    const named = !inBlock && half === 0 && mix(street.usrn, k) % 25 === 0
    const along = (k + 0.5) / street.length
    const side = inBlock || k % 2 === 0 ? 12 : -12
    return {
      uprn: 999_000_000_000 + shuffled(street.index * 128 + k, 26, this.seed),
      street,
      flat: inBlock ? `Flat ${k - street.blockFrom + 1}` : '',
      building: inBlock ? street.block : named ? (houseNames[mix(k, street.usrn) % houseNames.length] as string) : '',
      number,
      town: street.ward.district === 'westmoor' ? 'Westmoor' : 'Northford',
      postcode: postcode(street.wardIndex, street.postcodeFrom + Math.floor(k / 18)),
      east: Math.round(street.from.east + (street.to.east - street.from.east) * along + side),
      north: Math.round(street.from.north + (street.to.north - street.from.north) * along - side),
    }
  }

  /** Any address of the town. */
  someAddress(random: Random): Address {
    const street = this.street(random.below(this.expectedStreets))
    return this.address(street, random.below(street.length))
  }

  #lay(index: number): Street {
    const random = new Random(this.seed, 0x57, index)
    // A step that visits every ward, and the district early: a hamlet has both.
    const wardIndex = (index * 5) % wards.length
    const inWard = Math.floor(index / wards.length)
    const length = random.between(22, 58)
    const hasBlock = random.chance(0.2)
    const blockFrom = hasBlock ? Math.floor(length * 0.6) : length
    const postcodeFrom = this.#postcodesUsed[wardIndex] as number
    this.#postcodesUsed[wardIndex] = postcodeFrom + Math.ceil(length / 18)
    const column = wardIndex % patch.across
    const row = Math.floor(wardIndex / patch.across)
    const from = {
      east: patch.east + column * patch.wardSide + random.between(150, patch.wardSide - 450),
      north: patch.north + row * patch.wardSide + random.between(150, patch.wardSide - 450),
    }
    const run = random.between(120, 290)
    const to = random.chance(0.5)
      ? { east: from.east + run, north: from.north + random.between(-60, 60) }
      : { east: from.east + random.between(-60, 60), north: from.north + run }
    return {
      index,
      name: streetName(index, this.seed),
      usrn: 99_900_000 + shuffled(index, 16, this.seed),
      ward: wards[wardIndex] as Ward,
      wardIndex,
      area: lowerArea(wardIndex, Math.min(areasPerWard - 1, Math.floor(inWard / this.#streetsPerArea))),
      length,
      blockFrom,
      block: `${random.pick(blockNames)} ${random.pick(blockKinds)}`,
      postcodeFrom,
      from,
      to,
    }
  }
}

/** Every street a name of its own: first words and kinds shuffled together, then the same with a word before. */
function streetName(index: number, seed: number): string {
  const { first, kind, before } = streetWords
  const bits = 12
  const round = Math.floor(index / 2 ** bits)
  const at = shuffled(index % 2 ** bits, bits, seed)
  const name = `${first[at % first.length]} ${kind[Math.floor(at / first.length) % kind.length]}`
  return round === 0 ? name : `${before[(round - 1) % before.length]} ${name}`
}
