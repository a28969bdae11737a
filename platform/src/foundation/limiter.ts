/**
 * Slows down guessing. Each key may take `burst` at once and one more every `refillSeconds` (the generic cell rate
 * algorithm: one number a key). What was taken for an attempt that turned out right is given back, so that only
 * failures count. Pure: the time is passed in. Each node counts for itself.
 */
export class Limiter {
  readonly #burst: number
  readonly #refillMs: number
  readonly #most: number
  /** For each key the instant (ms) at which it would be full again. */
  readonly #fullAt = new Map<string, number>()

  constructor(limits: Readonly<{ burst: number; refillSeconds: number; keys?: number }>) {
    this.#burst = limits.burst
    this.#refillMs = limits.refillSeconds * 1000
    this.#most = limits.keys ?? 10_000
  }

  /** Seconds to wait, or 0 when the attempt may go ahead. */
  take(key: string, now: Date): number {
    const at = now.getTime()
    const fullAt = Math.max(this.#fullAt.get(key) ?? 0, at)
    const allowedAt = fullAt - (this.#burst - 1) * this.#refillMs
    if (allowedAt > at) return Math.ceil((allowedAt - at) / 1000)
    if (this.#fullAt.size >= this.#most) this.#forget(at)
    this.#fullAt.set(key, fullAt + this.#refillMs)
    return 0
  }

  giveBack(key: string): void {
    const fullAt = this.#fullAt.get(key)
    if (fullAt !== undefined) this.#fullAt.set(key, fullAt - this.#refillMs)
  }

  /** First what is full again, then the oldest: memory stays bounded whatever is sent. */
  #forget(at: number): void {
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= at) this.#fullAt.delete(key)
    for (const key of this.#fullAt.keys()) {
      if (this.#fullAt.size < this.#most) return
      this.#fullAt.delete(key)
    }
  }
}
