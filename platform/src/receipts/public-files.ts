import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fullTilePath, type Tile, tilePath, tileWidth } from './verify/tiles.ts'

/**
 * The folder that the public log is served and copied from. Files appear whole or not at all; they are not synced,
 * because every one can be made again from the database.
 */
export class PublicFiles {
  readonly #folder: string
  readonly #made = new Set<string>()
  #count = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Clears what a crash left half-written. */
  async open(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    const names = await readdir(this.#folder)
    await Promise.all(names.filter((name) => name.startsWith('.new-')).map((name) => rm(join(this.#folder, name))))
  }

  async write(path: string, bytes: Buffer | string): Promise<void> {
    const parent = dirname(path)
    const temporary = join(this.#folder, `.new-${this.#count++}`)
    try {
      if (!this.#made.has(parent)) await mkdir(join(this.#folder, parent), { recursive: true })
      this.#made.add(parent)
      await writeFile(temporary, bytes)
      await rename(temporary, join(this.#folder, path))
    } catch (error) {
      // The folder may have been taken away under us; the next try makes it again.
      this.#made.clear()
      await rm(temporary, { force: true })
      throw error
    }
  }

  async read(path: string): Promise<Buffer | undefined> {
    return readFile(join(this.#folder, path)).catch(absent)
  }

  /** Bytes in a file; undefined when it is not there. */
  async bytesIn(path: string): Promise<number | undefined> {
    return (await stat(join(this.#folder, path)).catch(absent))?.size
  }

  /** Takes away the files of a tile that a wider one has superseded. */
  async keepOnly({ level, n, width }: Tile): Promise<void> {
    const partials = `${fullTilePath(level, n)}.p`
    if (width === tileWidth) {
      this.#made.delete(partials)
      await rm(join(this.#folder, partials), { recursive: true, force: true })
      return
    }
    const names = (await readdir(join(this.#folder, partials)).catch(absent)) ?? []
    const old = names.filter((name) => name !== String(width))
    await Promise.all(old.map((name) => rm(join(this.#folder, partials, name), { force: true })))
  }

  async writeTile(tile: Tile, bytes: Buffer): Promise<void> {
    await this.write(tilePath(tile), bytes)
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}
