/** The work of scoring, cut into parts of about as many pairs each, for any number of workers. */
import type { Blocks } from './blocks.ts'

/** The pairs of one rule whose first record is at `from` up to `to` of its members; `block` holds `from`. */
export type Task = Readonly<{ rule: number; block: number; from: number; to: number }>

export function cutTasks(rules: readonly Readonly<{ blocks: Blocks }>[], pairsEach: number): readonly Task[] {
  return rules.flatMap(({ blocks }, rule) => cutRule(blocks, rule, pairsEach))
}

function cutRule({ starts }: Blocks, rule: number, pairsEach: number): Task[] {
  const tasks: Task[] = []
  let open: { block: number; from: number } = { block: 0, from: 0 }
  let pairs = 0
  for (let block = 0; block + 1 < starts.length; block++) {
    const [from, to] = [starts[block]!, starts[block + 1]!]
    const size = to - from
    if (pairs + (size * (size - 1)) / 2 <= pairsEach) {
      pairs += (size * (size - 1)) / 2
      continue
    }
    // A large block is cut inside.
    for (let at = from; at < to; at++) {
      pairs += to - at - 1
      if (pairs < pairsEach) continue
      tasks.push({ rule, ...open, to: at + 1 })
      open = at + 1 < to ? { block, from: at + 1 } : { block: block + 1, from: to }
      pairs = 0
    }
  }
  const end = starts.at(-1) ?? 0
  if (open.from < end) tasks.push({ rule, ...open, to: end })
  return tasks
}
