import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fold, wordsOf } from './fold.ts'
import { cleanText } from './text.ts'

const folded: readonly (readonly [string, string])[] = [
  ['José  Núñez', 'jose nunez'],
  ['ŁUKASZ Wałęsa', 'lukasz walesa'],
  ['Bjørn Ærø Straße', 'bjorn aero strasse'],
  ['İSTANBUL ışık', 'istanbul isik'],
  ['O’Brien', "o'brien"],
  ['Smith–Jones', 'smith-jones'],
  ['Ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
  ['\ufeffAnne\u200b\u00a0Marie\t', 'anne marie'],
  ['Đặng Thị', 'dang thi'],
  ['Əliyev', 'aliyev'],
]
for (const [text, expected] of folded) test(`${text} folds to ${expected}`, () => assert.equal(fold(text), expected))

test('a script that is not Latin keeps its letters and its vowel signs', () => {
  for (const word of ['αλέξανδρος', 'мохаммед', 'محمد', 'प्रिया', '김민준', 'がく'])
    assert.deepEqual(wordsOf(fold(word)), [fold(word)])
  assert.equal(fold('ПЁТР'), fold('пётр'))
})

test('punctuation parts words, an apostrophe does not', () => {
  assert.equal(cleanText("St. Mary's (C.E.) School, Upper/Lower"), 'st marys c e school upper lower')
  assert.equal(cleanText('--'), null)
  assert.equal(cleanText('(Unknown)'), null)
})
