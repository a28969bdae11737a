import { Problem } from '#foundation/problem.ts'
import { longer } from './growing-texts.ts'

/** Where records stand. A record that changes gets a new place, and its old one is dead; numbers of records stay. */
export class Places {
  /** How many places are taken: the next record's. */
  next: number
  #recordAt: Uint32Array
  #isDead: Uint8Array
  /** The last round in which a place was seen. */
  #seen: Uint32Array
  #round = 0
  readonly #placeOf = new Map<number, number>()

  constructor(count: number) {
    this.next = count
    this.#recordAt = Uint32Array.from({ length: count + 1_000 }, (_, place) => place)
    this.#isDead = new Uint8Array(count + 1_000)
    this.#seen = new Uint32Array(count + 1_000)
  }

  recordAt(place: number): number {
    return this.#recordAt[place]!
  }

  /** Of the places handed in since, each is new once, and a dead one never. */
  beginRound(): void {
    this.#round++
  }

  isNew(place: number): boolean {
    if (this.#seen[place] === this.#round || this.#isDead[place] === 1) return false
    this.#seen[place] = this.#round
    return true
  }

  /** Gives the next place to a record. */
  take(record: number): void {
    if (this.next + 1 >= this.#recordAt.length) {
      const length = 2 * this.#recordAt.length
      this.#recordAt = longer(Uint32Array, this.#recordAt, length)
      this.#seen = longer(Uint32Array, this.#seen, length)
      const dead = new Uint8Array(length)
      dead.set(this.#isDead)
      this.#isDead = dead
    }
    this.#recordAt[this.next] = record
    this.#placeOf.set(record, this.next++)
  }

  /** Throws a 404 `record-unknown`. */
  kill(record: number): void {
    const place = this.#placeOf.get(record) ?? record
    const isThere = Number.isInteger(place) && place >= 0 && place < this.next && this.#recordAt[place] === record
    if (!isThere || this.#isDead[place] === 1)
      throw new Problem(404, 'record-unknown', {
        title: 'There is no such record',
        detail: 'It was never in the index, or was taken out.',
        at: String(record),
        mend: 'Use a number that the index gave.',
      })
    this.#isDead[place] = 1
  }
}
