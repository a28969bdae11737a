import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { cluesIn, mistakeOf, typedIn } from './clues.ts'

const dateOf = ([day, month, year]: readonly [string, string, string]) => {
  const { clues, errors } = cluesIn({ day, month, year })
  return errors[0]?.field ?? clues.dateOfBirth
}

for (const [typed, says] of [
  [['27', '3', '1957'], '1957-03-27'],
  [['07', '03', '1957'], '1957-03-07'],
  [['', '3', '1957'], '1957-03'],
  [['', '', '1957'], '1957'],
  [['29', '2', '2000'], '2000-02-29'],
  [['29', '2', '1900'], 'year'],
  [['31', '4', '1957'], 'year'],
  [['0', '3', '1957'], 'year'],
  [['27', '', '1957'], 'year'],
  [['27', '13', '1957'], 'year'],
  [['27', '3', ''], 'year'],
  [['27', '3', '57'], 'year'],
  [['27', '3', '3957'], 'year'],
  [['٢٧', '3', '1957'], 'year'],
  [['2 7', '3', '1957'], 'year'],
] as const)
  test(`born ${typed.join(' ')}: ${says}`, () => assert.equal(dateOf(typed), says))

test('every day there is can be typed as it is written, with or without its noughts', () => {
  const past = fc.date({ min: new Date('1800-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(past, fc.boolean(), (date, hasNoughts) => {
      const iso = date.toISOString().slice(0, 10)
      const [year = '', month = '', day = ''] = iso.split('-')
      const plain = (part: string) => (hasNoughts ? part : String(Number(part)))
      assert.equal(dateOf([plain(day), plain(month), year]), iso)
    }),
  )
})

test('one thing that tells people apart is enough; a postcode, an address or an age alone is not', () => {
  for (const typed of [{ name: 'Ann' }, { year: '1957' }, { nhs: '1' }, { telephone: '1' }, { email: 'a' }])
    assert.deepEqual(cluesIn(typed).errors, [])
  for (const typed of [{}, { postcode: 'NF1 2AB' }, { address: 'Mill Road' }, { age: '69' }])
    assert.deepEqual(
      cluesIn(typed).errors.map(({ field, href }) => [field, href]),
      [['name', '#name']],
    )
})

test('an age is a whole number of years that somebody lives', () => {
  for (const age of ['0', '69', '120']) assert.equal(cluesIn({ name: 'Ann', age }).clues.age, Number(age))
  for (const age of ['121', '-1', '69.5', '1e1', '0x10', 'old', 'Infinity', '٦٩']) {
    const { clues, errors } = cluesIn({ name: 'Ann', age })
    assert.deepEqual([clues.age, errors.map(({ field }) => field)], [undefined, ['age']])
  }
})

test('mistakes come all at once, in the order of the form', () => {
  const { errors } = cluesIn({ year: '57', age: 'old', postcode: 'NF1' })
  assert.deepEqual(
    errors.map(({ field }) => field),
    ['year', 'age'],
  )
})

test('whatever is sent is short text or nothing, and what is read of it is what was typed', () => {
  const anything = fc.dictionary(fc.constantFrom('name', 'day', 'year', 'age', 'nhs', 'email', 'x'), fc.anything())
  fc.assert(
    fc.property(anything, (form) => {
      const typed = typedIn(form)
      assert.ok(Object.values(typed).every((text) => typeof text === 'string' && text.length <= 200))
      const { clues, errors } = cluesIn(typed)
      assert.ok(Object.values(clues).every((value) => value !== ''))
      assert.equal(clues.name ?? '', typed.name)
      assert.ok(errors.length > 0 || Object.keys(clues).length > 0)
    }),
  )
  assert.equal(typedIn({ name: 'x'.repeat(10_000) }).name?.length, 200)
  assert.equal(typedIn({ name: '   ' }).name, '')
})

test('a clue that the search could not read is a mistake beside its own field', () => {
  const turnedAway = (code: string, at?: string) =>
    mistakeOf(new Problem(400, code, { title: 'No', detail: 'No.', ...(at && { at }) }))?.field
  assert.equal(turnedAway('clue-unreadable', 'postcode'), 'postcode')
  assert.equal(turnedAway('clue-unreadable', 'nhsNumber'), 'nhs')
  assert.equal(turnedAway('clue-unreadable', 'dateOfBirth'), 'year')
  assert.equal(turnedAway('clues-missing'), 'name')
  assert.equal(turnedAway('too-many-searches'), undefined)
})
