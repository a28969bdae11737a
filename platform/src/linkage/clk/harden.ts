/**
 * What can be done to encodings so that less can be learnt from them. Each costs some links; `npm run bench -- clk` says how many.
 * Both sides have to be hardened in the same way before they are matched. Salting, the fourth, is done while encoding: see `Salting`.
 */
import { Problem } from '#foundation/problem.ts'
import { keyedBytes } from '#foundation/hash.ts'
import { drawing } from './drawing.ts'
import { type Encodings, rowOf, strideOf } from './encodings.ts'

/**
 * Halves the rows so many times, by exclusive or of their halves: a bit no longer says whether a token is there (Schnell and Borgs,
 * 2016). As clkhash's `xor_folds`, for encodings that exist. Equal rows stay equal, so it hides no frequency.
 */
export function folded(encodings: Encodings, folds: number): Encodings {
  const bits = encodings.bits / 2 ** folds
  if (!Number.isInteger(folds) || folds < 0 || !Number.isInteger(bits))
    throw unhardened(`${encodings.bits} bits cannot be halved ${folds} times`, 'Fold less often.')
  return rewritten(encodings, bits, (_row, isSet, toggle) => {
    for (let bit = 0; bit < encodings.bits; bit++) if (isSet(bit)) toggle(bit % bits)
  })
}

/**
 * BLIP: flips each bit with the chance given, over 0 and under a half (Alaggan, Gambs and Kermarrec, 2012). The key makes it repeatable for
 * its holder; the label keeps the noise of two data holders and of two projects apart. Give the same rows out once: whoever
 * gets them with several noises can average these away.
 */
export function flipped(
  encodings: Encodings,
  { chance, key, label }: Readonly<{ chance: number; key: Uint8Array | string; label: string }>,
): Encodings {
  if (!(chance > 0 && chance < 0.5)) throw unhardened(`a chance of ${chance} is not over 0 and under 0.5`, 'Try 0.05.')
  const { bits } = encodings
  const limit = Math.round(chance * 65_536)
  return rewritten(encodings, bits, (row, isSet, toggle) => {
    const noise = keyedBytes(key, `flips ${label} ${row}`, bits * 2)
    for (let bit = 0; bit < bits; bit++) {
      const isFlipped = ((noise[2 * bit] ?? 0) | ((noise[2 * bit + 1] ?? 0) << 8)) < limit
      if (isSet(bit) !== isFlipped) toggle(bit)
    }
  })
}

/**
 * Balanced codes: each row with its complement, in an order that the key decides, so that every row has exactly half of its bits set and
 * none tells the length of a name (Schnell and Borgs, 2016). Twice as long. The Dice coefficient becomes 1 − Hamming distance ÷ bits.
 */
export function balanced(encodings: Encodings, key: Uint8Array | string): Encodings {
  const { bits } = encodings
  const order = shuffled(2 * bits, drawing(key, 'order of balanced codes'))
  return rewritten(encodings, 2 * bits, (_row, isSet, toggle) => {
    for (let bit = 0; bit < bits; bit++) toggle(order[isSet(bit) ? bit : bits + bit] ?? 0)
  })
}

type Rewrite = (row: number, isSet: (bit: number) => boolean, toggle: (bit: number) => void) => void

function rewritten(encodings: Encodings, bits: number, rewrite: Rewrite): Encodings {
  const stride = strideOf(bits)
  const made: Encodings = { bits, stride, count: encodings.count, rows: new Uint8Array(encodings.count * stride) }
  for (let index = 0; index < encodings.count; index++) {
    const [from, to] = [rowOf(encodings, index), rowOf(made, index)]
    const toggle = (bit: number) => void (to[bit >> 3] = (to[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7)))
    rewrite(index, (bit) => ((from[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0, toggle)
  }
  return made
}

function shuffled(size: number, draw: (below: number) => number): Uint32Array {
  const order = Uint32Array.from({ length: size }, (_, at) => at)
  for (let at = size - 1; at > 0; at--) {
    const other = draw(at + 1)
    ;[order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0]
  }
  return order
}

function unhardened(says: string, mend: string): Problem {
  return new Problem(422, 'clk-hardening-invalid', { title: 'This hardening cannot be done', detail: `${says}.`, mend })
}
