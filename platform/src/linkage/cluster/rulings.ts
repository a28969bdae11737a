import type { Ruling } from './input.ts'

export type Settled = Readonly<{
  /** Oldest first, like what was given. */
  standing: readonly Ruling[]
  /** Rulings that newer ones contradict, directly or through others (A is B, B is C, A is not C). */
  setAside: readonly Ruling[]
}>

/** Which rulings stand: the newest, and every older one that does not contradict what stands already. */
export function settle(rulings: readonly Ruling[]): Settled {
  const groups = new Groups()
  const standing: Ruling[] = []
  const setAside: Ruling[] = []
  for (const ruling of rulings.toReversed()) (groups.accept(ruling) ? standing : setAside).push(ruling)
  return { standing: standing.toReversed(), setAside: setAside.toReversed() }
}

/** Records held to be the same, and which groups of them are held apart. */
class Groups {
  readonly #parent = new Map<number, number>()
  /** Per root: records that are held apart from its group. */
  readonly #apart = new Map<number, number[]>()

  accept({ left, right, same }: Ruling): boolean {
    const [one, other] = [this.#root(left), this.#root(right)]
    if (!same) {
      if (one === other) return false
      this.#hold(one, right)
      this.#hold(other, left)
      return true
    }
    if (one === other) return true
    const [few, many] = this.#count(one) < this.#count(other) ? [one, other] : [other, one]
    const held = this.#apart.get(few) ?? []
    if (held.some((record) => this.#root(record) === many)) return false
    this.#parent.set(few, many)
    for (const record of held) this.#hold(many, record)
    this.#apart.delete(few)
    return true
  }

  #root(record: number): number {
    let at = record
    for (let up = this.#parent.get(at); up !== undefined; up = this.#parent.get(at)) at = up
    // Straight to the root the next time.
    if (at !== record) this.#parent.set(record, at)
    return at
  }

  #count(root: number): number {
    return this.#apart.get(root)?.length ?? 0
  }

  #hold(root: number, record: number): void {
    const held = this.#apart.get(root)
    if (held) held.push(record)
    else this.#apart.set(root, [record])
  }
}

/** Rulings that these records are all one: a chain, so that no later run takes them apart. */
export function mergedByHand(records: readonly number[]): Ruling[] {
  return records.slice(1).map((right, place) => ({ left: records[place]!, right, same: true }))
}

/** Rulings that each part is one and that no two parts are. Put after the older ones, they overrule them. */
export function unmergedByHand(parts: readonly (readonly number[])[]): Ruling[] {
  const apart = parts.flatMap((part, place) =>
    parts
      .slice(place + 1)
      .flatMap((other) => part.flatMap((left) => other.map((right): Ruling => ({ left, right, same: false })))),
  )
  return [...parts.flatMap(mergedByHand), ...apart]
}
