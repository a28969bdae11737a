import assert from 'node:assert/strict'
import { test } from 'node:test'

import { reading, refusal } from '../read-for-tests.ts'

const plain = [
  ['North', '12'],
  ['South', '7'],
]

test('a clean file is left for the engine as it is', async () => {
  const { tidied, names, rows } = await reading('ward,bins\nNorth,12\nSouth,7\n', { careful: false })
  assert.partialDeepStrictEqual(tidied.source, {
    kind: 'csv',
    trust: 'hopeful',
    skip: 1,
    numbered: false,
    delimiter: ',',
  })
  assert.deepEqual(names, ['ward', 'bins'])
  assert.deepEqual(rows, plain)
})

test('asked to be careful, it writes a normalised copy with row numbers', async () => {
  const { tidied, rows, numbers } = await reading('ward,bins\nNorth,12\nSouth,7\n')
  assert.partialDeepStrictEqual(tidied.source, { kind: 'csv', trust: 'clean', skip: 0, numbered: true, delimiter: ',' })
  assert.deepEqual(rows, plain)
  assert.deepEqual(numbers, [2, 3])
})

for (const [delimiter, called] of [
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'bar'],
  ['%', 'percent sign'],
]) {
  test(`delimiter: ${called}`, async () => {
    const { rows, recognised } = await reading(`ward,bins\nNorth,12\nSouth,7\n`.replaceAll(',', delimiter as string))
    assert.deepEqual(rows, plain)
    assert.equal(recognised['delimiter'], called)
  })
}

for (const [ends, called] of [
  ['\r\n', 'CRLF'],
  ['\r', 'CR'],
  ['\n', 'LF'],
]) {
  test(`line ends: ${called}`, async () => {
    assert.deepEqual((await reading(`ward,bins\nNorth,12\nSouth,7\n`.replaceAll('\n', ends as string))).rows, plain)
  })
}

test('line ends: mixed CRLF and LF', async () => {
  assert.deepEqual((await reading('ward,bins\r\nNorth,12\nSouth,7\r\n', { careful: false })).rows, plain)
})

test('a lone carriage return in a cell of a file with line feeds is no line end', async () => {
  const { rows } = await reading('ward,note\nNorth,"a"\nSouth,b\rc\nEast,d\nWest,e\n')
  assert.deepEqual(rows[1], ['South', 'b\rc'])
})

test('semicolons win over decimal commas', async () => {
  const { rows, names } = await reading('a;b;c\n1,5;2,5;3,5\n2,5;3,5;4,5\n')
  assert.deepEqual(names, ['a', 'b', 'c'])
  assert.deepEqual(rows[0], ['1,5', '2,5', '3,5'])
})

test('commas win over lists in cells', async () => {
  const { names } = await reading('id,tags\n1,a;b\n2,c;d\n3,e;f\n')
  assert.deepEqual(names, ['id', 'tags'])
})

test('a line that tells the delimiter is not part of the table', async () => {
  const { rows, numbers } = await reading('sep=;\nward;bins\nNorth;12\nSouth;7\n')
  assert.deepEqual(rows, plain)
  assert.deepEqual(numbers, [3, 4])
})

test('quotation marks: line breaks, delimiters and doubled marks inside; spaces around', async () => {
  const { rows, numbers } = await reading('ward,note\n"North\nEast","said ""no"", twice"\nSouth, "x, y" \n')
  assert.deepEqual(rows, [
    ['North\nEast', 'said "no", twice'],
    ['South', 'x, y'],
  ])
  assert.deepEqual(numbers, [2, 3])
})

test('stray quotation marks are text', async () => {
  const { rows, repaired } = await reading('item,size\npipe,5" wide\n"the "big" one",6\nend,7\n')
  assert.deepEqual(rows, [
    ['pipe', '5" wide'],
    ['the "big" one', '6'],
    ['end', '7'],
  ])
  assert.deepEqual(repaired['stray-quote'], [2, 3])
})

test('a quotation mark that is never closed costs one cell, not the file', async () => {
  const lines = Array.from({ length: 500 }, (_, n) => `row ${n},${n}`)
  lines[100] = '"row 100,100'
  const { rows, repaired } = await reading(`name,n\n${lines.join('\n')}\n`)
  assert.equal(rows.length, 500)
  assert.deepEqual(rows[100], ['"row 100', '100'])
  assert.deepEqual(rows[499], ['row 499', '499'])
  assert.deepEqual(repaired['stray-quote'], [102])
})

test('an unclosed quotation mark that a later one seems to close', async () => {
  const { rows } = await reading('name,n,m\n"Ann,1,2\n"Bob",3,4\nCyd,5,6\n')
  assert.deepEqual(rows, [
    ['"Ann', '1', '2'],
    ['Bob', '3', '4'],
    ['Cyd', '5', '6'],
  ])
})

test('many unclosed quotation marks do not take time without end', async () => {
  const text = `name,n\n${'"broken,1\n'.repeat(50_000)}`
  const { rows } = await reading(text)
  assert.equal(rows.length, 50_000)
})

test('ragged rows: short ones are filled up, long ones set aside with their number', async () => {
  const { rows, repaired, setAside } = await reading('a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12,,\n13,14,15\n')
  assert.deepEqual(rows, [
    ['1', '2', '3'],
    ['4', '5', ''],
    ['10', '11', '12'],
    ['13', '14', '15'],
  ])
  assert.deepEqual(repaired['ragged-row-padded'], [3])
  assert.deepEqual(repaired['extra-empty-cells'], [5])
  assert.deepEqual(setAside['ragged-row-too-long'], [4])
})

