import type { FieldType } from '#model/dataset.ts'

/** Encoded rows. `rows` counts those whose last byte is in it. */
export type Batch = Readonly<{ rows: number; bytes: Uint8Array }>

/**
 * An answer that is read as it is consumed: the engine works no further than a batch or two ahead. Must be consumed to
 * its end or closed.
 *
 * json and geojson: objects joined by commas, without brackets (no comma before the first of the first batch; one before
 * the first of each later batch). ndjson: lines. csv: the header comes with the first batch, which is there even when no
 * row is. parquet: a file's bytes; all its rows are counted in the first batch.
 */
export type Fetched = Readonly<{
  fields: readonly Readonly<{ name: string; type: FieldType }>[]
  batches: AsyncIterable<Batch>
  close(): void
}>

/** An answer that lets go of what it holds when it is closed. */
export function closable(fields: Fetched['fields'], batches: AsyncGenerator<Batch>, release: () => void): Fetched {
  return {
    fields,
    batches,
    close() {
      release()
      // Whoever waits for the next batch hears of it there.
      batches.return(undefined).catch(() => undefined)
    },
  }
}
