/** Where things lie in a tiled log: https://c2sp.org/tlog-tiles. */

/** Hashes in a full tile, and entries in a full bundle. */
export const tileWidth = 256

/** A tile of hashes (`level` 0 and up), or a bundle of entries. `width` is 256 unless it is partial. */
export type Tile = Readonly<{ level: number | 'entries'; n: number; width: number }>

/** `tile/0/x001/x234/067`, `tile/entries/000.p/17`. */
export function tilePath({ level, n, width }: Tile): string {
  return `${fullTilePath(level, n)}${width < tileWidth ? `.p/${width}` : ''}`
}

export function fullTilePath(level: Tile['level'], n: number): string {
  let path = String(n % 1000).padStart(3, '0')
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000))
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`
  return `tile/${level}/${path}`
}

/** The tile of a path, undefined for every text but the one right spelling of one. */
export function parseTilePath(path: string): Tile | undefined {
  if (path.length > 80) return undefined
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (!match) return undefined
  const level = match[1] === 'entries' ? 'entries' : Number(match[1])
  const tile = { level, n: Number(match[2]!.replaceAll(/[x/]/g, '')), width: Number(match[3] ?? tileWidth) } as const
  // Written again and compared, so that leading zeros, `.p/256` and the like are no second name for a tile.
  const isRight = tile.width >= 1 && Number.isSafeInteger(tile.n) && tilePath(tile) === path
  return isRight && (match[3] === undefined || tile.width < tileWidth) ? tile : undefined
}

/** How many hashes a tree of `size` leaves has at a level of tiles. */
export function hashesAt(level: Tile['level'], size: number): number {
  return level === 'entries' ? size : Math.floor(size / tileWidth ** level)
}

/** The levels of tiles that a tree of `size` leaves has. */
export function levelsOf(size: number): number {
  let levels = 0
  while (hashesAt(levels, size) > 0) levels++
  return levels
}

/** The partial tiles at the right edge of a tree: none, or one at each level, and one bundle. */
export function partialTiles(size: number): Tile[] {
  const levels: Tile['level'][] = ['entries', ...Array.from({ length: levelsOf(size) }, (_, level) => level)]
  return levels
    .map((level) => ({
      level,
      n: Math.floor(hashesAt(level, size) / tileWidth),
      width: hashesAt(level, size) % tileWidth,
    }))
    .filter(({ width }) => width > 0)
}

/** The entries of a bundle: each a big-endian 16-bit length and as many bytes. Undefined when it does not come out even. */
export function entriesOf(bundle: Buffer): Buffer[] | undefined {
  const entries: Buffer[] = []
  let at = 0
  while (at < bundle.length) {
    if (at + 2 > bundle.length) return undefined
    const end = at + 2 + bundle.readUInt16BE(at)
    if (end > bundle.length) return undefined
    entries.push(bundle.subarray(at + 2, end))
    at = end
  }
  return entries
}

export function bundleOf(entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat(entries.flatMap((entry) => [Buffer.of(entry.length >> 8, entry.length & 0xff), entry]))
}
