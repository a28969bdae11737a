/**
 * Gives each distinct pair of numbers an id of its own, 1, 2, 3 …; a hash table in typed arrays, because blocking has millions
 * of keys. Longer keys are interned a pair at a time.
 */
export type Interner = Readonly<{
  /** The id of a pair, given now if it has none. */
  intern(left: number, right: number): number
  /** The id of a pair, or 0. */
  find(left: number, right: number): number
  /** The highest id. */
  size(): number
}>

export function makeInterner(expected: number): Interner {
  let slots = 1
  while (slots < 2 * expected + 16) slots *= 2
  let table = new Int32Array(slots)
  let keys = new Int32Array(2 * (expected + 16))
  let count = 0

  const slotOf = (left: number, right: number): number => {
    let hash = Math.imul(left ^ (right >>> 15), 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    let slot = (hash ^ (hash >>> 13)) & (slots - 1)
    for (let id = table[slot]!; id !== 0; id = table[slot]!) {
      if (keys[2 * id - 2] === left && keys[2 * id - 1] === right) break
      slot = (slot + 1) & (slots - 1)
    }
    return slot
  }

  const grow = (): void => {
    const larger = new Int32Array(2 * keys.length)
    larger.set(keys)
    keys = larger
    slots *= 2
    table = new Int32Array(slots)
    for (let id = 1; id <= count; id++) table[slotOf(keys[2 * id - 2]!, keys[2 * id - 1]!)] = id
  }

  return {
    intern(left, right) {
      const slot = slotOf(left, right)
      if (table[slot] !== 0) return table[slot]!
      count++
      keys[2 * count - 2] = left
      keys[2 * count - 1] = right
      table[slot] = count
      if (2 * count + 2 > keys.length || 2 * count > slots) grow()
      return count
    },
    find: (left, right) => table[slotOf(left, right)]!,
    size: () => count,
  }
}
