/** Scored pairs, a segment a task: in memory, and beyond a bound in a file of the worker that found them. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import type { Pairs } from '#linkage'

export type Segment = Readonly<{ task: number; count: number }> &
  (Readonly<{ pairs: Pairs }> | Readonly<{ file: string; offset: number }>)

const bytesOfPair = 4 + 4 + 8 + 8

export type Collector = Readonly<{
  /** Takes a copy. */
  add(pairs: Pairs, count: number): void
  /** Ends the segment of a task. */
  endTask(task: number): void
  segments(): readonly Segment[]
}>

/** `bytes` is how much stays in memory. */
export function makeCollector(file: string, bytes: number): Collector {
  const segments: Segment[] = []
  let parts: Pairs[] = []
  let held = 0
  let descriptor: number | undefined
  let offset = 0

  const spill = (): void => {
    descriptor ??= openSync(file, 'w')
    for (const [at, segment] of segments.entries()) {
      if (!('pairs' in segment)) continue
      const { task, count, pairs } = segment
      segments[at] = { task, count, file, offset }
      for (const column of [pairs.left, pairs.right, pairs.weight, pairs.pattern]) {
        writeWhole(descriptor, new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset)
        offset += column.byteLength
      }
    }
    held = 0
  }

  return {
    add(pairs, count) {
      parts.push(copyOf(pairs, count))
      held += count * bytesOfPair
    },
    endTask(task) {
      const pairs = joined(parts)
      parts = []
      if (pairs.left.length > 0) segments.push({ task, count: pairs.left.length, pairs })
      if (held > bytes) spill()
    },
    segments() {
      if (descriptor !== undefined) closeSync(descriptor)
      return segments
    },
  }
}

function writeWhole(descriptor: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done, bytes.length - done, at + done)
}

/** Segments in the order of their tasks, each in memory when it is handed out. */
export function* pairsIn(segments: readonly Segment[]): Generator<Pairs> {
  for (const segment of segments.toSorted((one, other) => one.task - other.task))
    yield 'pairs' in segment ? segment.pairs : readSegment(segment.file, segment.offset, segment.count)
}

export const pairCount = (segments: readonly Segment[]): number => segments.reduce((sum, { count }) => sum + count, 0)

function readSegment(file: string, offset: number, count: number): Pairs {
  const bytes = new Uint8Array(count * bytesOfPair)
  const descriptor = openSync(file, 'r')
  try {
    for (let done = 0; done < bytes.length;) {
      const read = readSync(descriptor, bytes, done, bytes.length - done, offset + done)
      if (read === 0) throw new Error('a file of pairs is shorter than it was written')
      done += read
    }
  } finally {
    closeSync(descriptor)
  }
  const { buffer } = bytes
  return {
    left: new Uint32Array(buffer, 0, count),
    right: new Uint32Array(buffer, 4 * count, count),
    weight: new Float64Array(buffer, 8 * count, count),
    pattern: new Float64Array(buffer, 16 * count, count),
  }
}

const copyOf = ({ left, right, weight, pattern }: Pairs, count: number): Pairs => ({
  left: left.slice(0, count),
  right: right.slice(0, count),
  weight: weight.slice(0, count),
  pattern: pattern.slice(0, count),
})

function joined(parts: readonly Pairs[]): Pairs {
  if (parts.length === 1) return parts[0]!
  const count = parts.reduce((sum, { left }) => sum + left.length, 0)
  const all = {
    left: new Uint32Array(count),
    right: new Uint32Array(count),
    weight: new Float64Array(count),
    pattern: new Float64Array(count),
  }
  let at = 0
  for (const part of parts) {
    all.left.set(part.left, at)
    all.right.set(part.right, at)
    all.weight.set(part.weight, at)
    all.pattern.set(part.pattern, at)
    at += part.left.length
  }
  return all
}
