import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { personColumns, type Values } from '../run/columns.ts'
import { readClues } from './clues.ts'
import { fitOf } from './fit.ts'
import { peopleIndex } from './index-of-people.ts'
import { type Seen, summedUp } from './sum-up.ts'
import type { Clues } from './search.ts'

const all = new Set(['name', 'dateOfBirth', 'age', 'postcode', 'address', 'nhsNumber', 'telephone', 'email'] as const)
const fit = (clues: Clues, values: Values) =>
  fitOf(readClues(clues), personColumns(values), { allowed: all, thisYear: 2026 })

const maggie: Values = {
  'given-name': 'Margaret',
  surname: 'Thornley',
  'date-of-birth': '1941-03-09',
  postcode: 'NF1 2AB',
  address: '12 Mill Road',
  telephone: '01632 960001',
}

for (const [clues, least, most] of [
  [{ name: 'Margaret Thornley' }, 1, 1],
  [{ name: 'Thornley, Maggie' }, 0.9, 1],
  [{ name: 'Magret Thornly' }, 0.8, 0.99],
  [{ name: 'M Thornley' }, 0.8, 0.99],
  [{ name: 'Thornley' }, 1, 1],
  [{ name: 'Peter Marsh' }, 0, 0.3],
  [{ name: 'Margaret Marsh' }, 0, 0.6],
  [{ name: 'Thornley', age: 84 }, 0.9, 1],
  [{ name: 'Thornley', age: 40 }, 0, 0.8],
  [{ dateOfBirth: '09/03/1941' }, 1, 1],
  [{ dateOfBirth: '1941-09-03' }, 0.8, 0.9],
  [{ dateOfBirth: '1941' }, 1, 1],
  [{ name: 'Thornley', address: 'mill', postcode: 'NF1' }, 1, 1],
  [{ telephone: '+441632960001' }, 1, 1],
] as const)
  test(`${JSON.stringify(clues)} fits from ${least} to ${most}`, () => {
    const found = fit(clues, maggie)
    assert.ok(found && found.fit >= least && found.fit <= most, JSON.stringify(found))
    assert.ok(found.because.length > 0)
  })

test('a clue that may not be searched by changes nothing that is said of a record', () => {
  const clues = readClues({ name: 'Thornley', dateOfBirth: '1941-03-09' })
  const only = { allowed: new Set(['name'] as const), thisYear: 2026 }
  const [one, other] = [maggie, { ...maggie, 'date-of-birth': '1999-01-31' }].map((values) =>
    fitOf(clues, personColumns(values), only),
  )
  assert.deepEqual(one, other)
})

const word = fc.string({
  unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz')),
  minLength: 4,
  maxLength: 10,
})

test('who fits exactly, or but for one letter, is among the candidates', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 40 }),
      fc.nat(),
      fc.nat(),
      (names, who, at) => {
        const index = peopleIndex()
        for (const [place, [given, surname]] of names.entries())
          index.add(place, personColumns({ 'given-name': given, surname }))
        const [given, surname] = names[who % names.length]!
        const letters = Array.from(surname)
        letters[at % letters.length] = 'x'
        for (const name of [`${given} ${surname}`, `${given} ${letters.join('')}`]) {
          const clues = readClues({ name: name.replaceAll(/^(?:mr|mrs|miss|ms|dr) /g, '') })
          const found = index.candidates(clues, new Set(['name'] as const), 1_000)
          const place = names.findIndex(([g, s]) => g === given && s === surname)
          if (clues.name?.includes(given)) assert.ok(found.includes(place), `${name}: ${JSON.stringify(clues.name)}`)
        }
      },
    ),
  )
})

const seen = (entity: string, score: number): Seen => ({
  entity,
  dataset: 'a/b',
  values: {},
  fit: score,
  because: ['fits'],
})

test('one result an entity, ten at most, and none when more than ten fit as well', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat({ max: 20 }), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 40 }),
      (records) => {
        const { outcome, results } = summedUp(
          records.map(([entity, score]) => seen(`e${entity}`, score)),
          0.6,
        )
        assert.ok(results.length <= 10)
        assert.equal(new Set(results.map(({ key }) => key)).size, results.length)
        assert.equal(outcome === 'found', results.length > 0)
        assert.deepEqual(
          results.map(({ fit: score }) => score),
          results.map(({ fit: score }) => score).toSorted((a, b) => b - a),
        )
        assert.ok(results.every(({ fit: score }) => score >= 0.6 - 1e-3))
      },
    ),
  )
  assert.equal(
    summedUp(
      Array.from({ length: 11 }, (_, at) => seen(`e${at}`, 0.9)),
      0.6,
    ).outcome,
    'too-many',
  )
  assert.equal(
    summedUp(
      Array.from({ length: 10 }, (_, at) => seen(`e${at}`, 0.9)),
      0.6,
    ).outcome,
    'found',
  )
})
