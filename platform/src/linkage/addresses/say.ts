/** A match in words. */
import type { Found } from './answer.ts'
import { doorText } from './door.ts'
import type { AddressList } from './list.ts'
import type { Query } from './query.ts'
import {
  type BuildingLevel,
  type Candidate,
  type DoorLevel,
  doorLevel,
  type PartLevel,
  partLevel,
  weighBuilding,
} from './weigh-doors.ts'
import type { PlaceLevel, PostcodeLevel, StreetLevel } from './weigh-groups.ts'

const doorWords: Readonly<Record<DoorLevel, string>> = {
  agree: 'number {} agrees', range: 'number within the range {}', letter: 'number {} but for its letter', slip: 'number {} but for its digits', differ: 'another number than {}', unsaid: 'number {} not said', unlisted: 'the list has no number here', neither: '',
} // prettier-ignore
const partWords: Readonly<Record<PartLevel, string>> = { agree: 'flat or part {} agrees', differ: 'another flat or part than {}', unsaid: 'flat or part {} not said', unlisted: 'the list has no such part here', neither: '' } // prettier-ignore
const buildingWords: Readonly<Record<BuildingLevel, string>> = { agree: 'building agrees', slip: 'building misspelt', head: 'building shortened', unsaid: 'building not said', other: 'another building is named', neither: '' } // prettier-ignore
const streetWords: Readonly<Record<StreetLevel, string>> = { agree: 'street agrees', slip: 'street misspelt', kind: 'street of another kind (Road, Lane)', differ: 'another street', unsaid: 'street not said', streetless: 'the list has no street here' } // prettier-ignore
const placeWords: Readonly<Record<PlaceLevel, string>> = { agree: 'town or locality agrees', slip: 'town or locality misspelt', differ: 'another town', unsaid: '' } // prettier-ignore
const postcodeWords: Readonly<Record<PostcodeLevel, string>> = { agree: 'postcode agrees', slip: 'postcode wrong by one character', sector: 'another postcode of the sector', district: 'another postcode of the district', area: 'another postcode of the area', differ: 'another postcode', outward: 'postcode district agrees', unsaid: 'postcode not said' } // prettier-ignore

export function found(list: AddressList, query: Query, candidate: Candidate, probability: number): Found {
  const { at, bits, group, numbers } = candidate
  const part = partLevel(numbers.part, list.part[at]!)
  const words = [
    partWords[part].replace('{}', list.parts.texts[list.part[at]!] ?? ''),
    buildingWords[weighBuilding(list, query, list.building[at]!).level],
    doorWords[doorLevel(numbers.door, list.door[at]!)].replace(
      '{}',
      list.door[at]! < 0 ? '' : doorText(list.door[at]!),
    ),
    streetWords[group.street],
    placeWords[group.place],
    postcodeWords[group.postcode],
  ]
  return {
    uprn: String(list.uprn[at]),
    address: list.textAt(at),
    probability: Math.round(probability * 1e6) / 1e6,
    weight: Math.round(bits * 1e3) / 1e3,
    at: list.pointAt(at),
    parts: words.filter((words) => words !== ''),
  }
}
