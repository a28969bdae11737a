import assert from 'node:assert/strict'
import { test } from 'node:test'

import { reading, refusal } from '../read-for-tests.ts'

const json = (content: string | Buffer) => reading(content, {}, 'upload.json')

test('an array of objects: every key that occurs is a column', async () => {
  const { names, rows, recognised, numbers } = await json('[{"a":1,"b":"x"},{"b":null,"c":true},{"a":"007"}]')
  assert.deepEqual(names, ['a', 'b', 'c'])
  assert.deepEqual(rows, [
    ['1', 'x', ''],
    ['', '', 'true'],
    ['007', '', ''],
  ])
  assert.deepEqual(numbers, [1, 2, 3])
  assert.equal(recognised['format'], 'json')
})

test('a key that first occurs late in the file', async () => {
  const records = Array.from({ length: 5000 }, (_, n) => (n === 4000 ? { a: n, late: 'x' } : { a: n }))
  const { names, rows } = await json(JSON.stringify(records))
  assert.deepEqual(names, ['a', 'late'])
  assert.deepEqual(rows[4000], ['4000', 'x'])
  assert.deepEqual(rows[4999], ['4999', ''])
})

test('numbers keep the digits they were written with', async () => {
  const { rows } = await json('[{"a":12345678901234567890,"b":1.50,"c":1e3,"d":-0.1,"e":[12345678901234567890]}]')
  assert.deepEqual(rows[0], ['12345678901234567890', '1.50', '1e3', '-0.1', '[12345678901234567890]'])
})

test('objects inside are flattened one level; deeper values and arrays stay JSON', async () => {
  const { names, rows } = await json('[{"a":{"b":1,"c":{"d":[1, 2]}},"e":["x"],"f":{}}]')
  assert.deepEqual(names, ['a.b', 'a.c', 'e', 'f'])
  assert.deepEqual(rows[0], ['1', '{"d":[1, 2]}', '["x"]', ''])
})

test('strings: escapes, line breaks, halves of surrogate pairs, NUL', async () => {
  const { rows, repaired } = await json(
    String.raw`[{"a":"caf\u00e9 \"x\"\n\\","b":"\ud83d\ude00","c":"\ud83d","d":"n\u0000ul"}]`,
  )
  assert.deepEqual(rows[0], ['café "x"\n\\', '😀', '�', 'nul'])
  assert.deepEqual(repaired['nul-characters-removed'], [1])
})

for (const wrapped of [
  '{"success":true,"data":[{"a":1},{"a":2}],"meta":{"count":2}}',
  '{"result":{"fields":[{"id":"a"}],"records":[{"a":1},{"a":2}]}}',
  '{"links":[{"href":"x"}],"results":[{"a":1},{"a":2}]}',
  '{"@type":"dcat:Catalog","dcat:dataset":[{"a":1},{"a":2}]}',
  '{"sensors":[{"a":1},{"a":2}]}',
]) {
  test(`the list of records is found: ${wrapped.slice(0, 30)}…`, async () => {
    assert.deepEqual(
      (await json(wrapped)).rows.map(([a]) => a),
      ['1', '2'],
    )
  })
}

test('what stands beside the list is reported', async () => {
  const { tidied } = await json('{"title":"x","data":[{"a":1}],"meta":{"n":1}}')
  const beside = tidied.report.setAside.filter(({ code }) => code === 'other-member').map(({ field }) => field)
  assert.deepEqual(beside, ['title', 'meta'])
})

test('records under their keys', async () => {
  const { names, rows } = await json('{"E01":{"name":"North"},"E02":{"name":"South"}}')
  assert.deepEqual(names, ['key', 'name'])
  assert.deepEqual(rows, [
    ['E01', 'North'],
    ['E02', 'South'],
  ])
})

test('rows as arrays, with their header', async () => {
  const { names, rows } = await json('[["ward","bins"],["North",12],["South",7]]')
  assert.deepEqual(names, ['ward', 'bins'])
  assert.deepEqual(rows[0], ['North', '12'])
})

test('a list of values is one column', async () => {
  const { names, rows } = await json('["a","b",3]')
  assert.deepEqual(names, ['value'])
  assert.deepEqual(rows, [['a'], ['b'], ['3']])
})

test('NDJSON, also with blank lines, CRLF, and GeoJSON text sequences', async () => {
  const { rows, recognised } = await json('{"a":1}\r\n\r\n{"a":2}\r\n')
  assert.deepEqual(rows, [['1'], ['2']])
  assert.equal(recognised['format'], 'ndjson')
  const point = (n: number) => `\u001e{"type":"Feature","properties":{"n":${n}},"geometry":null}\n`
  assert.deepEqual((await json(point(1) + point(2))).rows, [
    ['1', ''],
    ['2', ''],
  ])
})

