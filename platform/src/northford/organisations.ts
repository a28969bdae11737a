/** Who is in the place. Every name is invented; e-mail goes to example.org (RFC 2606), so nobody gets it. */
import type { Organisation } from '#model/dataset.ts'
import { daysFrom } from './documents.ts'

type Assurance = Readonly<{ kind: string; /** Days from the day of loading; below nought: run out. */ runs: number }>
type Entry = Readonly<Omit<Organisation, 'contact' | 'assurances'> & { assurances: readonly Assurance[] }>

const dspt = (runs: number): Assurance => ({ kind: 'dspt', runs })
const cyberEssentials = (runs: number): Assurance => ({ kind: 'cyber-essentials', runs })

const entries: readonly Entry[] = [
  {
    id: 'northford-council',
    name: 'Northford City Council',
    kind: 'council',
    assurances: [dspt(240), cyberEssentials(150)],
  },
  { id: 'st-annes-nhs-trust', name: 'St Anne’s NHS Trust', kind: 'nhs', assurances: [dspt(200), cyberEssentials(310)] },
  { id: 'northford-police', name: 'Northford Police', kind: 'police', assurances: [dspt(120), cyberEssentials(60)] },
  { id: 'brightspark-energy', name: 'Brightspark Energy', kind: 'utility', assurances: [cyberEssentials(330)] },
  { id: 'northway-buses', name: 'Northway Buses', kind: 'transport', assurances: [cyberEssentials(-20)] },
  { id: 'helping-hands', name: 'Helping Hands Northford', kind: 'charity', assurances: [dspt(-90)] },
  {
    id: 'westmoor-district-council',
    name: 'Westmoor District Council',
    kind: 'council',
    assurances: [dspt(25), cyberEssentials(-5)],
  },
  { id: 'northford-water', name: 'Northford Water', kind: 'utility', assurances: [cyberEssentials(95)] },
  { id: 'university-of-northford', name: 'University of Northford', kind: 'charity', assurances: [dspt(270)] },
  { id: 'kerbside-apps', name: 'Kerbside Apps', kind: 'firm', assurances: [] },
]

/** The organisations as they stand on the day of loading (ISO date). */
export function organisationsOn(today: string): Organisation[] {
  return entries.map(({ assurances, ...entry }) => ({
    ...entry,
    contact: `data@${entry.id}.example.org`,
    assurances: assurances.map(({ kind, runs }) => ({ kind, until: daysFrom(today, runs) })),
  }))
}
