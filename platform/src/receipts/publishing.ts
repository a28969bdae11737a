import type { Pool } from 'pg'
import { Edge, hashedEntry, type HashedEntry, type TileFile } from './edge.ts'
import { type Head, readHead } from './head.ts'
import { PublicFiles } from './public-files.ts'
import type { SigningKey } from './signing.ts'
import { TileStore } from './tile-store.ts'
import { openCheckpoint } from './verify/checkpoint.ts'
import { hashesAt, levelsOf, parseTilePath, type Tile, tilePath, tileWidth } from './verify/tiles.ts'

/** Milliseconds that the files may lag behind the commits, so that many small commits are published as one. */
const pause = 50
/** Entries taken from the database at a time when catching up: whole bundles. */
const stretch = 64 * tileWidth
/** Entries kept in memory for the files; beyond that they come from the database. */
const recentLimit = 100_000

/**
 * The public files, kept up with the database. Tiles first, then the checkpoint that speaks of them, then what they
 * supersede is taken away; so the checkpoint in the folder always finds its files. The root is computed again from the
 * entries on the way: a checkpoint that does not fit them is not published.
 */
export class Publisher {
  readonly #pool: Pool
  readonly #key: SigningKey
  readonly #files: PublicFiles
  readonly #store: TileStore
  /** Undefined after a round that failed: then it is loaded again from where the checkpoint stands. */
  #edge: Edge | undefined
  #published: Readonly<{ size: number; note: string }> | undefined
  /** Entries committed lately by this node, and where they begin. */
  #recent: { from: number; entries: HashedEntry[] } = { from: 0, entries: [] }
  #target: Head | undefined
  #timer: NodeJS.Timeout | undefined
  /** Rounds of publishing follow one another. */
  #round: Promise<void> = Promise.resolve()
  #mending: Promise<void> = Promise.resolve()
  #closed = false

  private constructor(
    deps: Readonly<{ pool: Pool; key: SigningKey; files: PublicFiles; store: TileStore; edge: Edge }>,
  ) {
    this.#pool = deps.pool
    this.#key = deps.key
    this.#files = deps.files
    this.#store = deps.store
    this.#edge = deps.edge
  }

  /**
   * Takes up where the folder's checkpoint left off; without one, everything is made again in the background. Throws when
   * the database holds less than, or other than, what was published from here before.
   */
  static async open(folder: string, pool: Pool, key: SigningKey, head: Head): Promise<Publisher> {
    const files = new PublicFiles(folder)
    await files.open()
    const store = new TileStore(pool)
    const note = (await files.read('checkpoint'))?.toString()
    const before = note === undefined ? undefined : openCheckpoint(note, key.verifier)
    if (before && before.size > head.tree.size) throw wentBack(before.size, head.tree.size)
    const edge = await Edge.at(before?.size ?? 0, store)
    if (before && !edge.root().equals(before.root)) throw contradicts(before.size)
    await files.write('key', `${key.verifierKey}\n`)
    const publisher = new Publisher({ pool, key, files, store, edge })
    if (before) {
      await publisher.#mendEdge(edge)
      publisher.#published = { size: before.size, note: note! }
    }
    publisher.reach(head).catch(() => undefined)
    publisher.#mending = publisher.#mendFull(before?.size ?? 0).catch(() => undefined)
    return publisher
  }

