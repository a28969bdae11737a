import type { Edges } from '../cluster/index.ts'
import { probabilityOf } from '../odds.ts'
import { intervalOf } from './rates.ts'
import { is, notKnown, type Truth, verdictsOn } from './truth.ts'

/** Edges whose probabilities are alike: what was said of them, and what is true. */
export type Bin = Readonly<{
  from: number
  to: number
  edges: number
  /** Mean probability. */
  said: number
  /** The part that is true, and what it may be with 95 % certainty. */
  true: number
  interval: readonly [number, number]
}>

export type Calibration = Readonly<{
  /** Expected calibration error: how far `said` is from `true`, in the mean over edges. Null without edges. */
  error: number | null
  /** The farthest that a bin is off. */
  worst: number | null
  /** The reliability table; bins without edges are left out. */
  table: readonly Bin[]
}>

/** Whether what is said to be 90 % likely is true nine times in ten. Edges of which the truth is not known are left out. */
export function calibrationOf(edges: Edges, truth: Truth, bins = 10): Calibration {
  const { of } = verdictsOn(edges, truth)
  const [count, said, right] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)]
  for (let edge = 0; edge < edges.count; edge++) {
    if (of[edge] === notKnown) continue
    const probability = probabilityOf(edges.weight[edge]!)
    const bin = Math.min(bins - 1, Math.floor(probability * bins))
    count[bin]!++
    said[bin]! += probability
    right[bin]! += Number(of[edge] === is)
  }
  const table = Array.from(count, (edgesIn, bin): Bin => {
    return {
      from: bin / bins,
      to: (bin + 1) / bins,
      edges: edgesIn,
      said: said[bin]! / edgesIn,
      true: right[bin]! / edgesIn,
      interval: intervalOf(right[bin]!, edgesIn),
    }
  }).filter((bin) => bin.edges > 0)
  const all = table.reduce((sum, bin) => sum + bin.edges, 0)
  const offs = table.map((bin) => ({ off: Math.abs(bin.said - bin.true), part: bin.edges / all }))
  return {
    error: all === 0 ? null : offs.reduce((sum, { off, part }) => sum + off * part, 0),
    worst: all === 0 ? null : Math.max(...offs.map(({ off }) => off)),
    table,
  }
}
