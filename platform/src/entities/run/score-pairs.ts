/** All pairs of records from a threshold on, by the kernel, in this thread. */
import { bitsOf, packRecords, pairKernel, planBlocking, runTask, tasksOf } from '#linkage'
import type { BitPairs } from './group.ts'
import type { Ready } from './models.ts'

export type ScoredPairs = BitPairs & Readonly<{ compared: number }>

/** `tell`: how much of it is done, 0 to 1. */
export function scorePairs(
  { model, features, frequencies }: Ready,
  atLeast: number,
  tell: (done: number) => void,
): ScoredPairs {
  const pack = packRecords(model, features, planBlocking(features, model.blocking), { frequencies })
  const found = { left: [] as number[], right: [] as number[], weight: [] as number[] }
  const kernel = pairKernel(pack, {
    thresholdBits: bitsOf(atLeast),
    onPairs({ left, right, weight }, count) {
      for (let at = 0; at < count; at++) {
        found.left.push(left[at]!)
        found.right.push(right[at]!)
        found.weight.push(weight[at]!)
      }
    },
  })
  const tasks = tasksOf(pack, 100)
  for (const [done, task] of tasks.entries()) {
    runTask(pack, kernel, task)
    tell((done + 1) / tasks.length)
  }
  const compared = kernel.finish()
  return {
    left: Uint32Array.from(found.left),
    right: Uint32Array.from(found.right),
    weight: Float64Array.from(found.weight),
    count: found.left.length,
    compared,
  }
}
