import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import iconv from 'iconv-lite'

import { Problem } from '#foundation/problem.ts'

import { Records } from './csv/records.ts'
import { usualLimits } from './limits.ts'
import { reading, zipped } from './read-for-tests.ts'
import { trimmed } from './table/cell-kind.ts'

const pieceOfText = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('"', '""', ',', ';', '\t', '|', '\n', '\r\n', ' ', 'é£–', '=1+1', '007', 'N/A', '漢字', "'"),
)
/** Text as a cell may hold it once it has been read: nothing to trim, no half characters. */
const cell = fc.array(pieceOfText, { maxLength: 4 }).map((parts) =>
  trimmed(
    parts
      .join('')
      .toWellFormed()
      .replaceAll(/\p{Cc}/gu, (found) => ('\n\t'.includes(found) ? found : '')),
  ),
)

const names = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon']
/** Rows that begin with a key, so that none is blank, a note or a total. */
const table = fc.integer({ min: 2, max: 5 }).chain((width) =>
  fc
    .array(fc.array(cell, { minLength: width - 1, maxLength: width - 1 }), { minLength: 3, maxLength: 30 })
    .map((rows) => ({
      header: names.slice(0, width),
      rows: rows.map((cells, at) => [`key ${at}`, ...cells]),
    })),
)

function written(rows: readonly string[][], delimiter: string, lineEnd: string): string {
  const quoted = (text: string): string => (/[",;|\t\n\r ]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map((cells) => cells.map(quoted).join(delimiter) + lineEnd).join('')
}

test('any table, with any delimiter, line end and Unicode encoding, comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom('utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16be'),
      async ({ header, rows }, delimiter, lineEnd, encoding) => {
        const text = written([header, ...rows], delimiter, lineEnd)
        const bytes = iconv.encode(text, encoding.split(' ')[0] as string, { addBOM: encoding !== 'utf-8' })
        const told = await reading(bytes)
        assert.deepEqual(told.names, header)
        assert.deepEqual(told.rows, rows)
        assert.deepEqual(
          told.numbers,
          rows.map((_, at) => at + 2),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('what is left for the engine as it is holds what the careful reading finds', async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n'),
      async ({ header, rows }, delimiter, lineEnd) => {
        const told = await reading(written([header, ...rows], delimiter, lineEnd), { careful: false })
        assert.deepEqual([told.names, told.rows], [header, rows])
      },
    ),
    { numRuns: 100 },
  )
})

test('records do not depend on how the text is cut into pieces, and are what another reader finds', () => {
  fc.assert(
    fc.property(table, fc.array(fc.nat(40), { minLength: 1, maxLength: 20 }), ({ header, rows }, cuts) => {
      const text = written([header, ...rows], ',', '\n')
      const records = new Records({ delimiter: ',', returnsEndLines: false, limits: usualLimits })
      const found: string[][] = []
      for (let at = 0, n = 0; at < text.length; n++) {
        const length = (cuts[n % cuts.length] as number) + 1
        found.push(...[...records.push(text.slice(at, at + length))].flat())
        at += length
      }
      found.push(...[...records.end()].flat())
      assert.deepEqual(found, parse(text))
    }),
  )
})

test('any text at all gives the same records however it is cut', () => {
  const text = fc
    .array(fc.constantFrom('"', ',', '\n', '\r\n', '\r', 'a', ' ', '""', '",'), { maxLength: 60 })
    .map((parts) => parts.join(''))
  const all = (pieces: readonly string[], returnsEndLines: boolean): string[][] => {
    const records = new Records({ delimiter: ',', returnsEndLines, limits: usualLimits, width: 2 })
    return [...pieces.flatMap((piece) => [...records.push(piece)].flat()), ...[...records.end()].flat()]
  }
  fc.assert(
    fc.property(text, fc.boolean(), (whole, returnsEndLines) => {
      assert.deepEqual(all(whole.split(''), returnsEndLines), all([whole], returnsEndLines))
    }),
    { numRuns: 1000 },
  )
})

test('JSON records come back as they were, however they are wrapped', async () => {
  const value = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.string({ unit: 'grapheme' }).map((text) => trimmed(text.replaceAll('\0', ''))),
  )
  const record = fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'constructor'), value, { noNullPrototype: false })
  const wraps = [
    (list: unknown[]) => JSON.stringify(list),
    (list: unknown[]) => JSON.stringify({ data: list }, null, 2),
    (list: unknown[]) => `${list.map((one) => JSON.stringify(one)).join('\n')}\n`,
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 2, maxLength: 10 }),
      fc.constantFrom(...wraps),
      async (records, wrap) => {
        fc.pre(records.some((one) => Object.keys(one).length > 0))
        const told = await reading(wrap(records), {}, 'upload.json')
        const expected = records.map((one) =>
          told.names.map((name) => (Object.hasOwn(one, name) ? String(one[name]) : '')),
        )
        assert.deepEqual(told.rows, expected)
      },
    ),
    { numRuns: 150 },
  )
})

async function readOrRefuse(content: Buffer): Promise<void> {
  try {
    await reading(content)
  } catch (error) {
    if (!(error instanceof Problem) || error.status < 400 || error.status > 499) throw error
  }
}

const starts = [
  '',
  'a,b\n',
  '[',
  '{"data":[',
  '{"a":1}\n',
  '<',
  'PK\x03\x04',
  'PK\x05\x06',
  '\x1f\x8b\x08\0',
  'PAR1',
  '\xef\xbb\xbf',
  '\xff\xfe',
  '\xfe\xff',
  '"',
  '\0\0\0',
]

test('random bytes are read or refused, never worse', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 3000 }), async (start, noise) => {
      await readOrRefuse(Buffer.concat([Buffer.from(start, 'latin1'), noise]))
    }),
    { numRuns: 400 },
  )
})

test('random text of what tables and JSON are made of is read or refused, never worse', async () => {
  const tokens = [
    '"',
    '""',
    ',',
    ';',
    '\n',
    '\r',
    '{',
    '}',
    '[',
    ']',
    ':',
    '\\',
    'a',
    '1',
    ' ',
    'null',
    '{"a":1}',
    '\t',
    '\0',
    'é',
    '-',
  ]
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...tokens), { maxLength: 200 }), async (parts) =>
      readOrRefuse(Buffer.from(parts.join(''))),
    ),
    { numRuns: 500 },
  )
})

test('packed files with random damage are read or refused, never worse', async () => {
  const sheet =
    '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>'
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet'
  const book = await zipped({
    'xl/workbook.xml': '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${type}" Target="worksheets/a.xml"/></Relationships>`,
    'xl/worksheets/a.xml': sheet,
  })
  assert.deepEqual((await reading(book)).rows, [['1']])
  const files = [book, await zipped({ 'a.csv': 'a,b\n1,2\n' }), gzipSync('a,b\n1,2\n'.repeat(50))]
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), damage, async (file, places) => {
      const broken = Buffer.from(file)
      for (const [place, value] of places) broken[place % broken.length] = value
      await readOrRefuse(broken)
    }),
    { numRuns: 400 },
  )
})
