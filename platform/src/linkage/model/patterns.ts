/**
 * A pattern: the level of every comparison, as one number. A comparison's level is 0 when it is missing, 1 … n for its
 * levels as listed, n + 1 for its else. The first comparison changes slowest.
 */
import type { Comparison, LinkageModel } from './document.ts'

export const missingLevel = 0
export const elseLevel = ({ levels }: Pick<Comparison, 'levels'>): number => levels.length + 1
/** How many levels a comparison can come to, missing and else among them. */
export const levelCount = ({ levels }: Pick<Comparison, 'levels'>): number => levels.length + 2

/** How many patterns there can be; exact up to 2^53. */
export function patternSpace({ comparisons }: Pick<LinkageModel, 'comparisons'>): number {
  return comparisons.reduce((space, comparison) => space * levelCount(comparison), 1)
}

/** What one step of each comparison's level adds to a pattern. */
export function patternStrides({ comparisons }: Pick<LinkageModel, 'comparisons'>): readonly number[] {
  const strides: number[] = []
  let stride = 1
  for (const comparison of comparisons.toReversed()) {
    strides.unshift(stride)
    stride *= levelCount(comparison)
  }
  return strides
}

export function patternOfLevels(model: Pick<LinkageModel, 'comparisons'>, levels: readonly number[]): number {
  return patternStrides(model).reduce((pattern, stride, index) => pattern + stride * (levels[index] ?? 0), 0)
}

export function levelsOfPattern(model: Pick<LinkageModel, 'comparisons'>, pattern: number): readonly number[] {
  return patternStrides(model).map(
    (stride, index) => Math.floor(pattern / stride) % levelCount(model.comparisons[index]!),
  )
}
