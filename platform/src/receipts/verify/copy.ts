import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { entriesOf, fullTilePath, type Tile, tilePath, tileWidth } from './tiles.ts'

/** Something in a copy of a log is not as it was published. The sentence names the place. */
export class LogFault extends Error {
  /** The file, as a path inside the copy. */
  readonly at: string

  constructor(at: string, because: string) {
    super(because)
    this.at = at
  }
}

/** The public files of a log on disk: read as hashes and entries, with every way in which a file can be unreadable named. */
export class LogCopy {
  readonly #folder: string
  /** The newest listing of each level: tiles are asked for in order, a thousand of them to a folder. */
  readonly #listings = new Map<Tile['level'], Readonly<{ path: string; names: ReadonlySet<string> }>>()

  constructor(folder: string) {
    this.#folder = folder
  }

  async text(path: string): Promise<string> {
    const bytes = await this.#read(path)
    if (!bytes) throw new LogFault(path, `The file ${path} is missing.`)
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      throw new LogFault(path, `The file ${path} is not UTF-8 text.`)
    }
  }

  /**
   * The first `width` hashes of a tile, or entries of a bundle, and the file that they were read from. A wider file serves
   * for a narrower one, for a log that goes on growing takes narrow ones away.
   */
  async tile(tile: Tile): Promise<Readonly<{ path: string; items: Buffer[] }>> {
    // Where the log is being written at the same time, a file may give way to a wider one between two looks.
    for (let look = 0; look < 3; look++) {
      for (const width of await this.#widths(tile)) {
        const path = tilePath({ ...tile, width })
        const items = width < tile.width ? undefined : await this.#items({ ...tile, width })
        if (items) return { path, items: items.slice(0, tile.width) }
      }
      this.#listings.delete(tile.level)
    }
    throw new LogFault(tilePath(tile), `The file ${tilePath(tile)} is missing.`)
  }

  /** Every other file that tells of the same tile (a narrower or a wider one) must tell the same as far as it goes. */
  async compareOthers(tile: Tile, items: readonly Buffer[], read: string): Promise<void> {
    for (const width of await this.#widths(tile)) {
      const path = tilePath({ ...tile, width })
      if (path === read) continue
      const others = await this.#items({ ...tile, width })
      const at = others?.findIndex((other, index) => index < items.length && !other.equals(items[index]!)) ?? -1
      if (at >= 0)
        throw new LogFault(path, `The file ${path} contradicts ${read} about number ${at + 1} of its ${width}.`)
    }
  }

  /** The widths at hand of one tile, narrowest first. */
  async #widths({ level, n }: Tile): Promise<number[]> {
    const path = fullTilePath(level, n)
    const folder = dirname(path)
    let listing = this.#listings.get(level)
    if (listing?.path !== folder) {
      listing = { path: folder, names: new Set(await this.#list(folder)) }
      this.#listings.set(level, listing)
    }
    const name = path.slice(folder.length + 1)
    const partial = listing.names.has(`${name}.p`) ? await this.#list(`${path}.p`) : []
    const widths = partial.filter((text) => /^[1-9]\d{0,2}$/.test(text) && Number(text) < tileWidth).map(Number)
    if (listing.names.has(name)) widths.push(tileWidth)
    return widths.toSorted((left, right) => left - right)
  }

  async #items(tile: Tile): Promise<Buffer[] | undefined> {
    const path = tilePath(tile)
    const bytes = await this.#read(path)
    if (!bytes) return undefined
    const items = tile.level === 'entries' ? entriesOf(bytes) : hashesOf(bytes)
    const what = tile.level === 'entries' ? 'entries' : 'hashes'
    if (!items)
      throw new LogFault(path, `The file ${path} is cut off or damaged: it does not come out at whole ${what}.`)
    if (items.length !== tile.width)
      throw new LogFault(path, `The file ${path} holds ${items.length} ${what} instead of ${tile.width}.`)
    return items
  }

  async #read(path: string): Promise<Buffer | undefined> {
    return readFile(join(this.#folder, path)).catch(absent(path))
  }

  async #list(path: string): Promise<string[]> {
    return (await readdir(join(this.#folder, path)).catch(absent(path))) ?? []
  }
}

function hashesOf(bytes: Buffer): Buffer[] | undefined {
  if (bytes.length % 32 !== 0) return undefined
  return Array.from({ length: bytes.length / 32 }, (_, index) => bytes.subarray(index * 32, index * 32 + 32))
}

/** Not there is one thing; there but unreadable (a folder, a permission, a failing disk) is a fault of its own. */
function absent(path: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw new LogFault(path, `${path} cannot be read (${error.code ?? 'unknown error'}).`)
  }
}
