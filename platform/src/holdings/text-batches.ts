import { TextBytes } from './chunk-bytes.ts'
import type { Running } from './engine.ts'
import type { Batch } from './fetched.ts'
import type { Lines } from './lines.ts'

/** A batch is handed on when it has as many rows, or as many bytes, as this. */
const enough = { rows: 2_048, bytes: 1 << 20 }

/** Pulls rows from a running statement, batch by batch, and closes it at the end, whichever way that comes. */
export async function* textBatches(running: Running, { head, skip }: Lines): AsyncGenerator<Batch> {
  try {
    const gathered = new TextBytes()
    let isFirst = true
    const batch = (): Batch => {
      const { rows, bytes } = gathered.take(isFirst ? skip : 0)
      const whole = isFirst && head !== '' ? Buffer.concat([Buffer.from(head), bytes]) : bytes
      isFirst = false
      return { rows, bytes: whole }
    }
    for (let chunk = await running.next(); chunk; chunk = await running.next()) {
      gathered.add(chunk)
      if (gathered.rows >= enough.rows || gathered.bytes >= enough.bytes) yield batch()
    }
    if (gathered.rows > 0 || (isFirst && head !== '')) yield batch()
  } finally {
    running.close()
  }
}
