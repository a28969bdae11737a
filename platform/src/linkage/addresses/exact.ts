/** Addresses by their whole standard text: the way in for those that are written as the list has them. */
import type { Tokens } from './tokens.ts'

/** Two hashes of 32 bits (FNV-1a and one like it): among a million texts two different ones share both once in thirty million lists. */
export function fingerprint({ tokens, postcode }: Tokens): readonly [number, number] {
  let one = 0x811c9dc5
  let two = 0x9747b28c
  const take = (text: string) => {
    for (let at = 0; at < text.length; at++) {
      const letter = text.charCodeAt(at)
      one = Math.imul(one ^ letter, 0x01000193)
      two = Math.imul((two ^ letter) + (two << 5), 0x85ebca6b)
    }
    one = Math.imul(one ^ 32, 0x01000193)
    two = Math.imul((two ^ 32) + (two << 5), 0x85ebca6b)
  }
  for (const { text } of tokens) take(text)
  take(postcode?.text ?? '')
  return [one >>> 0, (two ^ (two >>> 15)) >>> 0]
}

export type ExactIndex = Readonly<{
  /** All positions whose text has this fingerprint. */
  find(print: readonly [number, number]): number[]
}>

/** An open table of the first of each text, chained to the others of the same. */
export function indexExactly(ones: Uint32Array, twos: Uint32Array): ExactIndex {
  const size = 2 ** Math.ceil(Math.log2(ones.length * 2 + 2))
  const heads = new Int32Array(size).fill(-1)
  const next = new Int32Array(ones.length).fill(-1)
  const slotOf = (one: number, two: number) => {
    for (let slot = (one ^ (two << 7)) & (size - 1); ; slot = (slot + 1) & (size - 1)) {
      const head = heads[slot]!
      if (head < 0 || (ones[head] === one && twos[head] === two)) return slot
    }
  }
  for (let at = 0; at < ones.length; at++) {
    const slot = slotOf(ones[at]!, twos[at]!)
    next[at] = heads[slot]!
    heads[slot] = at
  }
  return {
    find([one, two]) {
      const found: number[] = []
      for (let at = heads[slotOf(one, two)]!; at >= 0; at = next[at]!) found.push(at)
      return found
    },
  }
}
