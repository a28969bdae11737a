import assert from 'node:assert/strict'
import { test } from 'node:test'

import { reading, refusal, zipped } from '../read-for-tests.ts'
import { formatOf } from './number-formats.ts'
import { plainNumber } from './values.ts'

const head = '<?xml version="1.0" encoding="UTF-8"?>'
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

type Book = {
  sheets?: Record<string, string>
  hidden?: string[]
  strings?: string
  styles?: string
  from1904?: boolean
}

/** A workbook of sheets, each given as its rows in XML. */
async function workbook({ sheets = {}, hidden = [], strings, styles, from1904 = false }: Book): Promise<Buffer> {
  const names = Object.keys(sheets)
  const files: Record<string, string> = {
    '[Content_Types].xml': `${head}<Types/>`,
    'xl/workbook.xml': `${head}<workbook xmlns:r="${relationships}"><workbookPr date1904="${from1904}"/><sheets>${names
      .map(
        (name, n) =>
          `<sheet name="${name}" sheetId="${n}" ${hidden.includes(name) ? 'state="hidden"' : ''} r:id="r${n}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships>${names
      .map((_, n) => `<Relationship Id="r${n}" Type="${relationships}/worksheet" Target="worksheets/s${n}.xml"/>`)
      .join(
        '',
      )}<Relationship Id="s" Type="${relationships}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="t" Type="${relationships}/styles" Target="/xl/styles.xml"/></Relationships>`,
    'xl/sharedStrings.xml': strings ?? `${head}<sst/>`,
    'xl/styles.xml': styles ?? `${head}<styleSheet/>`,
  }
  for (const [n, name] of names.entries()) {
    const rows = sheets[name] as string
    files[`xl/worksheets/s${n}.xml`] = rows.startsWith('<?xml')
      ? rows
      : `${head}<worksheet><sheetData>${rows}</sheetData></worksheet>`
  }
  return zipped(files)
}

const text = (cell: string, value: string): string => `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`
const header = (...names: string[]): string =>
  `<row r="1">${names.map((name, n) => text(`${'ABCDEFGH'[n]}1`, name)).join('')}</row>`
const oneSheet = (rows: string, more: Book = {}) => workbook({ ...more, sheets: { Bins: rows } })

test('strings: shared, rich, phonetic, inline, of formulas, escaped', async () => {
  const strings = `${head}<sst><si><t>shared</t></si><si><r><t>ri</t></r><r><t xml:space="preserve">ch </t></r></si><si><t>東京</t><rPh><t>トウキョウ</t></rPh></si></sst>`
  const { names, rows, numbers, recognised } = await reading(
    await oneSheet(
      `${header('a', 'b', 'c', 'd')}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c><c r="D2" t="str"><f>A1&amp;"x"</f><v>fx</v></c></row>` +
        `<row r="4">${text('A4', 'a_x000A_b')}${text('D4', '007')}</row>`,
      { strings },
    ),
  )
  assert.deepEqual(names, ['a', 'b', 'c', 'd'])
  assert.deepEqual(rows, [
    ['shared', 'rich', '東京', 'fx'],
    ['a\nb', '', '', '007'],
  ])
  assert.deepEqual(numbers, [2, 4])
  assert.equal(recognised['sheet'], 'Bins')
})

const styles = `${head}<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/><numFmt numFmtId="165" formatCode="[$-809]d mmmm yyyy hh:mm"/><numFmt numFmtId="166" formatCode="[Red]#,##0.00"/><numFmt numFmtId="167" formatCode="000000"/></numFmts>
  <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="21"/></cellXfs></styleSheet>`

test('dates by their format, numbers as plain text, booleans, errors', async () => {
  const cells =
    '<c r="A2" s="1"><v>45292</v></c><c r="B2" s="3"><v>45292.75</v></c><c r="C2"><v>0.30000000000000004</v></c><c r="D2" t="b"><v>1</v></c><c r="E2" t="e"><v>#N/A</v></c><c r="F2" s="5"><v>42</v></c><c r="G2" s="6"><v>0.5</v></c>'
  const { rows, tidied } = await reading(
    await oneSheet(`${header('a', 'b', 'c', 'd', 'e', 'f', 'g')}<row r="2">${cells}</row>`, { styles }),
  )
  assert.deepEqual(rows[0], ['2024-01-01', '2024-01-01T18:00:00', '0.3', 'true', '#N/A', '000042', '12:00:00'])
  assert.deepEqual(
    tidied.columns.map(({ hint }) => hint),
    ['date', 'datetime', undefined, 'boolean', undefined, undefined, undefined],
  )
})

test('dates of the 1904 system, and the day that never was', async () => {
  const dates = (...serials: number[]): string =>
    header('a') +
    serials.map((serial, n) => `<row r="${n + 2}"><c r="A${n + 2}" s="2"><v>${serial}</v></c></row>`).join('')
  assert.deepEqual((await reading(await oneSheet(dates(0, 43830), { styles, from1904: true }))).rows, [
    ['1904-01-01'],
    ['2024-01-01'],
  ])
  assert.deepEqual((await reading(await oneSheet(dates(1, 59, 61, 99_999_999), { styles }))).rows, [
    ['1900-01-01'],
    ['1900-02-28'],
    ['1900-03-01'],
    ['99999999'],
  ])
})

