import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { answers } from './review.ts'
import { standingOf } from './settle.ts'

const said = (reviewer: string, answer: (typeof answers)[number], secondOpinion = false) => ({
  reviewer,
  answer,
  secondOpinion,
})

for (const [name, opinions, always, needs, settled] of [
  ['nobody said anything', [], false, 1, null],
  ['one is enough', [said('a', 'same')], false, 1, 'same'],
  ['unless two are always needed', [said('a', 'same')], true, 2, null],
  ['or a second opinion was asked for', [said('a', 'same', true)], false, 2, null],
  ['which agrees', [said('a', 'same', true), said('b', 'same')], false, 2, 'same'],
  ['which disagrees', [said('a', 'same', true), said('b', 'different')], false, 2, null],
  [
    'and a third decides',
    [said('a', 'same', true), said('b', 'different'), said('c', 'different')],
    false,
    2,
    'different',
  ],
  ['who cannot tell leaves it to others', [said('a', 'cannot-tell')], false, 1, null],
  ['and so does who defers', [said('a', 'defer'), said('b', 'different')], false, 1, 'different'],
  [
    'the last word of each counts',
    [said('a', 'same', true), said('a', 'different', true), said('b', 'different')],
    false,
    2,
    'different',
  ],
] as const)
  test(`a pair: ${name}`, () => {
    const standing = standingOf(opinions, always ? 'always' : 'when-asked')
    assert.deepEqual([standing.needs, standing.settled], [needs, settled])
  })

test('what is settled has more voices than the other answer, and as many as it needs', () => {
  const opinion = fc.record({
    reviewer: fc.constantFrom('a', 'b', 'c', 'd'),
    answer: fc.constantFrom(...answers),
    secondOpinion: fc.boolean(),
  })
  fc.assert(
    fc.property(
      fc.array(opinion, { maxLength: 8 }),
      fc.constantFrom('when-asked', 'always'),
      (opinions, secondOpinion) => {
        const { settled, needs } = standingOf(opinions, secondOpinion)
        if (settled === null) return
        const last = new Map(
          opinions.filter(({ answer }) => answer !== 'defer').map((each) => [each.reviewer, each.answer]),
        )
        const count = (wanted: string) => [...last.values()].filter((answer) => answer === wanted).length
        assert.ok(count(settled) >= needs && count(settled) > count(settled === 'same' ? 'different' : 'same'))
      },
    ),
  )
})
