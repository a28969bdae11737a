import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { createGzip } from 'node:zlib'

const chunkCharacters = 1 << 16

/** A file being written: takes text at any speed, and says when the disk should be waited for, so that memory stays bounded. */
export class Outlet {
  readonly #sink: Writable
  readonly #ended: Promise<void>
  readonly #encoding: 'utf8' | 'latin1'
  #text = ''
  #failure: unknown

  /** A name that ends in `.gz` is compressed. Windows-1252 (here: its Latin-1 part) for the systems that still write it. */
  constructor(path: string, encoding: 'utf8' | 'latin1' = 'utf8') {
    const file = createWriteStream(path, { mode: 0o600 })
    if (path.endsWith('.gz')) {
      const zip = createGzip({ level: 6 })
      zip.pipe(file)
      file.on('error', (error) => zip.destroy(error))
      this.#sink = zip
    } else this.#sink = file
    this.#ended = finished(file)
    this.#ended.catch((error: unknown) => (this.#failure = error))
    this.#encoding = encoding
  }

  write(text: string): void {
    this.#text += text
    if (this.#text.length >= chunkCharacters) this.#flush()
  }

  #flush(): void {
    this.#sink.write(Buffer.from(this.#text, this.#encoding))
    this.#text = ''
  }

  /** Waits until the disk has caught up. */
  async drain(): Promise<void> {
    if (this.#failure) throw this.#failure
    if (this.#sink.writableNeedDrain) await Promise.race([once(this.#sink, 'drain'), this.#ended])
  }

  async close(): Promise<void> {
    if (this.#failure) throw this.#failure
    this.#flush()
    this.#sink.end()
    await this.#ended
  }
}
