import type { Random } from '../random.ts'
import { Outlet } from './outlet.ts'

/** Rows held back to be shuffled: a register of a small town is shuffled whole, a large one within a window. */
const held = 2_048
const lineFeed = 10

/** What stands around and between the rows of a file. */
export type Frame = Readonly<{ open: string; between: string; close: string }>

export const linesFrame: Frame = { open: '', between: '', close: '' }
export const arrayFrame: Frame = { open: '[\n', between: ',\n', close: '\n]\n' }

/** A file of rows in no telling order: households do not stand together in it. */
export class Table {
  readonly #outlet: Outlet
  readonly #frame: Frame
  readonly #random: Random
  readonly #rows: string[] = []
  #first = true
  rows = 0

  constructor(path: string, frame: Frame, random: Random) {
    this.#outlet = new Outlet(path)
    this.#frame = frame
    this.#random = random
    this.#outlet.write(frame.open)
  }

  add(row: string): void {
    this.rows++
    // Reading a character makes one flat string of the pieces that the row was put together from: a quarter of the memory.
    if (row.charCodeAt(0) === lineFeed) throw new Error('a row begins with a line feed')
    if (this.#rows.length < held) {
      this.#rows.push(row)
      return
    }
    const at = this.#random.below(held)
    this.#write(this.#rows[at] as string)
    this.#rows[at] = row
  }

  #write(row: string): void {
    this.#outlet.write(this.#first ? row : this.#frame.between + row)
    this.#first = false
  }

  drain(): Promise<void> {
    return this.#outlet.drain()
  }

  /** Writes what was held back and `last`, a totals row. */
  async close(last = ''): Promise<void> {
    for (let left = this.#rows.length; left > 0; left--) {
      const at = this.#random.below(left)
      this.#write(this.#rows[at] as string)
      this.#rows[at] = this.#rows[left - 1] as string
    }
    this.#outlet.write(last + this.#frame.close)
    await this.#outlet.close()
  }
}
