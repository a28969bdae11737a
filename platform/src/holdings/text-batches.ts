import type { Running } from './engine.ts'
import type { Batch } from './fetched.ts'
import type { Lines } from './lines.ts'

/** A batch is handed on when it has as many rows, or as many bytes, as this. */
const enough = { rows: 2_048, bytes: 1 << 20 }

/** Pulls rows from a running statement, batch by batch, and closes it at the end, whichever way that comes. */
export async function* textBatches(running: Running, { head, skip }: Lines): AsyncGenerator<Batch> {
  try {
    let parts: Buffer[] = head === '' ? [] : [Buffer.from(head)]
    let rows = 0
    let bytes = 0
    let skipped = skip === 0
    for (let chunk = await running.next(); chunk; chunk = await running.next()) {
      parts.push(skipped ? chunk.bytes : chunk.bytes.subarray(skip))
      skipped = true
      rows += chunk.rows
      bytes += chunk.bytes.length
      if (rows < enough.rows && bytes < enough.bytes) continue
      yield { rows, bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts) }
      parts = []
      rows = 0
      bytes = 0
    }
    if (parts.length > 0) yield { rows, bytes: Buffer.concat(parts) }
  } finally {
    running.close()
  }
}
