/** What a column holds, seen from its name and its values. */
import { fold } from '../cleaning/index.ts'
import type { Sources } from '../block/blocks.ts'
import { type Column, type Table } from '../features/table.ts'

export type Profile = Readonly<{
  name: string
  /** How many records have a value, and how many values there are. */
  filled: number
  distinct: number
  /** Some values, and how many records have each. */
  values: readonly (readonly [text: string, records: number])[]
  /** Means over records with a value. */
  words: number
  length: number
  /** The share of records with a value whose value passes. */
  share(passes: (text: string) => boolean): number
  /** Bits that agreement is worth, on average: −log2 of the chance that two values agree. */
  information: number
  /** Whether any value is in two sources; true where there is one. */
  isShared: boolean
}>

/** More values than these tell nothing new about a column's kind. */
const looked = 5_000
const wordPattern = /[\p{L}\p{M}\p{N}]+/gu

export function profileOf(table: Table, sources?: Sources): readonly Profile[] {
  return Object.entries(table.columns).map(([name, column]) => profileColumn(name, column, sources))
}

export const wordsIn = (text: string): readonly string[] => fold(text).match(wordPattern) ?? []

function profileColumn(name: string, { codes, texts }: Column, sources?: Sources): Profile {
  const counts = new Float64Array(texts.length)
  for (const code of codes) counts[code]!++
  counts[0] = 0
  // White space is no value.
  for (const [code, text] of texts.entries()) if (text !== null && text.trim() === '') counts[code] = 0
  let [filled, distinct, pairs] = [0, 0, 0]
  for (const count of counts) {
    filled += count
    if (count > 0) distinct++
    pairs += count * (count - 1)
  }
  const step = Math.max(1, Math.ceil(texts.length / looked))
  const values: [string, number][] = []
  for (let code = 1; code < texts.length; code += step)
    if (counts[code]! > 0) values.push([texts[code]!.slice(0, 2_000).trim(), counts[code]!])
  const seen = values.reduce((sum, [, count]) => sum + count, 0)
  const mean = (of: (text: string) => number): number =>
    seen === 0 ? 0 : values.reduce((sum, [text, count]) => sum + count * of(text), 0) / seen
  return {
    name,
    filled,
    distinct,
    values,
    words: mean((text) => wordsIn(text).length),
    length: mean((text) => text.length),
    share: (passes) => mean((text) => (passes(text) ? 1 : 0)),
    information: filled < 2 ? 0 : -Math.log2(Math.max(pairs, 1) / (filled * (filled - 1))),
    isShared: isShared(codes, texts.length, sources),
  }
}

function isShared(codes: Uint32Array, size: number, sources?: Sources): boolean {
  if (sources?.mode !== 'across') return true
  const first = new Int32Array(size).fill(-1)
  for (const [record, code] of codes.entries()) {
    if (code === 0) continue
    const place = sources.sourceOf[record]!
    if (first[code] === -1) first[code] = place
    else if (first[code] !== place) return true
  }
  return false
}
