import type { Pool } from 'pg'
import { hashesOf } from './head.ts'
import { hashOfRange, type KnownHashes, type Range, type TilePlace, tilesFor } from './ranges.ts'
import { bundleOf, type Tile, tileWidth } from './verify/tiles.ts'
import { leafHash } from './verify/tree.ts'

/** The log's hashes and entries, out of the database: everything public can be made again from here. */
export class TileStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Merkle tree hashes of ranges of leaves that are all in the log. One query, however many there are. */
  async hashes(ranges: readonly Range[], known?: KnownHashes): Promise<Buffer[]> {
    const tiles = await this.tiles(tilesFor(ranges, known))
    return ranges.map((range) => hashOfRange(range, ({ level, n }) => tiles.get(`${level}/${n}`) ?? [], known))
  }

  /** Hashes of tiles as far as the log goes, by `level/n`. */
  async tiles(places: readonly TilePlace[]): Promise<ReadonlyMap<string, readonly Buffer[]>> {
    if (places.length === 0) return new Map()
    const { rows } = await this.#pool.query<{ level: number; n: number; hashes: Buffer }>({
      name: 'receipts: tiles',
      text: tilesText,
      values: [places.map(({ level }) => level), places.map(({ n }) => n)],
    })
    return new Map(
      rows.map(({ level, n, hashes }) => [
        `${level}/${n}`,
        level === 0 ? hashesOf(hashes).map(leafHash) : hashesOf(hashes),
      ]),
    )
  }

  /** Entries `from` up to, not including, `to`. */
  async entries([from, to]: Range): Promise<Buffer[]> {
    const { rows } = await this.#pool.query<{ entries: Buffer | null }>({
      name: 'receipts: entries',
      text: `select string_agg(entry, ''::bytea order by index) as entries from receipts.entries where index >= $1 and index < $2`,
      values: [from, to],
    })
    const entries = hashesOf(rows[0]?.entries ?? Buffer.alloc(0))
    if (entries.length !== to - from)
      throw new Error(`the log of receipts has a hole between entries ${from} and ${to}`)
    return entries
  }

  /** The bytes of a public file; the caller sees to it that the log reaches so far. */
  async bytes({ level, n, width }: Tile): Promise<Buffer> {
    if (level === 'entries') return bundleOf(await this.entries([n * tileWidth, n * tileWidth + width]))
    const hashes = (await this.tiles([{ level, n }])).get(`${level}/${n}`) ?? []
    if (hashes.length < width) throw new Error(`the log of receipts has a hole in tile ${n} of level ${level}`)
    return Buffer.concat(hashes.slice(0, width))
  }
}

// The limits change nothing but the planner's estimate: without them it would take a range for a share of the whole log.
const tilesText = `
  select tile.level, tile.n, string_agg(found.hash, ''::bytea order by found.index) as hashes
  from unnest($1::int[], $2::bigint[]) as tile (level, n), lateral (
    (select index, entry as hash from receipts.entries
    where tile.level = 0 and index >= tile.n * ${tileWidth} and index < (tile.n + 1) * ${tileWidth}
    order by index limit ${tileWidth})
    union all
    (select index, hash from receipts.nodes
    where tile.level > 0 and level = tile.level and index >= tile.n * ${tileWidth} and index < (tile.n + 1) * ${tileWidth}
    order by level, index limit ${tileWidth})
  ) as found
  group by tile.level, tile.n`
