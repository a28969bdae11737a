import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseTilePath, partialTiles, tilePath } from './tiles.ts'

test('a path has one spelling, and is read back', () => {
  assert.equal(tilePath({ level: 0, n: 1_234_067, width: 256 }), 'tile/0/x001/x234/067')
  assert.equal(tilePath({ level: 'entries', n: 1_234_067, width: 8 }), 'tile/entries/x001/x234/067.p/8')
  const tile = fc.record({
    level: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const)),
    n: fc.integer({ min: 0, max: 2 ** 40 }),
    width: fc.integer({ min: 1, max: 256 }),
  })
  fc.assert(fc.property(tile, (tile) => assert.deepEqual(parseTilePath(tilePath(tile)), { ...tile })))
})

test('nothing else is a path of a tile', () => {
  const wrong = [
    '',
    'checkpoint',
    'tile',
    'tile/0',
    'tile/0/',
    'tile/0/0',
    'tile/0/0000',
    'tile/00/000',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/-1/000',
    'tile/100/000',
    'tile/entries/../key',
    'tile/0/../../keys/log.key',
    '/tile/0/000',
    'tile/0/000/',
    'tile/0/000\n',
    'tile/0/%2e%2e',
    'tile/0/000.p/1/2',
    'Tile/0/000',
    `tile/0/${'x001/'.repeat(9_999)}000`,
    'tile/entries/٠٠٠',
  ]
  for (const path of wrong) assert.equal(parseTilePath(path), undefined, path)
  fc.assert(
    fc.property(fc.string(), (text) => {
      const tile = parseTilePath(text)
      assert.ok(tile === undefined || tilePath(tile) === text)
    }),
  )
})

test('the example of the specification: 70,000 entries', () => {
  assert.deepEqual(partialTiles(70_000), [
    { level: 'entries', n: 273, width: 112 },
    { level: 0, n: 273, width: 112 },
    { level: 1, n: 1, width: 17 },
    { level: 2, n: 0, width: 1 },
  ])
  assert.deepEqual(partialTiles(256), [{ level: 1, n: 0, width: 1 }])
  assert.deepEqual(partialTiles(0), [])
})
