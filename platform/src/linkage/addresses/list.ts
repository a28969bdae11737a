/** A list of addresses, ready to be matched against. A million take about 200 MB and some seconds. */
import { cleanUprn } from '../cleaning/numbers.ts'
import { type Postcode, readPostcode } from '../cleaning/postcode.ts'
import { createNames, type Grouped, grouped, grown, type Names } from './columns.ts'
import { firstOf, packDoor } from './door.ts'
import { type ExactIndex, fingerprint, indexExactly } from './exact.ts'
import { type AddressEntry, readEntry } from './parts.ts'
import { indexStreets, type NearStreets } from './streets.ts'
import { tokensOf } from './tokens.ts'

/** A row of the list that could not be used. */
export type ListFault = Readonly<{ row: number; says: string }>

/**
 * Addresses with the same street, locality, town and postcode are a `group`; within it they stand by number. Names, parts and
 * postcodes are codes, -1 for none. Neither order nor codes of the groups depend on the order of the list.
 */
export type AddressList = Readonly<{
  size: number
  faults: readonly ListFault[]
  /** Streets, buildings and places. */
  names: Names
  /** All words of the names. */
  words: ReadonlySet<string>
  parts: Names
  postcodes: Names
  groups: Readonly<{
    size: number
    street: Int32Array
    locality: Int32Array
    town: Int32Array
    postcode: Int32Array
    from: Uint32Array
  }>
  /** By position. */
  uprn: Float64Array
  door: Int32Array
  part: Int32Array
  building: Int32Array
  group: Int32Array
  /** How many addresses have the name as street, building or place; the part; the postcode; the number. */
  often: Readonly<{
    street: Uint32Array
    building: Uint32Array
    place: Uint32Array
    part: Uint32Array
    postcode: Uint32Array
    number: Uint32Array
    unnumbered: number
  }>
  /** Addresses by postcode sector (`BA1 1`), district (`BA1`), outward part and area (`BA`). */
  around: ReadonlyMap<string, number>
  readPostcodes: readonly (Postcode | null)[]
  groupsOfStreet: Grouped
  groupsOfPostcode: Grouped
  positionsOfBuilding: Grouped
  nearStreets: NearStreets
  exact: ExactIndex
  textAt(position: number): string
  pointAt(position: number): readonly [number, number] | null
}>

const mostFaults = 100
const mostNumber = 100_000

/** Takes entries one at a time, so that a list need never be in memory as text. */
export class AddressListBuilder {
  readonly #names = createNames()
  readonly #parts = createNames()
  readonly #postcodes = createNames()
  readonly #groups = createNames()
  readonly #faults: ListFault[] = []
  readonly #encoder = new TextEncoder()
  #rows = 0
  #size = 0
  #uprn = new Float64Array(1024)
  #door = new Int32Array(1024)
  #part = new Int32Array(1024)
  #building = new Int32Array(1024)
  #group = new Int32Array(1024)
  #ones = new Uint32Array(1024)
  #twos = new Uint32Array(1024)
  #textFrom = new Float64Array(1025)
  #text = new Uint8Array(65_536)
  #points: Float64Array<ArrayBuffer> | null = null

  /** How many entries were taken. */
  get size(): number {
    return this.#size
  }

  /** A row without a UPRN or an address is a fault of the list and is left out. */
  add(entry: AddressEntry): void {
    const row = ++this.#rows
    const uprn = cleanUprn(entry.uprn)
    if (uprn === null) return this.#fault(row, 'its UPRN is not a number of 1 to 12 digits')
    const { parts, text } = readEntry(entry)
    const tokens = tokensOf(text)
    if (tokens.tokens.length === 0) return this.#fault(row, 'it has no address')
    const at = this.#size++
    this.#room(at + 1)
    this.#uprn[at] = Number(uprn)
    this.#door[at] = packDoor(parts.number)
    this.#part[at] = this.#parts.code(parts.part)
    this.#building[at] = this.#names.code(parts.building)
    this.#names.code(parts.street)
    this.#names.code(parts.locality)
    this.#names.code(parts.town)
    this.#postcodes.code(parts.postcode?.text ?? '')
    this.#group[at] = this.#groups.code(
      [parts.street, parts.locality, parts.town, parts.postcode?.text ?? ''].join('|'),
    )
    ;[this.#ones[at], this.#twos[at]] = fingerprint(tokens)
    this.#keepText(at, text)
    if (entry.at) this.#keepPoint(at, entry.at)
  }