test('numbers as plain text', () => {
  const cases = {
    '1': '1',
    '1.1000000000000001': '1.1',
    '1E+20': '100000000000000000000',
    '1.5e-7': '0.00000015',
    '-0.0': '0',
    '123456789012345': '123456789012345',
    '-12.340': '-12.34',
    '1e400': '1e400',
  }
  for (const [raw, plain] of Object.entries(cases)) assert.equal(plainNumber(raw), plain)
})

test('number formats', () => {
  const cases = { 'yyyy-mm-dd': 'date', 'mmm-yy': 'date', 'd/m/yy h:mm': 'datetime', 'h:mm AM/PM': 'time', '[h]:mm:ss': 'time', '0.00%': 'number', 'General': 'number', '"day" 0': 'number', '[Red]0': 'number', '@': 'number', '#,##0.00_);[Red]\\(#,##0.00\\)': 'number' } // prettier-ignore
  for (const [code, kind] of Object.entries(cases)) assert.equal(formatOf(164, code), kind, code)
  assert.deepEqual(formatOf(164, '00000'), { digits: 5 })
})

test('the fullest visible sheet is read; others and hidden ones are told', async () => {
  const big =
    header('a', 'b') +
    [2, 3, 4].map((n) => `<row r="${n}"><c r="A${n}"><v>${n}</v></c><c r="B${n}"><v>${n}</v></c></row>`).join('')
  const book = await workbook({
    sheets: { Cover: header('Title'), Figures: big, Secret: big + big, Empty: '' },
    hidden: ['Secret'],
  })
  const { rows, recognised, tidied } = await reading(book)
  assert.equal(recognised['sheet'], 'Figures')
  assert.equal(rows.length, 3)
  assert.deepEqual(
    tidied.report.setAside.map(({ code, field }) => [code, field]),
    [
      ['hidden-sheet', 'Secret'],
      ['other-sheet', 'Cover'],
    ],
  )
})

test('title, merged header of two rows, and totals', async () => {
  const rows = `<row r="1">${text('A1', 'Bins 2024')}</row><row r="3">${text('A3', 'Area')}${text('B3', 'Males')}${text('D3', 'Females')}</row><row r="4">${text('B4', 'Count')}${text('C4', 'Share')}${text('D4', 'Count')}${text('E4', 'Share')}</row>
    ${[5, 6, 7].map((n) => `<row r="${n}">${text(`A${n}`, `Ward ${n}`)}${['B', 'C', 'D', 'E'].map((c) => `<c r="${c}${n}"><v>${n}</v></c>`).join('')}</row>`).join('')}
    <row r="8">${text('A8', 'Total')}<c r="B8"><v>18</v></c></row>`
  const { names, numbers, setAside } = await reading(await oneSheet(rows))
  assert.deepEqual(names, ['Area', 'Males – Count', 'Males – Share', 'Females – Count', 'Females – Share'])
  assert.deepEqual(numbers, [5, 6, 7])
  assert.deepEqual(setAside['preamble'], [1])
  assert.deepEqual(setAside['total-row'], [8])
})

test('a prefix on every element', async () => {
  const { rows } = await reading(
    await oneSheet(
      `${head}<x:worksheet><x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
    ),
  )
  assert.deepEqual(rows, [['1']])
})

const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`
for (const [what, code, rows, more] of [
  [
    'a document type',
    'document-type-refused',
    `${head}${bomb}<worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`,
  ],
  ['an entity of its own', 'file-damaged', `<row r="1"><c t="str"><v>&b;</v></c></row>`],
  ['a document type among the strings', 'document-type-refused', header('a'), { strings: `${head}${bomb}<sst/>` }],
  ['malformed XML', 'file-damaged', '<row r="1"><c></row>'],
  ['XML cut off', 'file-damaged', `${head}<worksheet><sheetData><row r="1"><c><v>1</v>`],
  ['rows out of order', 'file-damaged', '<row r="5"></row><row r="2"></row>'],
  ['a cell beyond the last column', 'file-damaged', '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'],
  ['an empty sheet', 'empty-file', ''],
  ['deep nesting', 'nested-too-deep', '<a>'.repeat(100_000)],
  ['a text without end', 'record-too-long', `<row r="1"><c t="str"><v>${'x'.repeat(9_000_000)}</v></c></row>`],
] as [string, string, string, Book?][]) {
  test(`refused: ${what}`, async () => {
    assert.equal((await refusal(await oneSheet(rows, more), { limits: { ratioFromBytes: 1e9 } })).code, code)
  })
}

test('refused: too many columns, too much shared text, a cut workbook', async () => {
  const wide = `<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>`
  assert.equal((await refusal(await oneSheet(wide))).code, 'too-many-columns')
  const strings = `${head}<sst>${'<si><t>abcdefgh</t></si>'.repeat(1000)}</sst>`
  assert.equal(
    (await refusal(await oneSheet(header('a'), { strings }), { limits: { sharedStrings: 1000 } })).code,
    'workbook-too-large',
  )
  const book = await oneSheet(header('a'))
  assert.equal((await refusal(book.subarray(0, book.length - 30))).code, 'file-damaged')
})
