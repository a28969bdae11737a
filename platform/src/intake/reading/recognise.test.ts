import assert from 'node:assert/strict'
import { test } from 'node:test'

import { reading, refusal } from './read-for-tests.ts'

const refused: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ['PDF', '%PDF-1.7\n%âãÏÓ\n', /PDF/],
  ['XLS', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old Microsoft Office/],
  ['PNG', Buffer.from('89504e470d0a1a0a', 'hex'), /picture/],
  ['HTML', '<!DOCTYPE html><html><body>Sign in</body></html>', /web page/],
  ['HTML without a document type', '\n <html lang="en">', /web page/],
  ['KML', '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"></kml>', /KML/],
  ['XML', '<?xml version="1.0"?><Inventory/>', /XML/],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', /picture/],
  ['SQLite', 'SQLite format 3\0rest', /database/],
  ['7z', Buffer.from('377abcaf271c', 'hex'), /7-Zip/],
  ['RTF', '{\\rtf1\\ansi hello}', /rich text/],
  ['a program', Buffer.from('7f454c460201010000000000', 'hex'), /program/],
]

for (const [what, content, words] of refused) {
  test(`refused: ${what}`, async () => {
    const problem = await refusal(content, {}, 'table.csv')
    assert.equal(problem.code, 'not-a-table')
    assert.equal(problem.status, 415)
    assert.match(problem.detail, words)
    assert.ok(problem.mend)
  })
}

test('Parquet passes through when both its ends are right', async () => {
  const footer = Buffer.from('0400000050415231', 'hex')
  const file = Buffer.concat([Buffer.from('PAR1datameta'), footer])
  const { tidied } = await reading(file, {}, 'table.parquet')
  assert.equal(tidied.source.kind, 'parquet')
  assert.deepEqual(tidied.columns, [])
  assert.equal((await refusal(file.subarray(0, -3))).code, 'file-damaged')
  assert.equal((await refusal('PAR1')).code, 'file-damaged')
})

test('content decides, not the name', async () => {
  assert.equal((await reading('[{"a":1}]', {}, 'table.csv')).recognised['format'], 'json')
  assert.equal((await reading('a,b\n1,2\n', {}, 'table.xlsx')).recognised['format'], 'csv')
  assert.equal((await reading('[id],[name]\n1,x\n', {}, 'table.json')).recognised['format'], 'csv')
})
