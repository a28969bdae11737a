/** Fixed facts of the town: its wards, where it lies, and the number ranges that belong to nobody. */

/** Nine wards of the city and three of the neighbouring district. */
export const wards = [
  { name: 'Riverside', code: 'E05999001', district: 'northford' },
  { name: 'Castle', code: 'E05999002', district: 'northford' },
  { name: "St Anne's", code: 'E05999003', district: 'northford' },
  { name: 'Millfield', code: 'E05999004', district: 'northford' },
  { name: 'Harbour', code: 'E05999005', district: 'northford' },
  { name: 'Northgate', code: 'E05999006', district: 'northford' },
  { name: 'Beacon Hill', code: 'E05999007', district: 'northford' },
  { name: 'Foundry', code: 'E05999008', district: 'northford' },
  { name: 'Orchard Park', code: 'E05999009', district: 'northford' },
  { name: 'Westmoor Market', code: 'E05999010', district: 'westmoor' },
  { name: 'Westmoor Vale', code: 'E05999011', district: 'westmoor' },
  { name: 'Westmoor Fell', code: 'E05999012', district: 'westmoor' },
] as const
export type Ward = (typeof wards)[number]

/** Lower layer areas per ward: codes E01999000 to E01999995. */
export const areasPerWard = 83

/**
 * The made patch: British National Grid metres in the open sea off Northumberland, so that no house stands there.
 * Wards are four across and three down, each `wardSide` metres square.
 */
export const patch = { east: 480_000, north: 560_000, wardSide: 2_400, across: 4, down: 3 } as const

/** Everything about people is as they were recorded by this day; nothing is later. */
export const asAt = '2026-09-30'

export function lowerArea(ward: number, area: number): string {
  return `E01999${String(ward * areasPerWard + area).padStart(3, '0')}`
}

const letters = 'ABDEFGHJLNPQRSTUWXYZ'

/** The n-th postcode (0 to 3,999) of ward w: in the area NF, which the Royal Mail has given to no place. */
export function postcode(ward: number, n: number): string {
  const sector = Math.floor(n / 400) % 10
  const unit = n % 400
  return `NF${ward + 1} ${sector}${letters[Math.floor(unit / 20)]}${letters[unit % 20]}`
}
