import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from '#foundation/hash.ts'
import { naivePath, naiveRoot, temporaryFolder } from '../log-for-tests.ts'
import { openSigningKey } from '../signing.ts'
import { logEntry, type ReceiptProof, saltBytes, verifyReceipt } from './receipt.ts'

const key = await openSigningKey(temporaryFolder(), 'https://example.org/log')

type Case = Readonly<{ receipt: Readonly<Record<string, unknown>>; proof: ReceiptProof; key: string }>

function proven(size: number, index: number): Case {
  const receipt = {
    id: `r${'a'.repeat(26)}`,
    at: '2026-10-01T12:00:00.000Z',
    outcome: 'permit',
    organisation: 'brightspark-energy',
    person: null,
    fields: ['uprn', 'postcode'],
    rows: 12,
    clause: { agreement: 'warm-homes', clause: 'c1' },
    purpose: 'northford:winter-support · “quoted”',
  }
  const salt = randomBytes(saltBytes)
  const entries: Buffer[] = Array.from({ length: size }, () => randomBytes(32))
  entries[index] = logEntry(salt, canonicalJson(receipt))
  const proof = {
    index,
    size,
    hashes: naivePath(index, entries).map((hash) => hash.toString('base64')),
    checkpoint: key.sign({ size, root: naiveRoot(entries) }),
    salt: salt.toString('base64'),
  }
  return { receipt, proof, key: key.verifierKey }
}

const cases = Array.from({ length: 60 }, (_, at) => proven(at + 1, (at * 7) % (at + 1)))
const anyCase = fc.constantFrom(...cases)

test('a receipt in the log verifies', () => {
  fc.assert(
    fc.property(anyCase, ({ receipt, proof, key }) => {
      const { index, size } = proof
      assert.deepEqual(verifyReceipt(receipt, proof, key), { good: true, origin: 'example.org/log', index, size })
      // The order of members is no part of a receipt.
      assert.ok(verifyReceipt(Object.fromEntries(Object.entries(receipt).toReversed()), proof, key).good)
    }),
    { numRuns: 50 },
  )
})

/** Anything that a text can suffer; never the same text again. */
const damagedText = (text: string) =>
  fc
    .tuple(
      fc.nat(text.length - 1),
      fc.constantFrom('flip', 'drop', 'add', 'double', 'cut', 'swap'),
      fc.integer({ min: 0, max: 6 }),
    )
    .map(([at, how, bit]) => {
      const here = text[at]!
      if (how === 'flip')
        return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1)
      if (how === 'drop') return text.slice(0, at) + text.slice(at + 1)
      if (how === 'add') return `${text.slice(0, at)}A${text.slice(at)}`
      if (how === 'double') return text.slice(0, at) + here + text.slice(at)
      if (how === 'cut') return text.slice(0, at)
      return text.slice(0, at) + (text[at + 1] ?? '') + here + text.slice(at + 2)
    })
    .filter((damaged) => damaged !== text)

const anyHash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64'))

function damagedHashes(hashes: readonly string[]): fc.Arbitrary<readonly string[]> {
  const added = fc.tuple(fc.nat(hashes.length), anyHash).map(([place, hash]) => hashes.toSpliced(place, 0, hash))
  if (hashes.length === 0) return added
  const at = fc.nat(hashes.length - 1)
  return fc
    .oneof(
      added,
      at.map((place) => hashes.toSpliced(place, 1)),
      fc.tuple(at, anyHash).map(([place, hash]) => hashes.toSpliced(place, 1, hash)),
      at.chain((place) => damagedText(hashes[place]!).map((hash) => hashes.toSpliced(place, 1, hash))),
      fc.constant(hashes.toReversed()),
      fc.tuple(at, at).map(([one, other]) => hashes.with(one, hashes[other]!)),
    )
    .filter((damaged) => JSON.stringify(damaged) !== JSON.stringify(hashes))
}

const number = (not: number) =>
  fc
    .oneof(fc.integer(), fc.double(), fc.constantFrom(not - 1, not + 1, -not, not + 0.5, NaN, 2 ** 53))
    .filter((n) => n !== not)

function damagedReceipt(receipt: Case['receipt']): fc.Arbitrary<Case['receipt']> {
  const name = fc.constantFrom(...Object.keys(receipt))
  return fc
    .oneof(
      fc.tuple(name, fc.jsonValue()).map(([name, value]) => ({ ...receipt, [name]: value })),
      name.map((name) => Object.fromEntries(Object.entries(receipt).filter(([other]) => other !== name))),
      fc.tuple(fc.string(), fc.jsonValue()).map(([name, value]) => ({ ...receipt, [`x${name}`]: value })),
      damagedText(receipt['purpose'] as string).map((purpose) => ({ ...receipt, purpose })),
    )
    .filter((damaged) => JSON.stringify(damaged) !== JSON.stringify(receipt))
}

const otherCheckpoint = ({ size }: ReceiptProof) => key.sign({ size, root: randomBytes(32) })

const damaged = anyCase.chain((whole): fc.Arbitrary<Case> => {
  const { receipt, proof, key } = whole
  const changed = (change: Partial<ReceiptProof>) => ({ ...whole, proof: { ...proof, ...change } })
  const spoilt: fc.Arbitrary<Case>[] = [
    damagedText(proof.checkpoint).map((checkpoint) => changed({ checkpoint })),
    damagedText(proof.salt).map((salt) => changed({ salt })),
    damagedText(key).map((key) => ({ ...whole, key })),
    number(proof.index).map((index) => changed({ index })),
    number(proof.size).map((size) => changed({ size })),
    damagedReceipt(receipt).map((receipt) => ({ ...whole, receipt })),
    // Another genuine checkpoint of the same key.
    fc.constant(changed({ checkpoint: otherCheckpoint(proof) })),
  ]
  return fc.oneof(
    damagedHashes(proof.hashes).map((hashes) => changed({ hashes })),
    ...spoilt,
  )
})

test('of ten thousand damaged receipts, proofs, checkpoints and keys none is accepted', () => {
  let count = 0
  fc.assert(
    fc.property(damaged, ({ receipt, proof, key }) => {
      count++
      assert.equal(verifyReceipt(receipt, proof, key).good, false)
    }),
    { numRuns: 10_000 },
  )
  assert.ok(count >= 10_000)
})

test('whatever is sent as a proof, the answer is a sentence', () => {
  const { receipt, proof, key } = proven(5, 2)
  for (const broken of [
    {},
    { ...proof, hashes: null },
    { ...proof, hashes: [1] },
    { ...proof, salt: 5 },
    { ...proof, index: '2' },
    { ...proof, checkpoint: [] },
  ])
    assert.equal(verifyReceipt(receipt, broken as never, key).good, false)
  assert.equal(verifyReceipt({ ...receipt, rows: NaN }, proof, key).good, false)
})
