/** Who lives in Northford, as they truly are: the registers only ever see them through `mistakes/`. */
import type { Day } from '../days.ts'
import type { Origin, Sex } from '../names/names.ts'
import type { Address } from '../town/town.ts'

export type Role = 'head' | 'partner' | 'child' | 'parent' | 'sharer' | 'resident'

export type Person = {
  /** 0, 1, 2 … in the order of households. */
  index: number
  id: string
  household: Household
  role: Role
  sex: Sex
  origin: Origin
  title: string
  given: string
  middle: string
  surname: string
  /** Surname at birth, when marriage changed it; else ''. */
  maiden: string
  born: Day
  age: number
  /** Day of death, or 0. */
  died: Day
  nhs: string
  ni: string
  phone: string
  email: string
  married: boolean
  /** Cannot walk far, see or hear well, or the like. */
  disabled: boolean
  /** Needs care at home. */
  frail: boolean
  /** Depends on electrical equipment at home. */
  equipment: boolean
  /** Why this person is hard to link, if they are: `twin`, `namesake`. */
  hard: '' | 'twin' | 'namesake'
}

export type Household = {
  index: number
  id: string
  kind: HouseholdKind
  address: Address
  /** Where they lived until `moved`, or null. */
  previous: Address | null
  moved: Day
  poor: boolean
  members: Person[]
}

export type HouseholdKind =
  | 'older-single'
  | 'single'
  | 'older-couple'
  | 'couple'
  | 'family'
  | 'lone-parent'
  | 'grown-children'
  | 'three-generations'
  | 'sharers'
  | 'care-home'
