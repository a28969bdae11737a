/** From the body of a request to lines of changes, as they come. */
import type { Readable } from 'node:stream'
import { linesIn, LineFault } from '#foundation/lines.ts'
import { Problem } from '#foundation/problem.ts'
import type { ChangeLine } from '#model/records.ts'

const longestLine = 8_000_000
/** JSON is held whole; lines are not, and may be as many as a file may have. */
const largestJson = 1_000_000

/** NDJSON: a change a line. Problem 413, 422 `changes-invalid`. */
export async function* ndjsonLines(body: AsyncIterable<Uint8Array>, largest: number): AsyncGenerator<ChangeLine> {
  try {
    for await (const { line, text } of linesIn(metered(body, largest), longestLine)) yield { line, value: parsed(text) }
  } catch (error) {
    throw error instanceof LineFault ? lineUnreadable(error) : error
  }
}

/** JSON: a list of changes, `{"changes": […]}`, or one change. They count from 1 in their order. */
export async function* jsonLines(body: Readable): AsyncGenerator<ChangeLine> {
  const parts: Uint8Array[] = []
  for await (const part of metered(body, largestJson)) parts.push(part)
  const value = parsed(Buffer.concat(parts).toString('utf8'))
  if (value === undefined) throw notJson()
  const list = Array.isArray(value) ? value : isList(value) ? value.changes : [value]
  for (const [index, change] of (list as unknown[]).entries()) yield { line: index + 1, value: change }
}

function isList(value: unknown): value is { changes: unknown[] } {
  return typeof value === 'object' && value !== null && 'changes' in value && Array.isArray(value.changes)
}

async function* metered(body: AsyncIterable<Uint8Array>, largest: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const part of body) {
    bytes += part.length
    if (bytes > largest) throw tooMuch(largest)
    yield part
  }
}

/** Undefined for what is not JSON; whoever checks the line says so, with its number. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function notJson(): Problem {
  return new Problem(400, 'changes-unreadable', {
    title: 'The changes cannot be read',
    detail: 'The body is said to be JSON and is not.',
    at: 'body',
    mend: 'Send a list of changes, or one change a line with Content-Type: application/x-ndjson.',
  })
}

function lineUnreadable({ line, kind }: LineFault): Problem {
  const detail = kind === 'too-long' ? `A line has ${longestLine / 1_000_000} MB at most.` : 'The line is not in UTF-8.'
  return new Problem(422, 'changes-invalid', {
    title: 'The batch was not taken',
    detail: `Nothing was changed, because of line ${line}: ${detail}`,
    at: `line ${line}`,
    mend: 'Correct the line and send the whole batch again.',
  })
}

function tooMuch(largest: number): Problem {
  return new Problem(413, 'changes-too-large', {
    title: 'That is too much at once',
    detail: `A body of this kind has ${Math.floor(largest / 1_000_000)} MB at most.`,
    at: 'body',
    mend: 'Send fewer changes at once; large batches go as application/x-ndjson, a change a line.',
  })
}
