/** What holds for any list, and how often a made country's badly written addresses are found. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { type AddressList, AddressListBuilder } from './list.ts'
import { Chance, madeAddresses } from './made-addresses-for-tests.ts'
import { matchAddress } from './match.ts'
import { type AddressEntry, readEntry } from './parts.ts'
import { tokensOf } from './tokens.ts'
import { written } from './written-for-tests.ts'

function listOf(entries: Iterable<AddressEntry>): AddressList {
  const builder = new AddressListBuilder()
  for (const entry of entries) builder.add(entry)
  return builder.finish()
}

const made = [...madeAddresses(20_000, 11)]
const listed = made.filter(({ isListed }) => isListed).map(({ entry }) => entry)
const list = listOf(listed)

/** The standard text of an entry: what two entries must not share to be told apart. */
const standard = (entry: AddressEntry) => {
  const { tokens, postcode } = tokensOf(readEntry(entry).text)
  return `${tokens.map(({ text }) => text).join(' ')} ${postcode?.text ?? ''}`
}

function holdToItself(entries: readonly AddressEntry[], against: AddressList): void {
  const twins = new Map<string, Set<string>>()
  for (const entry of entries)
    twins.set(standard(entry), (twins.get(standard(entry)) ?? new Set()).add(String(Number(entry.uprn))))
  for (const entry of entries) {
    const answer = matchAddress(against, readEntry(entry).text)
    const same = twins.get(standard(entry))!
    if (same.size > 1)
      assert.ok(answer.outcome === 'ambiguous' && answer.because === 'same-text', readEntry(entry).text)
    else {
      assert.equal(answer.outcome, 'matched', `${readEntry(entry).text}: ${answer.says}`)
      assert.equal(answer.best?.uprn, [...same][0])
    }
  }
}

test('each address of a list is found in it, or said to be there twice', () =>
  holdToItself(listed.slice(0, 8_000), list))

const words = fc.constantFrom(...'Flat Unit 1 2 12 12A 12-14 2/1 High Street Road St Kestrel House The Park First Floor , , , Bath BA1 1AA NF1 c/o é Ж'.split(' ')) // prettier-ignore
const texts = fc.oneof(
  fc.array(words, { maxLength: 10 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

test('and so is each of any list', () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 30 }), (lines) => {
      const entries = lines
        .map((text, at) => ({ uprn: String(at + 1), text }))
        .filter((entry) => tokensOf(entry.text.trim()).tokens.length > 0)
      holdToItself(entries, listOf(entries))
    }),
    { numRuns: 200 },
  )
})

test('no text makes it throw, and probabilities are probabilities', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { best, runnerUp } = matchAddress(list, text)
      for (const one of [best, runnerUp]) assert.ok(!one || (one.probability >= 0 && one.probability <= 1))
      assert.ok((best?.probability ?? 0) + (runnerUp?.probability ?? 0) <= 1.000_01)
    }),
    { numRuns: 1_000 },
  )
  for (const part of ['1 ', 'High Street ', ', ', 'Flat 1 ', 'a', 'NF1 1AA ', '1-2 '])
    assert.ok(matchAddress(list, part.repeat(20_000)).says)
})

test('the order of the list changes nothing', () => {
  const some = listed.slice(0, 1_500)
  const [one, other] = [listOf(some), listOf(some.toReversed())]
  const chance = new Chance(5)
  for (const entry of some) {
    const { text } = written(entry, chance)
    assert.deepEqual(matchAddress(one, text), matchAddress(other, text))
  }
})

test('everyone in one street: the work is bounded and the door is still found', () => {
  const giant = listOf(Array.from({ length: 50_000 }, (_, at) => ({ uprn: String(at + 1), number: String(at + 1), street: 'Long Road', town: 'Bath', postcode: 'BA1 1AB' }))) // prettier-ignore
  assert.equal(matchAddress(giant, '4711 Long Rd, Bath').best?.uprn, '4711')
  const alike = listOf(
    Array.from({ length: 20_000 }, (_, at) => ({ uprn: String(at + 1), text: `Flat ${at}, 1 Long Road, Bath` })),
  )
  assert.notEqual(matchAddress(alike, '1 Long Road, Bath').outcome, 'matched')
  assert.equal(matchAddress(alike, 'Flat 12345, 1 Long Road, Bath').best?.uprn, '12346')
})

test('of a made country, badly written, few are missed, next to none is wrong, and the probabilities hold', (t) => {
  const chance = new Chance(23)
  const count = { listed: 0, matched: 0, right: 0, wrongFlat: 0 }
  const bins = Array.from({ length: 10 }, () => ({ n: 0, said: 0, right: 0 }))
  for (const { entry, isListed } of made) {
    const { text } = written(entry, chance)
    const answer = matchAddress(list, text)
    const isRight = isListed && answer.best?.uprn === entry.uprn
    count.listed += isListed ? 1 : 0
    if (answer.outcome === 'matched') {
      count.matched++
      if (isRight) count.right++
      else if (entry.part && answer.best?.address.includes(entry.street ?? '-')) count.wrongFlat++
    }
    const bin = bins[Math.min(9, Math.floor((answer.best?.probability ?? 0) * 10))]!
    bin.n++
    bin.said += answer.best?.probability ?? 0
    bin.right += isRight ? 1 : 0
  }
  const error = bins.reduce((sum, { said, right }) => sum + Math.abs(said - right), 0) / made.length
  t.diagnostic(
    `recall ${count.right / count.listed}, precision ${count.right / count.matched}, wrong flats ${count.wrongFlat}, calibration error ${error}`,
  )
  assert.ok(count.right / count.listed > 0.985)
  assert.ok(count.right / count.matched > 0.998)
  assert.ok(count.wrongFlat <= count.matched / 1_000)
  assert.ok(error < 0.02)
})

const hygiene = '../shared/data/social-health/food-hygiene/bathnes.csv'
test(
  'each food business of a real register is found by its own address',
  { skip: !existsSync(hygiene) && `${hygiene} is not there` },
  () => {
    const rows = parse<Record<string, string>>(readFileSync(hygiene), { columns: true, bom: true })
    const entries = rows.flatMap((row) => {
      const lines = ['AddressLine1', 'AddressLine2', 'AddressLine3', 'AddressLine4']
        .map((name) => row[name]?.trim() ?? '')
        .filter(Boolean)
      return lines.length > 1 ? [{ uprn: row['FHRSID']!, text: [...lines, row['PostCode']!.trim()].join(', ') }] : []
    })
    holdToItself(entries, listOf(entries))
  },
)
