import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from 'uqr'
import { qrCode } from './qr-code.ts'

test('the path paints exactly the dark modules', () => {
  const text = 'https://data.northford.example/receipts/rabcdefghijklmnopqrstuvwxyz'
  const { size, path } = qrCode(text)
  const painted = new Set<string>()
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let at = 0; at < Number(length); at++) painted.add(`${Number(x) + at},${y}`)
  const { data } = encode(text, { ecc: 'M', border: 2 })
  assert.equal(data.length, size)
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x},${y}`] : [])))
  assert.deepEqual([...painted].toSorted(), dark.toSorted())
})