test('GeoJSON: id first, properties, geometry last with its hint', async () => {
  const { names, rows, tidied } = await json(`{"type":"FeatureCollection","features":[
    {"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[-2.36,51.38]},"properties":{"name":"Bath","geometry":"x","more":{"a":1}}},
    {"type":"Feature","id":8,"geometry":null,"properties":null}]}`)
  assert.deepEqual(names, ['id', 'name', 'geometry', 'more.a', 'geometry_2'])
  assert.deepEqual(rows[0], ['7', 'Bath', 'x', '1', '{"type":"Point","coordinates":[-2.36,51.38]}'])
  assert.deepEqual(rows[1], ['8', '', '', '', ''])
  assert.equal(tidied.columns[4]?.hint, 'geometry')
})

for (const crs of ['"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},', '']) {
  test(`British National Grid becomes longitude and latitude, ${crs === '' ? 'also unsaid' : 'as the file says'}`, async () => {
    const { rows, repaired } = await json(`{"type":"FeatureCollection",${crs}"features":[
      {"type":"Feature","properties":{"n":1},"geometry":{"type":"LineString","coordinates":[[375100,164700],[375200,164800,12]]}}]}`)
    const geometry = JSON.parse(rows[0]?.[1] ?? '') as { coordinates: number[][] }
    const [longitude, latitude] = geometry.coordinates[0] as [number, number]
    assert.ok(Math.abs(longitude + 2.359) < 0.001 && Math.abs(latitude - 51.381) < 0.001, `${longitude} ${latitude}`)
    assert.equal(geometry.coordinates[1]?.[2], 12)
    assert.deepEqual(repaired['coordinates-converted'], [1])
  })
}

test('coordinates in an unknown system stay text', async () => {
  const { tidied, setAside } =
    await json(`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:2154"}},
    "features":[{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[652000,6862000]}}]}`)
  assert.equal(tidied.columns[1]?.hint, undefined)
  assert.ok('coordinates-unknown' in setAside)
})

test('keys that objects have are columns like any other', async () => {
  const { names, rows } = await json('[{"__proto__":"x","constructor":1,"toString":2},{"__proto__":{"polluted":1}}]')
  assert.deepEqual(names, ['__proto__', 'constructor', 'toString', '__proto__.polluted'])
  assert.deepEqual(rows[0], ['x', '1', '2', ''])
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
})

test('a key given twice keeps its last value and is told', async () => {
  const { rows, repaired } = await json('[{"a":1,"a":2}]')
  assert.deepEqual(rows, [['2']])
  assert.deepEqual(repaired['repeated-key'], [1])
})

test('NaN, which JSON does not have, is no value', async () => {
  assert.deepEqual((await json('[{"a":NaN,"b":"NaN","c":-Infinity}]')).rows, [['', 'NaN', '']])
})

test('UTF-16 and a byte order mark', async () => {
  const text = '\ufeff[{"a":"café"}]'
  assert.deepEqual((await json(Buffer.from(text, 'utf16le'))).rows, [['café']])
  assert.deepEqual((await json(Buffer.from(text))).rows, [['café']])
})

for (const [code, content] of [
  ['json-malformed', '[{"a":1},{"a":}]'],
  ['json-malformed', '[{"a":1} {"a":2}]'],
  ['json-malformed', '{"data":[{"a":1}],}'],
  ['json-malformed', '{"a":1}\n{"a":oops}\n'],
  ['file-damaged', '[{"a":1},{"a":2'],
  ['file-damaged', '{"data":[{"a":1}'],
  ['no-records', '{"data":[]}'],
  ['no-records', '[]'],
  ['several-tables', '{"cats":[{"a":1},{"a":2}],"dogs":[{"b":1},{"b":2}]}'],
  ['not-a-table', '{"a":1,"b":2}'],
  ['nested-too-deep', '['.repeat(100_000)],
  ['nested-too-deep', `[{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`],
  ['nested-too-deep', `{"x":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`],
  ['too-many-columns', `[{${Array.from({ length: 3000 }, (_, n) => `"c${n}":1`).join(',')}}]`],
  ['cell-too-long', `[{"a":"${'x'.repeat(1_100_000)}"}]`],
  ['record-too-long', `[{"a":"${'x'.repeat(9_000_000)}"}]`],
] as const) {
  test(`refused as ${code}: ${content.slice(0, 30)}`, async () => {
    assert.equal((await refusal(content, {}, 'upload.json')).code, code)
  })
}
