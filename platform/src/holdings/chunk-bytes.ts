import type { DuckDBDataChunk } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'

/** Size of DuckDB's `duckdb_string_t`: 4 bytes of length, then up to 12 bytes of text, or 4 of prefix and a pointer. */
const stringSize = 16
const inlineBytes = 12

/**
 * Gathers the texts of chunks' only column (VARCHAR, no NULLs) end to end, as UTF-8: what would otherwise be decoded,
 * joined and encoded again, row by row.
 */
export class TextBytes {
  #pieces: Uint8Array[] = []
  /** The pieces lie in the chunks' memory, which is theirs for as long as these are held. */
  #chunks: DuckDBDataChunk[] = []
  rows = 0
  bytes = 0

  add(chunk: DuckDBDataChunk): void {
    this.#chunks.push(chunk)
    this.rows += chunk.rowCount
    for (const piece of piecesOf(chunk)) {
      this.#pieces.push(piece)
      this.bytes += piece.length
    }
  }

  /** A copy of all that was added, but for its first `skip` bytes; the gathering starts anew. */
  take(skip = 0): { rows: number; bytes: Uint8Array } {
    const taken = { rows: this.rows, bytes: Buffer.concat(this.#pieces, this.bytes).subarray(skip) }
    this.#pieces = []
    this.#chunks = []
    this.rows = 0
    this.bytes = 0
    return taken
  }
}

/** Texts that lie next to one another in memory are one piece, and mostly they do. */
function piecesOf(chunk: DuckDBDataChunk): Uint8Array[] {
  const rows = chunk.rowCount
  const content = duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk.chunk, 0), rows * stringSize)
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const pieces: Uint8Array[] = []
  let run: { entry: number; start: bigint; bytes: number } | undefined
  const finish = () => {
    if (!run) return
    const pointer = content.byteOffset + run.entry + 8
    pieces.push(duckdb.get_data_from_pointer(content.buffer as ArrayBuffer, pointer, run.bytes))
    run = undefined
  }
  for (let entry = 0; entry < rows * stringSize; entry += stringSize) {
    const bytes = view.getUint32(entry, true)
    if (bytes <= inlineBytes) {
      finish()
      pieces.push(content.subarray(entry + 4, entry + 4 + bytes))
      continue
    }
    const start = view.getBigUint64(entry + 8, true)
    if (run && start === run.start + BigInt(run.bytes)) {
      run.bytes += bytes
      continue
    }
    finish()
    run = { entry, start, bytes }
  }
  finish()
  return pieces
}
