import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { linesIn, LineFault } from './lines.ts'

async function* pieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0
  for (const size of sizes) {
    yield bytes.subarray(from, from + size)
    from += size
  }
  yield bytes.subarray(from)
}

test('lines are the same however their bytes come', async () => {
  const text = fc.array(fc.constantFrom('a', 'é', '🜁', '\n', '\r\n', ' ', '{"x":1}')).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(5)), async (whole, sizes) => {
      const found = await Array.fromAsync(linesIn(pieces(Buffer.from(whole), sizes), 1_000))
      const expected = whole.split('\n').map((line, index) => ({ line: index + 1, text: line.trim() }))
      assert.deepEqual(
        found,
        expected.filter(({ text: line }) => line !== ''),
      )
    }),
  )
})

test('a line that is too long or no UTF-8 is told by its number, and no more than it is held', async () => {
  const read = (bytes: Buffer) => Array.fromAsync(linesIn(pieces(bytes, [3]), 10))
  const is = (line: number, kind: string) => (error: unknown) =>
    error instanceof LineFault && error.line === line && error.kind === kind
  await assert.rejects(read(Buffer.from(`a\n${'b'.repeat(11)}\n`)), is(2, 'too-long'))
  await assert.rejects(read(Buffer.from('a\n\nb\xff\n', 'latin1')), is(3, 'not-utf-8'))
})
