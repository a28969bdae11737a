/** Street names that are nearly the one asked for, by shared runs of three letters; verified by counting slips. */
import { type Grouped, grouped } from './columns.ts'
import { slipsAllowed, slipsBetween } from './distance.ts'
import { streetKinds } from './words.ts'

export type NearStreets = Readonly<{
  /** Names within a few slips of this one, whatever their last word (Road, Street): nearest first, at most `most`. */
  near(name: string, most: number): readonly number[]
}>

const letters = 40
const codes = letters ** 3

/** Without its kind and without gaps: `orchard lea close` is `orchardlea`. A name that is all kind stays whole. */
export function headOf(name: string): string {
  const gap = name.lastIndexOf(' ')
  const head = gap > 0 && streetKinds.has(name.slice(gap + 1)) ? name.slice(0, gap) : name
  return compact(head)
}

const compact = (name: string) => name.replaceAll(' ', '')

/** `ids` are the names' numbers elsewhere. */
export function indexStreets(names: readonly string[], ids: readonly number[]): NearStreets {
  const byKey = new Map<string, number[]>()
  for (const [at, name] of names.entries()) {
    // By its head for another kind, by the whole for a slip in the kind or a gap that was lost.
    for (const key of new Set([headOf(name), compact(name)])) byKey.set(key, [...(byKey.get(key) ?? []), at])
  }
  const distinct = [...byKey.keys()]
  const postings = postingsOf(distinct)
  const counts = new Uint16Array(distinct.length)
  return {
    near(name, most) {
      const found = [...new Set([headOf(name), compact(name)])]
        .flatMap((key) => {
          const allowed = slipsAllowed(key.length)
          return candidates(key, postings, counts)
            .map((at) => ({ at, slips: slipsBetween(key, distinct[at]!, allowed) }))
            .filter(({ slips }) => slips <= allowed)
        })
        .toSorted((a, b) => a.slips - b.slips || (distinct[a.at]! < distinct[b.at]! ? -1 : 1))
      return [...new Set(found.flatMap(({ at }) => byKey.get(distinct[at]!) ?? []))]
        .slice(0, most)
        .map((at) => ids[at]!)
    },
  }
}

function postingsOf(heads: readonly string[]): Grouped {
  const keys: number[] = []
  const owners: number[] = []
  for (const [at, head] of heads.entries()) {
    for (const trigram of trigramsOf(head)) {
      keys.push(trigram)
      owners.push(at)
    }
  }
  const { from, items } = grouped(Int32Array.from(keys), codes)
  return { from, items: items.map((position) => owners[position]!) }
}

/** The forty that share most trigrams; common trigrams are left to the rarer ones while there are any. */
function candidates(head: string, { from, items }: Grouped, counts: Uint16Array): number[] {
  const touched: number[] = []
  const trigrams = trigramsOf(head).toSorted((a, b) => from[a + 1]! - from[a]! - (from[b + 1]! - from[b]!))
  let read = 0
  for (const trigram of trigrams) {
    const [start, end] = [from[trigram]!, from[trigram + 1]!]
    if (read > 0 && read + end - start > 20_000) break
    read += end - start
    for (let at = start; at < end; at++) {
      const owner = items[at]!
      if (counts[owner]! === 0) touched.push(owner)
      counts[owner]! += 1
    }
  }
  const least = Math.max(1, Math.floor(trigrams.length / 4))
  const best = touched.filter((at) => counts[at]! >= least).toSorted((a, b) => counts[b]! - counts[a]! || a - b)
  for (const at of touched) counts[at] = 0
  return best.slice(0, 40)
}

/** Distinct trigrams of `^name$`, as numbers. Letters that are not Latin share a few places: they are verified later. */
function trigramsOf(head: string): number[] {
  const found = new Set<number>()
  const place = (at: number) => (at < 0 ? 37 : at >= head.length ? 38 : placeOf(head.charCodeAt(at)))
  for (let at = -1; at < head.length - 1; at++)
    found.add((place(at) * letters + place(at + 1)) * letters + place(at + 2))
  return [...found]
}

function placeOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 97
  return code >= 48 && code <= 57 ? 26 + (code - 48) : 39 - (code % 3 === 0 ? 0 : 3)
}
