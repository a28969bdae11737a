/** Door numbers in 30 bits: 17 for the number, 8 for the length of a range, 5 for a letter. -1 is none. */
import type { DoorNumber } from './tokens.ts'

export function packDoor(number: DoorNumber | null): number {
  return number === null ? -1 : (number.from << 13) | ((number.to - number.from) << 5) | number.letter
}

export const firstOf = (door: number): number => door >> 13
export const lastOf = (door: number): number => (door >> 13) + ((door >> 5) & 255)
export const letterOf = (door: number): number => door & 31

/** `12`, `12a`, `12-14`. */
export function doorText(door: number): string {
  const letter = letterOf(door)
  const range = lastOf(door) > firstOf(door) ? `-${lastOf(door)}` : ''
  return `${firstOf(door)}${range}${letter > 0 ? String.fromCharCode(96 + letter) : ''}`
}