  finish(): AddressList {
    const size = this.#size
    const { table, order } = this.#sortedGroups()
    const from = grouped(
      this.#group.subarray(0, size).map((group) => order[group]!),
      table.size,
    )
    const positions = this.#inOrderOfDoors(from)
    const pick = <T extends Int32Array | Uint32Array | Float64Array>(column: T, into: T): T => {
      for (let at = 0; at < size; at++) into[at] = column[positions[at]!]!
      return into
    }
    const group = pick(this.#group, new Int32Array(size)).map((code) => order[code]!)
    const door = pick(this.#door, new Int32Array(size))
    const part = pick(this.#part, new Int32Array(size))
    const building = pick(this.#building, new Int32Array(size))
    const readPostcodes = this.#postcodes.texts.map(readPostcode)
    const often = this.#counts({ group, door, part, building }, table)
    const streets = [...new Set(table.street)]
      .filter((code) => code >= 0)
      .toSorted((a, b) => (this.#names.texts[a]! < this.#names.texts[b]! ? -1 : 1))
    const [text, textFrom, points] = [this.#text.slice(0, this.#textFrom[size]), this.#textFrom, this.#points]
    const decoder = new TextDecoder()
    return {
      size,
      faults: this.#faults,
      names: this.#names,
      words: new Set(this.#names.texts.flatMap((name) => name.split(' '))),
      parts: this.#parts,
      postcodes: this.#postcodes,
      groups: { ...table, from: from.from },
      uprn: pick(this.#uprn, new Float64Array(size)),
      door,
      part,
      building,
      group,
      often,
      readPostcodes,
      around: around(readPostcodes, often.postcode),
      groupsOfStreet: grouped(table.street, this.#names.texts.length),
      groupsOfPostcode: grouped(table.postcode, this.#postcodes.texts.length),
      positionsOfBuilding: grouped(building, this.#names.texts.length),
      nearStreets: indexStreets(
        streets.map((code) => this.#names.texts[code]!),
        streets,
      ),
      exact: indexExactly(pick(this.#ones, new Uint32Array(size)), pick(this.#twos, new Uint32Array(size))),
      textAt: (at) => decoder.decode(text.subarray(textFrom[positions[at]!]!, textFrom[positions[at]! + 1]!)),
      pointAt: (at) =>
        points && !Number.isNaN(points[positions[at]! * 2]!)
          ? [points[positions[at]! * 2]!, points[positions[at]! * 2 + 1]!]
          : null,
    }
  }

  #fault(row: number, says: string): void {
    if (this.#faults.length < mostFaults) this.#faults.push({ row, says })
  }

  #room(size: number): void {
    this.#uprn = grown(this.#uprn, size)
    this.#door = grown(this.#door, size)
    this.#part = grown(this.#part, size)
    this.#building = grown(this.#building, size)
    this.#group = grown(this.#group, size)
    this.#ones = grown(this.#ones, size)
    this.#twos = grown(this.#twos, size)
    this.#textFrom = grown(this.#textFrom, size + 1)
  }

  #keepText(at: number, text: string): void {
    const from = this.#textFrom[at]!
    this.#text = grown(this.#text, from + text.length * 3)
    const { written } = this.#encoder.encodeInto(text, this.#text.subarray(from))
    this.#textFrom[at + 1] = from + written
  }

  #keepPoint(at: number, [x, y]: readonly [number, number]): void {
    const points = this.#points ?? new Float64Array(2048).fill(Number.NaN)
    const room = grown(points, at * 2 + 2)
    if (room.length > points.length) room.fill(Number.NaN, points.length)
    room[at * 2] = x
    room[at * 2 + 1] = y
    this.#points = room
  }

  /** The groups by their texts, and where each came to stand. */
  #sortedGroups(): { table: Omit<AddressList['groups'], 'from'>; order: Int32Array } {
    const { texts } = this.#groups
    const sorted = Int32Array.from(texts.keys()).sort((a, b) => (texts[a]! < texts[b]! ? -1 : 1))
    const order = new Int32Array(texts.length)
    const column = () => new Int32Array(texts.length)
    const table = { size: texts.length, street: column(), locality: column(), town: column(), postcode: column() }
    for (const [at, code] of sorted.entries()) {
      order[code] = at
      const [street = '', locality = '', town = '', postcode = ''] = texts[code]!.split('|')
      table.street[at] = this.#names.find(street)
      table.locality[at] = this.#names.find(locality)
      table.town[at] = this.#names.find(town)
      table.postcode[at] = this.#postcodes.find(postcode)
    }
    return { table, order }
  }

  #inOrderOfDoors({ from, items }: Grouped): Uint32Array {
    const [door, uprn] = [this.#door, this.#uprn]
    for (let group = 0; group + 1 < from.length; group++)
      items.subarray(from[group], from[group + 1]).sort((a, b) => door[a]! - door[b]! || uprn[a]! - uprn[b]! || a - b)
    return items
  }

  #counts(
    { group, door, part, building }: Pick<AddressList, 'group' | 'door' | 'part' | 'building'>,
    table: Omit<AddressList['groups'], 'from'>,
  ): AddressList['often'] {
    const count = (size: number) => new Uint32Array(size)
    const names = this.#names.texts.length
    const often = { street: count(names), building: count(names), place: count(names), part: count(this.#parts.texts.length), postcode: count(this.#postcodes.texts.length), number: count(mostNumber) } // prettier-ignore
    const bump = (counts: Uint32Array, code: number) => {
      if (code >= 0) counts[code]! += 1
    }
    let unnumbered = 0
    for (let at = 0; at < group.length; at++) {
      const of = group[at]!
      bump(often.street, table.street[of]!)
      bump(often.place, table.town[of]!)
      if (table.locality[of] !== table.town[of]) bump(often.place, table.locality[of]!)
      bump(often.postcode, table.postcode[of]!)
      bump(often.part, part[at]!)
      bump(often.building, building[at]!)
      if (door[at]! >= 0) bump(often.number, firstOf(door[at]!))
      else unnumbered++
    }
    return { ...often, unnumbered }
  }
}

function around(postcodes: AddressList['readPostcodes'], often: Uint32Array): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const [code, read] of postcodes.entries()) {
    if (!read) continue
    for (const part of new Set([read.sector, read.outward, read.district, read.area]))
      if (part !== null) counts.set(part, (counts.get(part) ?? 0) + often[code]!)
  }
  return counts
}
