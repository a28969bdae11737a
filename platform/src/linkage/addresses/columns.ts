/** Columns of numbers that grow, names as numbers, and lists of lists laid flat: what a million addresses are kept in. */

type Numbers = Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

/** The same numbers in an array of at least `size`, doubled so that growing stays cheap. */
export function grown<T extends Numbers>(array: T, size: number): T {
  if (size <= array.length) return array
  const larger = new (array.constructor as new (length: number) => T)(Math.max(size, array.length * 2))
  larger.set(array)
  return larger
}

/** Texts as numbers from 0 in the order of their coming. The empty text is -1. */
export type Names = Readonly<{
  texts: readonly string[]
  code(text: string): number
  /** -1 for a text that never came. */
  find(text: string): number
}>

export function createNames(): Names {
  const codes = new Map<string, number>()
  const texts: string[] = []
  return {
    texts,
    code(text) {
      if (text === '') return -1
      let code = codes.get(text)
      if (code === undefined) {
        code = texts.length
        codes.set(text, code)
        texts.push(text)
      }
      return code
    },
    find: (text) => codes.get(text) ?? -1,
  }
}

/** For each key, the positions that have it, rising: `items` from `from[key]` to `from[key + 1]`. A key of -1 is in no list. */
export type Grouped = Readonly<{ from: Uint32Array; items: Uint32Array }>

export function grouped(keys: Int32Array, size: number): Grouped {
  const from = new Uint32Array(size + 1)
  for (const key of keys) if (key >= 0) from[key + 1]! += 1
  for (let key = 0; key < size; key++) from[key + 1]! += from[key]!
  const next = from.slice()
  const items = new Uint32Array(from[size]!)
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]!
    if (key >= 0) items[next[key]!++] = at
  }
  return { from, items }
}

/** How many positions have the key. */
export function sizeOf({ from }: Grouped, key: number): number {
  return key < 0 ? 0 : from[key + 1]! - from[key]!
}
