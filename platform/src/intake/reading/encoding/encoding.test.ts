import assert from 'node:assert/strict'
import { test } from 'node:test'

import iconv from 'iconv-lite'

import { reading, refusal } from '../read-for-tests.ts'

const text = 'place,price,note\nCafé Zoë,£5.50,“naïve” – it’s fine\nÎle d’Orléans,£6,½ price\nPlain,£7,nothing\n'
const rows = [
  ['Café Zoë', '£5.50', '“naïve” – it’s fine'],
  ['Île d’Orléans', '£6', '½ price'],
  ['Plain', '£7', 'nothing'],
]

for (const [name, mark] of [
  ['utf-8', false],
  ['utf-8', true],
  ['utf-16le', true],
  ['utf-16le', false],
  ['utf-16be', true],
  ['utf-16be', false],
  ['utf-32le', true],
  ['windows-1252', false],
] as const) {
  test(`${name}${mark ? ' with a mark' : ''}`, async () => {
    const told = await reading(iconv.encode(text, name, { addBOM: mark }))
    assert.deepEqual(told.rows, rows)
    assert.deepEqual(told.names, ['place', 'price', 'note'])
    assert.equal(told.recognised['encoding'], name)
    assert.equal('byte-order-mark' in told.repaired, mark)
  })
}

test('Mac Roman', async () => {
  const told = await reading(iconv.encode(text.replace('½', 'half'), 'macroman'))
  assert.equal(told.recognised['encoding'], 'macroman')
  assert.deepEqual(told.rows[0], rows[0])
})

test('GBK', async () => {
  const chinese = `编号,景点中文名称,描述\n${'1,北京故宫博物院,这是中国最大的古代建筑群之一欢迎参观\n2,上海外滩,黄浦江边的历史建筑和夜景\n'.repeat(5)}`
  const told = await reading(iconv.encode(chinese, 'gbk'))
  assert.deepEqual(told.names, ['编号', '景点中文名称', '描述'])
  assert.equal(told.rows[0]?.[1], '北京故宫博物院')
})

test('a few pound signs in a long plain text are Windows-1252', async () => {
  const long = `a,b\n${'plain,text\n'.repeat(200_000)}x,£5\n${'plain,text\n'.repeat(50_000)}`
  const told = await reading(iconv.encode(long, 'windows-1252'))
  assert.equal(told.rows[200_000]?.[1], '£5')
  assert.equal(told.recognised['encoding'], 'windows-1252')
})

test('UTF-8 with a stray byte late in the file stays UTF-8', async () => {
  const start = Buffer.from(`a,b\n${'café,£5\n'.repeat(200_000)}`)
  const odd = Buffer.from('caf\xe9,\xa36\n', 'latin1')
  const end = Buffer.from('café,£7\n'.repeat(20_000))
  const told = await reading(Buffer.concat([start, odd, end]))
  assert.deepEqual(told.rows[200_000], ['café', '£6'])
  assert.deepEqual(told.rows[200_001], ['café', '£7'])
  assert.ok('mixed-encoding' in told.repaired)
})

test('a character cut by the end of the beginning that is looked at', async () => {
  for (const shift of [0, 1, 2, 3]) {
    const long = `a,b\n${'x'.repeat(shift)},1\n${'€€€€€€€€,2\n'.repeat(60_000)}`
    const { recognised, rows: read } = await reading(long, { careful: false })
    assert.equal(recognised['encoding'], 'utf-8')
    assert.equal(read.length, 60_001)
  }
})

test('binary content is refused', async () => {
  const noise = Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919 + (n >> 3) * 31) & 0xff))
  assert.equal((await refusal(noise)).code, 'not-a-table')
})