  /** Told by the appender; the files follow within a moment. */
  committed(from: number, lines: readonly HashedEntry[], head: Head): void {
    const entries = lines.map(({ entry, leaf }) => ({ entry, leaf }))
    const recent = this.#recent
    if (from !== recent.from + recent.entries.length || recent.entries.length > recentLimit)
      this.#recent = { from, entries }
    else recent.entries.push(...entries)
    this.#target = head
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      // What failed (a full disk) is tried again with the next commit, and at the next request for the checkpoint.
      this.reach(this.#target!).catch(() => undefined)
    }, pause)
  }

  /** Publishes at least as far as `head`. */
  reach(head: Head): Promise<void> {
    const round = this.#round.then(() => this.#publish(head))
    this.#round = round.catch(() => undefined)
    return round
  }

  /** The signed note of everything recorded so far, by any node; while the database is away, of what was published. */
  async checkpoint(): Promise<string> {
    try {
      await this.reach(await readHead(this.#pool, this.#key))
    } catch (error) {
      if (!this.#published) throw error
    }
    return this.#published!.note
  }

  /** A public file by its path, such as `tile/0/x001/x234/067`; undefined for what the log does not have. */
  async tile(path: string): Promise<Buffer | undefined> {
    const tile = parseTilePath(path)
    if (!tile) return undefined
    if (!this.#has(tile)) await this.checkpoint()
    if (!this.#has(tile)) return undefined
    const bytes = await this.#files.read(path)
    if (bytes?.length === tile.width * itemBytes(tile)) return bytes
    // A narrower tile that was superseded is still good for the checkpoints of its time; a missing file is put back.
    const made = await this.#store.bytes(tile)
    if (tile.width === tileWidth) await this.#files.writeTile(tile, made)
    return made
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    if (this.#target) await this.reach(this.#target).catch(() => undefined)
    await this.#round
    await this.#mending
  }

  #has({ level, n, width }: Tile): boolean {
    return n * tileWidth + width <= hashesAt(level, this.#published?.size ?? 0)
  }

  async #publish(head: Head): Promise<void> {
    if (this.#published && head.tree.size <= this.#published.size) return
    const edge = this.#edge ?? (await Edge.at(this.#published?.size ?? 0, this.#store))
    this.#edge = undefined
    const touched = new Map<string, Tile>()
    while (edge.size < head.tree.size) {
      const full = edge.add(await this.#next(edge.size, head.tree.size))
      await this.#writeAll(full, touched)
    }
    if (!edge.root().equals(head.root)) throw contradicts(head.tree.size)
    await this.#writeAll(edge.partials(), touched)
    await this.#files.write('checkpoint', head.checkpoint)
    this.#published = { size: head.tree.size, note: head.checkpoint }
    this.#edge = edge
    for (const tile of touched.values()) await this.#files.keepOnly(tile)
  }

  /** Entries from memory where this node wrote them, from the database where another did or memory has let them go. */
  async #next(from: number, to: number): Promise<readonly HashedEntry[]> {
    const recent = this.#recent
    if (recent.from <= from && from < recent.from + recent.entries.length) {
      const entries = recent.entries.slice(from - recent.from, to - recent.from)
      recent.entries = recent.entries.slice(to - recent.from)
      recent.from = to
      return entries
    }
    const end = recent.from > from ? Math.min(to, recent.from) : to
    return (await this.#store.entries([from, Math.min(end, from + stretch)])).map(hashedEntry)
  }

  async #writeAll(files: readonly TileFile[], touched: Map<string, Tile>): Promise<void> {
    for (const { tile, bytes } of files) {
      await this.#files.writeTile(tile, bytes)
      touched.set(`${tile.level}/${tile.n}`, tile)
    }
  }

  /** The right edge, written again after a start: cheap, and the place where a crash leaves things missing or over. */
  async #mendEdge(edge: Edge): Promise<void> {
    for (const { tile, bytes } of edge.partials()) {
      await this.#files.writeTile(tile, bytes)
      await this.#files.keepOnly(tile)
    }
    for (const level of levels(edge.size)) {
      const full = Math.floor(hashesAt(level, edge.size) / tileWidth)
      if (full > 0) await this.#files.keepOnly({ level, n: full - 1, width: tileWidth })
    }
  }

  /** Looks, after a start, for full tiles that are missing or cut off, and makes them again. */
  async #mendFull(size: number): Promise<void> {
    for (const level of levels(size)) {
      const full = Math.floor(hashesAt(level, size) / tileWidth)
      for (let n = 0; n < full && !this.#closed; n++) {
        const tile = { level, n, width: tileWidth }
        if ((await this.#files.bytesIn(tilePath(tile))) !== tileWidth * itemBytes(tile))
          await this.#files.writeTile(tile, await this.#store.bytes(tile))
      }
    }
  }
}

const levels = (size: number): Tile['level'][] => [
  'entries',
  ...Array.from({ length: levelsOf(size) }, (_, level) => level),
]

/** An entry is 32 bytes after two bytes of length. */
const itemBytes = ({ level }: Tile) => (level === 'entries' ? 34 : 32)

function wentBack(published: number, held: number): Error {
  return new Error(
    `the log of receipts was published with ${published} entries, and the database holds ${held}: it is older than the log (restored from a backup?). A log that goes back proves nothing; move its public files and its key away to begin a new log.`,
  )
}

function contradicts(size: number): Error {
  return new Error(
    `the first ${size} entries in the database do not lead to the root that the log of receipts has signed: the database was altered`,
  )
}
