/** A dictionary that grows: the codes of a feature's values, and what the kernel knows of each, with room for more. */
import { type DateValue, identityOf, textOf, type Value } from '../features/values.ts'
import type { Kind } from '../model/features.ts'
import { packedDay, type Sides } from '../score/sides.ts'
import { growingSets, growingTexts, longer, type Room } from './growing-texts.ts'

export type Dictionary = Readonly<{
  sides(): Sides
  /** How many codes are given for good. */
  size(): number
  find(value: Value): number | undefined
  /** Writes a value under the next code, or `ahead` beyond it. False when there is no room. */
  write(value: Value, ahead: number): boolean
  /** Gives the next code for good to the value that was written there. */
  keep(value: Value): number
  grow(room: Room): void
}>

export function growingDictionary(values: readonly (Value | null)[], kind: Kind, begun: Sides): Dictionary {
  const codes = new Map<string, number>()
  for (const [code, value] of values.entries()) if (value !== null) codes.set(identityOf(value), code)
  let size = values.length
  let capacity = size
  let numbers: Pick<Sides, 'seconds' | 'days' | 'numbers' | 'points'> = begun
  const texts =
    begun.texts &&
    growingTexts(
      values.map((value) => (value === null ? '' : textOf(value))),
      begun.texts,
    )
  const sets = begun.sets && growingSets(values as readonly (readonly string[] | null)[], begun.sets)
  return {
    sides: () => ({
      ...(texts ? { texts: texts.side() } : {}),
      ...(sets ? { sets: sets.side() } : {}),
      ...(numbers.seconds ? { seconds: numbers.seconds } : {}),
      ...(numbers.days ? { days: numbers.days } : {}),
      ...(numbers.numbers ? { numbers: numbers.numbers } : {}),
      ...(numbers.points ? { points: numbers.points } : {}),
    }),
    size: () => size,
    find: (value) => codes.get(identityOf(value)),
    write(value, ahead) {
      const code = size + ahead
      if (ahead === 0) sets?.forget()
      if (code >= capacity) return false
      if (texts && !texts.write(textOf(value), code)) return false
      if (sets && !sets.write(value as readonly string[], code)) return false
      if (kind === 'date') writeDate(numbers, code, value as DateValue)
      if (numbers.numbers) numbers.numbers[code] = value as number
      if (numbers.points) numbers.points.set(value as readonly [number, number], 2 * code)
      return true
    },
    keep(value) {
      sets?.keep()
      codes.set(identityOf(value), size)
      return size++
    },
    grow(room) {
      capacity = size + room.codes
      texts?.grow(room)
      sets?.grow(room)
      const { seconds, days, numbers: amounts, points } = numbers
      numbers = {
        ...(seconds ? { seconds: longer(Float64Array, seconds, capacity) } : {}),
        ...(days ? { days: longer(Int32Array, days, capacity) } : {}),
        ...(amounts ? { numbers: longer(Float64Array, amounts, capacity) } : {}),
        ...(points ? { points: longer(Float64Array, points, 2 * capacity) } : {}),
      }
    },
  }
}

function writeDate({ seconds, days }: Pick<Sides, 'seconds' | 'days'>, code: number, value: DateValue): void {
  if (seconds) seconds[code] = value.seconds
  if (days) days[code] = packedDay(value)
}
