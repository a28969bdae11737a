/** Differences of dates, numbers and places. */
import type { DateValue } from '../features/values.ts'
import type { dateUnits } from '../model/tests.ts'

/** As Splink counts them. */
export const secondsIn: Readonly<Record<(typeof dateUnits)[number], number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  month: 2_629_800,
  year: 31_557_600,
}

export function dayMonthSwapped(left: DateValue, right: DateValue): boolean {
  return left.year === right.year && left.day !== left.month && left.day === right.month && left.month === right.day
}

export const relativeDifference = (left: number, right: number): number =>
  Math.abs(left - right) / Math.max(left, right)

const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Great-circle distance in km, by the formula that Splink compiles. */
export function distanceKm([lat, long]: readonly [number, number], [otherLat, otherLong]: readonly [number, number]) {
  const cosine =
    Math.sin(radians(lat)) * Math.sin(radians(otherLat)) +
    Math.cos(radians(lat)) * Math.cos(radians(otherLat)) * Math.cos(radians(otherLong - long))
  return Math.acos(Math.min(1, Math.max(-1, cosine))) * 6371
}
