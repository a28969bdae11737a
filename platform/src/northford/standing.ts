/** How far each agreement of the place has come, so that every state can be seen. */
import type { Role } from '#model/request.ts'

export type Signature = Readonly<{ organisation: string; role: Extract<Role, 'approver' | 'guardian'> }>

export type Standing = Readonly<{
  id: string
  /** The organisation that put it forward. */
  by: string
  /** `expired`: signed `ago` days ago, when it had yet to run out. */
  state: 'draft' | 'proposed' | 'active' | 'suspended' | 'ended' | 'expired'
  signed: readonly Signature[]
  /** Who stopped it, and why. */
  stopped?: Readonly<{ organisation: string; why: string }>
  ago?: number
}>

const approved = (...organisations: readonly string[]): Signature[] =>
  organisations.map((organisation) => ({ organisation, role: 'approver' }))
const guarded = (organisation: string): Signature => ({ organisation, role: 'guardian' })

const council = 'northford-council'
const trust = 'st-annes-nhs-trust'
const police = 'northford-police'
const energy = 'brightspark-energy'
const buses = 'northway-buses'
const water = 'northford-water'
const charity = 'helping-hands'
const district = 'westmoor-district-council'
const university = 'university-of-northford'
const apps = 'kerbside-apps'

export const standings: readonly Standing[] = [
  { id: 'warm-homes', by: council, state: 'active', signed: approved(council, energy) },
  {
    id: 'hospital-discharge',
    by: trust,
    state: 'active',
    signed: [...approved(council), guarded(trust), ...approved(trust)],
  },
  { id: 'winter-gritting', by: council, state: 'active', signed: approved(council, district) },
  { id: 'missing-persons', by: police, state: 'active', signed: [...approved(police), guarded(trust)] },
  { id: 'blue-badge-verification', by: council, state: 'active', signed: approved(council, buses) },
  { id: 'food-bank-support', by: charity, state: 'active', signed: approved(council, charity) },
  { id: 'bus-pass-renewal', by: buses, state: 'proposed', signed: approved(buses) },
  {
    id: 'winter-pressures-research',
    by: university,
    state: 'active',
    signed: [...approved(council, university), guarded(trust)],
  },
  { id: 'energy-planning', by: council, state: 'active', signed: approved(council, energy) },
  { id: 'social-prescribing', by: charity, state: 'active', signed: [...approved(charity), guarded(trust)] },
  {
    id: 'street-patterns',
    by: council,
    state: 'suspended',
    signed: approved(council, police),
    stopped: {
      organisation: police,
      why: 'Some incidents were placed on the wrong street; we are checking how locations are given.',
    },
  },
  {
    id: 'heatwave-plan',
    by: water,
    state: 'ended',
    signed: approved(council, water),
    stopped: { organisation: council, why: 'The heatwave is over.' },
  },
  { id: 'flood-wardens', by: council, state: 'expired', signed: approved(council, charity), ago: 402 },
  { id: 'school-travel', by: buses, state: 'active', signed: approved(council, buses) },
  { id: 'care-home-beds', by: trust, state: 'draft', signed: [] },
  { id: 'ridership-for-apps', by: apps, state: 'active', signed: approved(buses, apps) },
  { id: 'priority-services-match', by: energy, state: 'active', signed: approved(energy, water) },
  { id: 'free-school-meals', by: council, state: 'active', signed: approved(council, district) },
  { id: 'home-equipment', by: energy, state: 'active', signed: approved(energy, trust) },
]
