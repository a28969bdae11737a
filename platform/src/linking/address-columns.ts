/** Which columns of a file are which part of an address, by what such columns are called. */
import { Problem } from '#foundation/problem.ts'
import type { AddressEntry } from '#linkage'

type Part = Exclude<keyof AddressEntry, 'at'> | 'x' | 'y'

/** Lower case, everything but letters and digits taken out. BS 7666, AddressBase and open registers. */
const calls: Readonly<Record<Part, readonly string[]>> = {
  uprn: ['uprn', 'propertyreference', 'llpguprn', 'id'],
  text: [
    'address',
    'fulladdress',
    'singlelineaddress',
    'addresstext',
    'propertyaddress',
    'siteaddress',
    'supplyaddress',
  ],
  part: ['part', 'flat', 'subbuilding', 'subbuildingname', 'saon', 'saotext', 'unit'],
  building: ['building', 'buildingname', 'housename', 'organisation'],
  number: ['number', 'buildingnumber', 'housenumber', 'streetnumber', 'paon', 'paotext', 'doornumber'],
  street: ['street', 'streetname', 'streetdescription', 'thoroughfare', 'thoroughfarename', 'road'],
  locality: ['locality', 'localityname', 'dependentlocality', 'village', 'district'],
  town: ['town', 'townname', 'posttown', 'city'],
  postcode: ['postcode', 'postcodelocator', 'postalcode', 'zip'],
  x: ['x', 'xcoordinate', 'easting', 'longitude', 'lon', 'lng'],
  y: ['y', 'ycoordinate', 'northing', 'latitude', 'lat'],
}
const line = /^(?:address)?(?:line)?(\d)$|^address(?:line)?(\d)$/

/** A part to its column; `lines` are Address Line 1, 2, … in order. */
export type AddressColumns = Readonly<{ parts: ReadonlyMap<Part, string>; lines: readonly string[] }>

export function findColumns(names: readonly string[]): AddressColumns {
  const bare = names.map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
  const parts = new Map<Part, string>()
  for (const [part, called] of Object.entries(calls) as [Part, readonly string[]][]) {
    const found = called.map((call) => names[bare.indexOf(call)]).find((name) => name !== undefined)
    if (found !== undefined) parts.set(part, found)
  }
  const lines = names.filter((_, at) => line.test(bare[at] ?? '') && bare[at]?.startsWith('address'))
  return { parts, lines: lines.toSorted((a, b) => Number(/\d/.exec(a)?.[0]) - Number(/\d/.exec(b)?.[0])) }
}

const orderWritten = ['text', 'part', 'building', 'number', 'street', 'locality', 'town', 'postcode'] as const

/** The columns that together say an address, in the order in which one writes it: those that are named, or those that look like it. */
export function writtenColumns(names: readonly string[], named: readonly string[] | undefined, file: string): string[] {
  const missing = named?.find((name) => !names.includes(name))
  if (missing !== undefined)
    throw new Problem(422, 'column-missing', {
      title: 'There is no such column',
      detail: `“${file}” has no column “${missing}”. It has: ${names.slice(0, 40).join(', ')}.`,
      at: missing,
      mend: 'Name columns as the file does, with commas between: --address "Property Address,Postcode".',
    })
  if (named && named.length > 0) return [...named]
  const { parts, lines } = findColumns(names)
  const found = orderWritten.flatMap((part) => parts.get(part) ?? [])
  const chosen = parts.has('text') ? found : [...lines, ...found]
  const says = parts.has('text') || lines.length > 0 || parts.has('street') || parts.has('building')
  if (says) return chosen
  throw new Problem(422, 'no-address-column', {
    title: 'No column looks like an address',
    detail: `“${file}” has: ${names.slice(0, 40).join(', ')}.`,
    mend: 'Say which columns hold the address: --address "First line,Town,Postcode".',
  })
}

/** Columns of a list: a UPRN, and an address in one text, in lines or in parts. */
export function listColumns(names: readonly string[], file: string): AddressColumns {
  const found = findColumns(names)
  if (!found.parts.has('uprn'))
    throw new Problem(422, 'no-uprn-column', {
      title: 'The list has no UPRNs',
      detail: `“${file}” has no column “uprn”. It has: ${names.slice(0, 40).join(', ')}.`,
      mend: 'Call the column of UPRNs “uprn”.',
    })
  writtenColumns(names, undefined, file)
  return found
}
