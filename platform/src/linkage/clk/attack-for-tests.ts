/**
 * What somebody can learn who has the encodings, no key, and a public list of how often each name occurs. Three steps, each of which
 * can be told apart in the result:
 *
 * 1. *Grouping*: rows that are equal, or nearly so where noise was added, are of one name.
 * 2. *Frequency alignment*: the most frequent group is taken for the most frequent name, and so on down.
 * 3. *Likeness*: names are swapped between groups for as long as that makes names that are spelt alike those whose encodings are
 *    alike (a graph attack in the manner of Vidanage, Christen, Ranbaduge and Schnell, 2020).
 */
import { type Encodings, rowOf } from './encodings.ts'
import { scan } from './scan.ts'

/** Names and how often each is expected among the rows. */
export type Knowledge = ReadonlyMap<string, number>

export type Attacked = Readonly<{
  /** Share of the rows whose name was guessed, by frequency alone. */
  byFrequency: number
  /** And then by likeness. */
  byLikeness: number
}>

/** How far alike two rows are taken to be of one name; an attacker would try, and gets here what works best. */
const nearness = [1, 0.75, 0.55]
/** Rarer names are too many to tell apart by how often they occur. */
const mostGroups = 120
const mostPasses = 12

/** The attack on one filter a row, which holds a name and perhaps more; `names` is the truth, for the share alone. */
export function attacked(encodings: Encodings, known: Knowledge, names: readonly string[]): Attacked {
  const share = (groups: readonly Group[], given: readonly string[]) =>
    groups.reduce((sum, { rows }, at) => sum + rows.filter((row) => names[row] === given[at]).length, 0) / names.length
  const outcomes = nearness.map((near) => {
    const groups = groupsOf(encodings, near).slice(0, mostGroups)
    const list = [...known].toSorted((x, y) => y[1] - x[1]).slice(0, mostGroups)
    const aligned = list.map(([name]) => name)
    const swapped = byLikeness(groups, list)
    return { byFrequency: share(groups, aligned), byLikeness: share(groups, swapped) }
  })
  return {
    byFrequency: Math.max(...outcomes.map((one) => one.byFrequency)),
    byLikeness: Math.max(...outcomes.map((one) => one.byLikeness)),
  }
}

export function frequenciesOf(names: readonly string[]): Map<string, number> {
  return new Map([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]))
}

type Group = Readonly<{ rows: readonly number[]; bits: ReadonlySet<number> }>

/** The largest first. A row joins the first group whose first row is near enough. */
function groupsOf(encodings: Encodings, near: number): Group[] {
  const neighbours = Array.from({ length: encodings.count }, (): number[] => [])
  scan(encodings, encodings, { threshold: () => near, found: (row, other) => neighbours[row]?.push(other) })
  const free = new Set(neighbours.keys())
  const groups: Group[] = []
  for (const [row, all] of neighbours.entries()) {
    if (!free.has(row)) continue
    const rows = all.filter((other) => free.delete(other))
    groups.push({ rows, bits: commonBits(encodings, rows) })
  }
  return groups.toSorted((x, y) => y.rows.length - x.rows.length || (x.rows[0] ?? 0) - (y.rows[0] ?? 0))
}

/** The bits that most rows of a group have: what is left when noise is averaged away. */
function commonBits(encodings: Encodings, rows: readonly number[]): Set<number> {
  const counts = new Map<number, number>()
  for (const row of rows.slice(0, 200))
    for (const [at, byte] of rowOf(encodings, row).entries())
      for (let bit = 0; byte !== 0 && bit < 8; bit++)
        if (byte & (0x80 >> bit)) counts.set(at * 8 + bit, (counts.get(at * 8 + bit) ?? 0) + 1)
  const most = Math.min(rows.length, 200) / 2
  return new Set([...counts].filter(([, count]) => count > most).map(([bit]) => bit))
}

/** Swaps names while the sum grows of (likeness of encodings) × (likeness of names) and, for each group, how well its size fits. */
function byLikeness(groups: readonly Group[], list: readonly (readonly [string, number])[]): string[] {
  const encoded = standardised(groups.map(({ bits }) => bits))
  const spelt = standardised(list.map(([name]) => lettersOf(name)))
  const misfit = (group: number, name: number) => {
    const [found, expected] = [groups[group]?.rows.length ?? 0, list[name]?.[1] ?? 0]
    return (found - expected) ** 2 / (2 * Math.max(1, expected))
  }
  const taken = list.map((_, at) => at)
  const gain = (group: number, name: number) => {
    let sum = -misfit(group, name)
    for (let other = 0; other < groups.length; other++)
      if (other !== group) sum += (encoded[group]?.[other] ?? 0) * (spelt[name]?.[taken[other] ?? 0] ?? 0)
    return sum
  }
  const value = (x: number, y: number) => gain(x, taken[x] ?? 0) + (y < groups.length ? gain(y, taken[y] ?? 0) : 0)
  for (let improved = true, pass = 0; improved && pass < mostPasses; pass++) {
    improved = false
    for (let x = 0; x < Math.min(groups.length, list.length); x++)
      for (let y = x + 1; y < list.length; y++) {
        const before = value(x, y)
        ;[taken[x], taken[y]] = [taken[y] ?? 0, taken[x] ?? 0]
        if (value(x, y) > before + 1e-9) improved = true
        else [taken[x], taken[y]] = [taken[y] ?? 0, taken[x] ?? 0]
      }
  }
  return taken.map((at) => list[at]?.[0] ?? '')
}

const lettersOf = (name: string): ReadonlySet<string> =>
  new Set(Array.from({ length: name.length + 1 }, (_, at) => ` ${name} `.slice(at, at + 2)))

/** Dice coefficients of all pairs of sets, less their mean, in units of their deviation; so that those of noisy filters and of names compare. */
function standardised(sets: readonly ReadonlySet<unknown>[]): number[][] {
  const all = sets.map((one) =>
    sets.map((other) => (2 * one.intersection(other).size) / Math.max(1, one.size + other.size)),
  )
  const pairs = all.flatMap((row, x) => row.filter((_, y) => y !== x))
  const mean = pairs.reduce((sum, each) => sum + each, 0) / Math.max(1, pairs.length)
  const deviation = Math.sqrt(pairs.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, pairs.length))
  return all.map((row) => row.map((each) => (each - mean) / (deviation || 1)))
}
