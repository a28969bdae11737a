/** The ways in which people write an address: shortened, misspelt, in another order, with parts left out and others put in front. */
import { type Chance, letters } from './made-addresses-for-tests.ts'
import type { AddressEntry } from './parts.ts'

const traders = ['Patel Newsagents', 'Bella Hair', 'Golden Dragon', 'J Smith & Sons Ltd', 'Smile Dental Care', 'Corner Cafe', 'Green & Co Solicitors', 'Little Acorns Nursery'] // prettier-ignore
const counties = ['Northshire', 'Eastshire', 'Greater Midmarch', 'West Yarrow']

export type Written = Readonly<{ text: string; slips: readonly string[] }>

const shorter: Readonly<Record<string, string>> = { Road: 'Rd', Street: 'St', Avenue: 'Ave', Close: 'Cl', Lane: 'Ln', Drive: 'Dr', Gardens: 'Gdns', Crescent: 'Cres', Terrace: 'Terr', Place: 'Pl', Grove: 'Gr', Court: 'Ct', Square: 'Sq' } // prettier-ignore

type Cells = {
  -readonly [field in 'part' | 'building' | 'number' | 'street' | 'locality' | 'town' | 'postcode']: string
}
/** Says whether the slip happens, and notes it. */
type Slip = (name: string, probability: number) => boolean

/** One of the ways in which somebody might write the address; `slips` tells what went wrong. */
export function written(entry: AddressEntry, chance: Chance): Written {
  const slips: string[] = []
  const slip: Slip = (name, probability) => chance.is(probability) && slips.push(name) > 0
  const { part, building, number, street, locality, town, postcode } = entry
  const cells: Cells = { part: part ?? '', building: building ?? '', number: number ?? '', street: street ?? '', locality: locality ?? '', town: town ?? '', postcode: postcode ?? '' } // prettier-ignore
  if (chance.is(0.25)) cells.street = cells.street.replace(/\w+$/, (word) => shorter[word] ?? word)
  misspell(cells, slip, chance)
  if (cells.part) [cells.part, cells.number] = flat(cells.part, cells, chance)
  leaveOut(cells, slip, chance)
  if (cells.number && chance.is(0.03)) cells.number = `No. ${cells.number}`
  const text = joined(cells, slip, chance)
  return { text: chance.is(0.3) ? text.toUpperCase() : chance.is(0.2) ? text.toLowerCase() : text, slips }
}

function misspell(cells: Cells, slip: Slip, chance: Chance): void {
  if (slip('street-typo', 0.06)) cells.street = typo(cells.street, chance)
  if (cells.town && slip('town-typo', 0.03)) cells.town = typo(cells.town, chance)
  if (cells.building && cells.number && slip('building-left-out', 0.35)) cells.building = ''
  else if (cells.building && slip('building-typo', 0.04)) cells.building = typo(cells.building, chance)
}

function leaveOut(cells: Cells, slip: Slip, chance: Chance): void {
  if (cells.locality && slip('locality-left-out', 0.4)) cells.locality = ''
  if (slip('town-left-out', cells.locality ? 0.15 : 0.05)) cells.town = ''
  if (slip('postcode-left-out', 0.08)) cells.postcode = ''
  else if (slip('postcode-typo', 0.04)) cells.postcode = mispostcode(cells.postcode, chance)
  else if (slip('postcode-gap-lost', 0.1)) cells.postcode = cells.postcode.replace(' ', '')
}

function joined(
  { part, building, number, street, locality, town, postcode }: Cells,
  slip: Slip,
  chance: Chance,
): string {
  const front = slip('trader', 0.05) ? chance.pick(traders) : slip('care-of', 0.02) ? 'c/o Mrs Jones' : ''
  const county = chance.is(0.12) ? chance.pick(counties) : ''
  const cells = [front, part, building, `${number} ${street}`, locality, town, county, postcode].map((cell) =>
    cell.trim(),
  )
  if (slip('postcode-first', 0.01)) cells.unshift(cells.pop() ?? '')
  return cells.filter(Boolean).join(slip('no-commas', 0.15) ? ' ' : ', ')
}

function flat(part: string, { building, number }: Cells, chance: Chance): [part: string, number: string] {
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
