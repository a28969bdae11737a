import { noSource, type Records } from './input.ts'

/** What must be known of records that come and go. */
export class LiveRecords implements Records {
  count: number
  source: Uint16Array
  identifiers: Uint32Array[]

  constructor({ count, source, identifiers = [] }: Records) {
    this.count = count
    this.source = new Uint16Array(count).fill(noSource)
    if (source) this.source.set(source.subarray(0, count))
    this.identifiers = identifiers.map((codes) => Uint32Array.from(codes.subarray(0, count)))
  }

  /** Makes room for records below `count`, of which nothing is known yet. */
  reach(count: number): void {
    if (count <= this.count) return
    this.count = count
    if (count <= this.source.length) return
    const room = Math.max(count, 2 * this.source.length)
    const source = new Uint16Array(room).fill(noSource)
    source.set(this.source)
    this.source = source
    this.identifiers = this.identifiers.map((codes) => {
      const longer = new Uint32Array(room)
      longer.set(codes)
      return longer
    })
  }

  set(record: number, source: number = noSource, codes: readonly number[] = []): void {
    this.source[record] = source
    for (const [kind, column] of this.identifiers.entries()) column[record] = codes[kind] ?? 0
  }

  /** Nothing is known of the record any more. */
  clear(record: number): void {
    this.set(record)
  }

  copy(): Records {
    return {
      count: this.count,
      source: this.source.slice(0, this.count),
      identifiers: this.identifiers.map((codes) => codes.slice(0, this.count)),
    }
  }
}