test('rows that mostly do not fit the header are refused', async () => {
  const rows = Array.from({ length: 100 }, (_, n) => (n % 3 === 0 ? `${n},b,c,d,${'e,'.repeat(n % 4)}f` : `${n},b`))
  assert.equal((await refusal(`n,b\n${rows.join('\n')}\n`)).code, 'rows-irregular')
})

test('blank rows and columns, also when a value turns up late', async () => {
  const blank = await reading('a,,b,\n1,,2,\n\n,,,\n3,,4,\n')
  assert.deepEqual(blank.names, ['a', 'b'])
  assert.deepEqual(blank.setAside['blank-row'], [3, 4])
  const rows = Array.from({ length: 3000 }, (_, n) => (n === 2500 ? `${n},late,x` : `${n},,x`))
  const late = await reading(`a,,b\n${rows.join('\n')}\n`)
  assert.deepEqual(late.names, ['a', 'column_2', 'b'])
  assert.deepEqual(late.rows[2500], ['2500', 'late', 'x'])
  assert.equal(late.rows.length, 3000)
})

test('names: duplicate, empty, long, with line breaks, and those that objects have', async () => {
  const { names } = await reading(
    `name,name,,__proto__,constructor,"two\nlines",${'x'.repeat(300)},name_2\n1,2,3,4,5,6,7,8\n`,
  )
  assert.deepEqual(names, [
    'name',
    'name_3',
    'column_3',
    '__proto__',
    'constructor',
    'two lines',
    'x'.repeat(200),
    'name_2',
  ])
})

test('white space and control characters around cells go; leading zeros and markers stay', async () => {
  const { rows } = await reading('id,code,note\n\u00a0007 ,\u200bN/A\t, -\u0001\n008,x,y\n')
  assert.deepEqual(rows[0], ['007', 'N/A', '-'])
})

test('NUL bytes are removed and told', async () => {
  const { rows, repaired } = await reading('a,b\n1\0,2\n3,4\n', { careful: false })
  assert.deepEqual(rows[0], ['1', '2'])
  assert.ok('nul-characters-removed' in repaired)
})

test('header only: a right table without rows', async () => {
  const { names, rows } = await reading('kitten,win', { careful: false })
  assert.deepEqual(names, ['kitten', 'win'])
  assert.deepEqual(rows, [])
})

test('one column', async () => {
  const { names, rows } = await reading('postcode\nNF1 1AA\nNF1 1AB\n')
  assert.deepEqual(names, ['postcode'])
  assert.deepEqual(rows, [['NF1 1AA'], ['NF1 1AB']])
})

test('empty, and blank lines only', async () => {
  assert.equal((await refusal('')).code, 'empty-file')
  assert.equal((await refusal('\n\n  \n,,,\n')).code, 'empty-file')
  assert.equal((await refusal('\ufeff')).code, 'empty-file')
})

test('ten thousand columns are refused', async () => {
  const header = Array.from({ length: 10_000 }, (_, n) => `c${n}`).join(',')
  const problem = await refusal(`${header}\n${header}\n`)
  assert.equal(problem.code, 'too-many-columns')
  assert.match(problem.detail, /10,000/)
})

test('a cell, and a record, may not be endless', async () => {
  const limits = { cell: 1000, record: 5000 }
  assert.equal((await refusal(`a,b\n1,"${'x'.repeat(2000)}"\n`, { limits })).code, 'cell-too-long')
  assert.equal((await refusal(`a,b\n1,2\n${'y,'.repeat(9000)}\n`, { limits })).code, 'record-too-long')
})

test('running text is no table', async () => {
  const line =
    'This is a letter, in which nobody thought of a table when they wrote it down for the council to read, and so on.'
  assert.equal((await refusal(`Dear Sir\n${`${line.replaceAll(',', '')}\n`.repeat(30)}`)).code, 'not-a-table')
})

test('a refusal never quotes a cell', async () => {
  const problem = await refusal(`secret-header,b\n"${'secret '.repeat(400)}",2\n`, { limits: { cell: 1000 } })
  assert.doesNotMatch([problem.message, problem.title, problem.at, problem.mend].join(' '), /secret/)
})

test('trouble in the middle of a file that looks clean at both ends is found by the careful reading', async () => {
  const lines = Array.from({ length: 120_000 }, (_, n) => `${n},name ${n},2024-01-01`)
  lines[60_000] = '60000,name'
  const text = `id,name,day\n${lines.join('\n')}\n`
  const hopeful = await reading(text.replace('\n60000,name\n', '\n60000,name 60000,2024-01-01\n'), { careful: false })
  assert.partialDeepStrictEqual(hopeful.tidied.source, { trust: 'hopeful' })
  const careful = await reading(text)
  assert.deepEqual(careful.repaired['ragged-row-padded'], [60_002])
  assert.equal(careful.rows.length, 120_000)
})

test('progress tells how far reading is', async () => {
  const heard: number[] = []
  const text = `a,b\n${'1,2\n'.repeat(200_000)}`
  await reading(text, { progress: (bytes) => heard.push(bytes) })
  assert.equal(heard.at(-1), text.length)
})
