import assert from 'node:assert/strict'
import { test } from 'node:test'

import { reading } from '../read-for-tests.ts'

test('titles and notes above the header are set aside', async () => {
  const { names, rows, setAside } = await reading(
    'Bins by ward 2024,,\nCorrected,,\n,,\nWard,Bins,Lids\nNorth,12,1\nSouth,7,2\n',
  )
  assert.deepEqual(names, ['Ward', 'Bins', 'Lids'])
  assert.equal(rows.length, 2)
  assert.deepEqual(setAside['preamble'], [1, 2])
  assert.deepEqual(setAside['blank-row'], [3])
})

test('ragged titles above the header', async () => {
  const { names } = await reading('Bins by ward\nas of: 2024\n\nWard,Bins,Lids,Price\nNorth,12,1,2\nSouth,7,2,3\n')
  assert.deepEqual(names, ['Ward', 'Bins', 'Lids', 'Price'])
})

test('a header of two rows, the upper one spanning columns', async () => {
  const { names, rows, repaired } = await reading(
    'Area,Males,,Females,\n,2011,2012,2011,2012\nNorth,1,2,3,4\nSouth,5,6,7,8\n',
  )
  assert.deepEqual(names, ['Area', 'Males – 2011', 'Males – 2012', 'Females – 2011', 'Females – 2012'])
  assert.deepEqual(rows[0], ['North', '1', '2', '3', '4'])
  assert.deepEqual(repaired['header-rows-joined'], [1, 2])
})

test('a header of two rows, both full', async () => {
  const { names } = await reading(
    'Area,Males,Males,Females,Females\nCode,Count,Rate,Count,Rate\nE01,1,2,3,4\nE02,5,6,7,8\n',
  )
  assert.deepEqual(names, ['Area – Code', 'Males – Count', 'Males – Rate', 'Females – Count', 'Females – Rate'])
})

test('years as column names are a header', async () => {
  const { names, rows } = await reading('Year,2000,2001,2002\nTimber,1,2,3\nSteel,4,5,6\n')
  assert.deepEqual(names, ['Year', '2000', '2001', '2002'])
  assert.equal(rows.length, 2)
})

test('a table of years only keeps its first row as a header of words', async () => {
  const { names } = await reading('From,To\n2000,2001\n2002,2003\n')
  assert.deepEqual(names, ['From', 'To'])
})

test('no header: columns are named by their position', async () => {
  const { names, rows, repaired } = await reading('1,null,0,0\n2,0,0,null\n3,null,,\n')
  assert.deepEqual(names, ['column_1', 'column_2', 'column_3', 'column_4'])
  assert.equal(rows.length, 3)
  assert.ok('header-missing' in repaired)
})

test('no header, with words and dates', async () => {
  const { rows } = await reading('Ann,12/01/2024,3.5\nBob,13/01/2024,4.5\nCyd,14/01/2024,5\n')
  assert.equal(rows.length, 3)
})

test('a repeated header inside the data is set aside', async () => {
  const { rows, setAside } = await reading('ward,bins\nNorth,1\nward,bins\nSouth,2\n')
  assert.equal(rows.length, 2)
  assert.deepEqual(setAside['repeated-header'], [3])
})

test('a row of units is set aside', async () => {
  const { rows, setAside } = await reading('site,no2,pm10,temperature\n,ug/m3,µg/m³,°C\nA,1,2,3\nB,4,5,6\n')
  assert.equal(rows.length, 2)
  assert.deepEqual(setAside['units-row'], [2])
})

test('totals, notes and sources below the table are set aside', async () => {
  const text =
    'ward,bins,lids\nNorth,1,2\nSouth,3,4\nEast,5,6\nGrand total,9,12\n,,\nSource: the council,,\n* provisional\n'
  const { rows, setAside } = await reading(text)
  assert.equal(rows.length, 3)
  assert.deepEqual(setAside['total-row'], [5])
  assert.deepEqual(setAside['footnote'], [7, 8])
  assert.deepEqual(setAside['blank-row'], [6])
})

test('totals without a label', async () => {
  const { rows, setAside } = await reading('ref,payee,date,net,vat\n1,a,2024-01-01,5,1\n2,b,2024-01-02,6,1\n,,,11,2\n')
  assert.equal(rows.length, 2)
  assert.deepEqual(setAside['total-row'], [4])
})

test('a payee called Total is no total', async () => {
  const { rows } = await reading('payee,amount\nAnnie Ltd,5\nTotal Gas & Power,6\n')
  assert.equal(rows.length, 2)
})

test('a last row with few values is data when nothing says otherwise', async () => {
  const { rows } = await reading('name,a,b,c\nx,1,2,3\ny,1,2,3\nz,,,\n')
  assert.equal(rows.length, 3)
})

test('a header that is too narrow for its rows gets names by position', async () => {
  const { names, rows } = await reading('a,b\n1,2,3\n4,5,6\n7,8,9\n')
  assert.deepEqual(names, ['a', 'b', 'column_3'])
  assert.deepEqual(rows[0], ['1', '2', '3'])
})
