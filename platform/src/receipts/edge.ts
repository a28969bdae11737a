import { peakRanges } from './ranges.ts'
import type { TileStore } from './tile-store.ts'
import { bundleOf, partialTiles, type Tile, tileWidth } from './verify/tiles.ts'
import { GrowingTree, leafHash } from './verify/tree.ts'

/** A public file of the log, ready to be written. */
export type TileFile = Readonly<{ tile: Tile; bytes: Buffer }>

/** An entry of the log, and its leaf in the tree. */
export type HashedEntry = Readonly<{ entry: Buffer; leaf: Buffer }>

export function hashedEntry(entry: Buffer): HashedEntry {
  return { entry, leaf: leafHash(entry) }
}

/** The right edge of the public log: the tiles that are not full yet, to which entries are added. */
export class Edge {
  readonly #tree: GrowingTree
  readonly #partial: Map<Tile['level'], Buffer[]>

  /** The edge of an empty log, unless told otherwise. */
  constructor(tree = new GrowingTree(), partial: Iterable<readonly [Tile['level'], Buffer[]]> = []) {
    this.#tree = tree
    this.#partial = new Map(partial)
  }

  /** The edge of the log's first `size` entries. */
  static async at(size: number, store: TileStore): Promise<Edge> {
    const partial = await Promise.all(
      partialTiles(size).map(async ({ level, n, width }) => {
        if (level === 'entries') return [level, await store.entries([n * tileWidth, n * tileWidth + width])] as const
        return [level, [...((await store.tiles([{ level, n }])).get(`${level}/${n}`) ?? [])].slice(0, width)] as const
      }),
    )
    return new Edge(new GrowingTree(size, await store.hashes(peakRanges(size))), partial)
  }

  get size(): number {
    return this.#tree.size
  }

  root(): Buffer {
    return this.#tree.root()
  }

  /** Adds entries; answers with the tiles and bundles that became full. */
  add(entries: readonly HashedEntry[]): TileFile[] {
    const full: TileFile[] = []
    const put = (level: Tile['level'], index: number, item: Buffer) => {
      const items = this.#partial.get(level) ?? []
      items.push(item)
      if (items.length < tileWidth) this.#partial.set(level, items)
      else {
        this.#partial.delete(level)
        full.push(file({ level, n: Math.floor(index / tileWidth), width: tileWidth }, items))
      }
    }
    for (const { entry, leaf } of entries) {
      put('entries', this.#tree.size, entry)
      this.#tree.append(leaf, put)
    }
    return full
  }

  /** The tiles and the bundle that are not full. */
  partials(): TileFile[] {
    return partialTiles(this.size).map((tile) => file(tile, this.#partial.get(tile.level) ?? []))
  }
}

function file(tile: Tile, items: readonly Buffer[]): TileFile {
  return { tile, bytes: tile.level === 'entries' ? bundleOf(items) : Buffer.concat(items) }
}
