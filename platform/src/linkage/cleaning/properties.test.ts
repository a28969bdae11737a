/** What holds of every cleaner and any text. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleaners } from './cleaners.ts'
import { fold, wordsOf } from './fold.ts'
import { initialsOf, surnameCore } from './names/name.ts'
import { phoneticKey } from './phonetic.ts'

/** Bits that registers are made of, so that the rules meet each other and not only noise. */
const bits = "Mr Dr Mc Mac O ' - , . ( ) née aka van der al Smith SMITH John Jr saint & the ltd co t/a trading as a b 1 0 O1 12 02 1985 85 Feb / : SW1A 1AA BA1 ILZ 07700 900123 +44 ext @ . com + gmail unknown n/a constructor __proto__ KC C L T D mc test baby of é ß 김 محمد İ σ Σ z zz xx £ % \u200d \u0301" // prettier-ignore
const pieced = fc
  .array(fc.constantFrom(...bits.split(' ')), { maxLength: 8 })
  .chain((words) => fc.constantFrom(' ', '', '-').map((gap) => words.join(gap)))
const texts = fc.oneof(pieced, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.string())

for (const [name, clean] of Object.entries(cleaners)) {
  test(`${name}: cleaning what is clean changes nothing, and no text makes it throw`, () => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = clean(text)
        if (once === null) return
        assert.notEqual(once.trim(), '')
        assert.equal(clean(once), once)
      }),
      { numRuns: 3_000 },
    )
  })

  // A rule that went back and forth over the text would be seen here: ten billion steps do not end.
  test(`${name}: a text as long as a book is read once`, () => {
    for (const part of ['a', ' ', 'mr ', '(', 'O ', '1', '-', 'née a ', 'A\u0301', '@a.', ',,', 'the ', '٠', '.0']) {
      for (const length of [10_000, 100_000]) {
        const result = clean(part.repeat(length))
        assert.ok(result === null || result.length <= part.length * length)
      }
    }
  })
}

test('folding twice is folding once', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const once = fold(text)
      assert.equal(fold(once), once)
      assert.deepEqual(wordsOf(wordsOf(once).join(' ')), wordsOf(once))
    }),
    { numRuns: 5_000 },
  )
})

test('keys and cores of any word', () => {
  fc.assert(
    fc.property(texts, (text) => {
      assert.ok(phoneticKey(fold(text)).length <= 12)
      assert.ok(surnameCore(text).length > 0)
      assert.equal(typeof initialsOf(text), 'string')
    }),
  )
})
