/**
 * Randomness that is the same on every machine: xoshiro128** (https://prng.di.unimi.it/), seeded through splitmix32.
 * A stream belongs to a subject (this household, this person in that register), so that one more register, or one more
 * draw in it, changes nothing elsewhere.
 */
export class Random {
  #a = 0
  #b = 0
  #c = 0
  #d = 0

  constructor(seed: number, ...path: readonly number[]) {
    this.#sow(path.reduce(mix, seed >>> 0))
  }

  /** Makes this the stream of (`seed`, `subject`, `topic`): cheaper than a new one where millions are needed. */
  restart(seed: number, subject: number, topic: number): this {
    this.#sow(mix(mix(seed >>> 0, subject), topic))
    return this
  }

  #sow(seed: number): void {
    this.#a = splitmix(seed)
    this.#b = splitmix(seed + 0x9e3779b9)
    this.#c = splitmix(seed + 0x3c6ef372)
    this.#d = splitmix(seed + 0xdaa66d2b)
  }

  /** 32 random bits. */
  bits(): number {
    const b = this.#b
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    this.#c ^= this.#a
    this.#d ^= b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= b << 9
    this.#d = rotate(this.#d, 11)
    return scrambled
  }

  /** A number from 0 up to, not including, 1. */
  unit(): number {
    return this.bits() / 4294967296
  }

  /** A whole number from 0 up to, not including, `bound`. */
  below(bound: number): number {
    return Math.floor(this.unit() * bound)
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item
  }

  /** About a bell curve around 0, of standard deviation 1: the sum of twelve units, less six. No logarithm, no cosine. */
  bell(): number {
    let sum = -6
    for (let draw = 0; draw < 12; draw++) sum += this.unit()
    return sum
  }
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by))
}

function splitmix(state: number): number {
  let value = (state + 0x9e3779b9) | 0
  value = Math.imul(value ^ (value >>> 16), 0x21f0aaad)
  value = Math.imul(value ^ (value >>> 15), 0x735a2d97)
  return (value ^ (value >>> 15)) >>> 0
}

/** Two numbers to one, well spread. */
export function mix(left: number, right: number): number {
  return splitmix(Math.imul(left ^ 0x5bd1e995, 0x01000193) ^ splitmix(right ^ left))
}

/** A 32-bit number for a text (FNV-1a): topics and seeds have names. */
export function numberOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/**
 * A shuffle of 0 … 2^bits − 1 without a table: four Feistel rounds, so that numbers given out in order look drawn by lot
 * and never collide. `bits` is even and at most 30.
 */
export function shuffled(value: number, bits: number, key: number): number {
  const half = bits >>> 1
  const mask = (1 << half) - 1
  let left = value >>> half
  let right = value & mask
  for (let round = 0; round < 4; round++) {
    const next = left ^ (mix(key + round, right) & mask)
    left = right
    right = next
  }
  return ((left << half) | right) >>> 0
}

/** The same within 0 … bound − 1, by walking on until inside (`bound` > 2^bits / 4, so a few steps at most). */
export function shuffledBelow(value: number, bound: number, key: number): number {
  let bits = 2
  while (1 << bits < bound) bits += 2
  let walked = shuffled(value, bits, key)
  while (walked >= bound) walked = shuffled(walked, bits, key)
  return walked
}

/** Draws by weight at a constant cost (Walker's alias method). */
export class Lottery<Item> {
  readonly items: readonly Item[]
  readonly #keep: Float64Array
  readonly #other: Int32Array

  constructor(items: readonly Item[], weights: readonly number[]) {
    this.items = items
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const share = weights.map((weight) => (weight / total) * items.length)
    this.#keep = new Float64Array(items.length).fill(1)
    this.#other = new Int32Array(items.length)
    const poor = share.flatMap((value, at) => (value < 1 ? [at] : []))
    const rich = share.flatMap((value, at) => (value < 1 ? [] : [at]))
    while (poor.length > 0 && rich.length > 0) {
      const small = poor.pop() as number
      const large = rich.at(-1) as number
      this.#keep[small] = share[small] as number
      this.#other[small] = large
      share[large] = (share[large] as number) + (share[small] as number) - 1
      if ((share[large] as number) < 1) poor.push(rich.pop() as number)
    }
  }

  draw(random: Random): Item {
    const at = random.below(this.items.length)
    return this.items[random.unit() < (this.#keep[at] as number) ? at : (this.#other[at] as number)] as Item
  }
}
