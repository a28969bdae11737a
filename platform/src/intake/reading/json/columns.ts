/** Columns that come to light one by one, as records name them. */
import type { Limits } from '../limits.ts'

import { tooManyColumns } from '../refuse.ts'

export type Columns = Readonly<{
  /** The place of a column, new ones at the end. */
  place: (key: string) => number
  keys: () => string[]
  size: () => number
}>

export function startColumns(limits: Pick<Limits, 'columns'>, first: readonly string[] = []): Columns {
  const places = new Map<string, number>(first.map((key, at) => [key, at]))
  return {
    place(key) {
      let place = places.get(key)
      if (place === undefined) {
        place = places.size
        if (place >= limits.columns) throw tooManyColumns(place + 1, limits.columns)
        places.set(key, place)
      }
      return place
    },
    keys: () => [...places.keys()],
    size: () => places.size,
  }
}
