/** How much an upload may ask of the machine. Bytes, unless said otherwise. */
export type Limits = Readonly<{
  /** What a packed file may unpack to. */
  unpackedBytes: number
  /** How many times its packed size a file may unpack to, beyond `ratioFromBytes`. */
  ratio: number
  ratioFromBytes: number
  /** Entries of one zip. */
  entries: number
  columns: number
  /** Characters of one cell. */
  cell: number
  /** Characters of one record: a quote that is never closed must not swallow the file. */
  record: number
  /** Levels of nesting in JSON and XML. */
  depth: number
  /** Characters of an XLSX's shared strings, which must be in memory while its sheet is read. */
  sharedStrings: number
}>

const MB = 1024 * 1024

export const usualLimits: Limits = {
  unpackedBytes: 4096 * MB,
  ratio: 200,
  ratioFromBytes: 50 * MB,
  entries: 10_000,
  columns: 2_000,
  cell: 1 * MB,
  record: 8 * MB,
  depth: 64,
  sharedStrings: 256 * MB,
}
