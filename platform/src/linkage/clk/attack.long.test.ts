/** Measures what an attacker without the key gets from encodings, hardened and not. Only the direction is asserted. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { attacked, frequenciesOf, type Knowledge } from './attack-for-tests.ts'
import { encode, encodeFields } from './encode.ts'
import { balanced, flipped, folded } from './harden.ts'
import { population, populationSchema } from './names-for-tests.ts'
import { readSchema } from './schema.ts'

describe('an attacker who knows how often each given name occurs, and has no key', () => {
  const schema = readSchema(populationSchema)
  const people = population(2_000, 'encoded')
  const names = people.map(([name]) => name ?? '')
  // What is public is of other people of the same country.
  const public_ = frequenciesOf(population(20_000, 'public').map(([name]) => name ?? ''))
  const known: Knowledge = new Map([...public_].map(([name, count]) => [name, count / 10]))
  const commonest = [...known].toSorted((x, y) => y[1] - x[1])[0]?.[0]
  const blind = names.filter((name) => name === commonest).length / names.length

  const key = 'a key that the attacker has not'
  const salting = { feature: 'born', characters: 4 }
  const noise = (chance: number) => ({ chance, key, label: 'one holder' })
  const field = encodeFields(people, schema, key).get('given name')!
  const whole = encode(people, schema, key)

  const rates = new Map<string, number>()
  for (const [what, encodings] of [
    ['name', field],
    ['name, folded', folded(field, 1)],
    ['name, balanced', balanced(field, key)],
    ['name, 5 % flipped', flipped(field, noise(0.05))],
    ['name, 25 % flipped', flipped(field, noise(0.25))],
    ['name, salted by year of birth', encodeFields(people, schema, key, salting).get('given name')!],
    ['record', whole],
    ['record, folded', folded(whole, 1)],
    ['record, 5 % flipped', flipped(whole, noise(0.05))],
    ['record, salted by year of birth', encode(people, schema, key, salting)],
  ] as const) {
    const { byFrequency, byLikeness } = attacked(encodings, known, names)
    rates.set(what, Math.max(byFrequency, byLikeness))
    test(`filters of the ${what}`, (t) =>
      t.diagnostic(`named: ${percent(byFrequency)} by frequency, ${percent(byLikeness)} by likeness too`))
  }
  const rate = (what: string) => rates.get(what) ?? assert.fail(what)

  test('names most people by filters of names alone: these are no protection', (t) => {
    t.diagnostic(`a blind guess names ${percent(blind)}`)
    assert.ok(rate('name') > 3 * blind, `${rate('name')}, by a blind guess ${blind}`)
  })

  test('names fewer by filters of records, and by filters that are salted or have much noise', () => {
    for (const hardened of ['record', 'name, salted by year of birth', 'name, 25 % flipped'])
      assert.ok(rate(hardened) < rate('name'), `${hardened}: ${rate(hardened)}`)
  })
})

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
