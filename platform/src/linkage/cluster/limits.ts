/** What no evidence may join: two records of a register without duplicates, two identifiers, too many records. */
import type { ClusterSettings, Records } from './input.ts'

/** Why two groups may not be one, however strong the evidence. */
export type Limit = 'source' | 'identifier' | 'size'

/** A group with several codes of one identifier, which only rulings can make: it takes no record with any. */
const several = 0xffffffff

/** Per group of a piece: its registers without duplicates, and its identifiers. A limit that holds goes on holding as groups grow. */
export class Limits {
  readonly #records: Records
  readonly #largest: number
  /** The place of each register without duplicates among the bits of a mask. */
  readonly #bitOf: Uint32Array
  readonly #words: number
  #masks = new Uint32Array(0)
  readonly #kinds: number
  #codes = new Uint32Array(0)

  /** Whether there is any limit at all. */
  readonly some: boolean

  constructor(records: Records, { oncePerSource, largest }: ClusterSettings) {
    this.#records = records
    this.#largest = largest
    const sources = records.source ? [...new Set(oncePerSource)] : []
    this.#bitOf = new Uint32Array(0x1_0000)
    for (const [place, source] of sources.entries()) this.#bitOf[source] = place + 1
    this.#words = Math.ceil(sources.length / 32)
    this.#kinds = records.identifiers?.length ?? 0
    this.some = largest < Infinity || this.#words + this.#kinds > 0
  }

  /** Learns the facts of a new piece's records, which are given in the piece's order. */
  begin(records: Uint32Array): void {
    const [words, kinds] = [this.#words, this.#kinds]
    if (this.#masks.length < words * records.length) this.#masks = new Uint32Array(2 * words * records.length)
    if (this.#codes.length < kinds * records.length) this.#codes = new Uint32Array(2 * kinds * records.length)
    if (words > 0) this.#masks.fill(0, 0, words * records.length)
    for (let place = 0; place < records.length && words + kinds > 0; place++) {
      const record = records[place]!
      const bit = words > 0 ? this.#bitOf[this.#records.source![record]!]! : 0
      if (bit > 0) this.#masks[place * words + ((bit - 1) >>> 5)] = 1 << ((bit - 1) & 31)
      for (let kind = 0; kind < kinds; kind++)
        this.#codes[place * kinds + kind] = this.#records.identifiers![kind]![record]!
    }
  }

  /** What keeps two groups apart, given their roots and how many records they would have together. */
  between(one: number, other: number, size: number): Limit | null {
    if (size > this.#largest) return 'size'
    const [words, kinds] = [this.#words, this.#kinds]
    for (let word = 0; word < words; word++)
      if (this.#masks[one * words + word]! & this.#masks[other * words + word]!) return 'source'
    for (let kind = 0; kind < kinds; kind++) {
      const [first, second] = [this.#codes[one * kinds + kind]!, this.#codes[other * kinds + kind]!]
      if (first !== 0 && second !== 0 && (first !== second || first === several)) return 'identifier'
    }
    return null
  }

  /** Group `kept` now has the records of group `gone` too. */
  join(kept: number, gone: number): void {
    const [words, kinds] = [this.#words, this.#kinds]
    for (let word = 0; word < words; word++) this.#masks[kept * words + word]! |= this.#masks[gone * words + word]!
    for (let kind = 0; kind < kinds; kind++) {
      const [first, second] = [this.#codes[kept * kinds + kind]!, this.#codes[gone * kinds + kind]!]
      this.#codes[kept * kinds + kind] = first === 0 ? second : second === 0 || first === second ? first : several
    }
  }
}
