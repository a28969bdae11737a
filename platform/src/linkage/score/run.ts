/** Scores all candidate pairs, task by task, in this thread. The use above spreads tasks over workers. */
import type { Blocks } from '../block/blocks.ts'
import { cutTasks, type Task } from '../block/tasks.ts'
import type { Scanner } from './kernel.ts'
import type { Pack } from './pack.ts'

/** All pairs of one task. Pairs that earlier rules make are left out. */
export function runTask(pack: Pack, scanner: Scanner, task: Task): void {
  const { blocks } = pack.rules[task.rule]!
  for (let block = task.block, at = task.from; at < task.to; block++) {
    const end = blocks.starts[block + 1]!
    const to = Math.min(end, task.to)
    scanner.enter(task.rule, blocks.ids[block]!)
    if (pack.sources && pack.sources.mode !== 'all') scanBySource(pack, scanner, { blocks, block, at, to })
    else for (let p = at; p < to; p++) scanner.scan(blocks.members[p]!, blocks.members, p + 1, end)
    at = to
  }
}

type Part = Readonly<{ blocks: Blocks; block: number; at: number; to: number }>

/** Records of one source stand together in a block: others begin where its run ends. */
function scanBySource({ sources }: Pack, scanner: Scanner, { blocks, block, at, to }: Part): void {
  const { starts, members } = blocks
  const end = starts[block + 1]!
  const { mode, sourceOf } = sources!
  let run = at
  for (let p = at; p < to; p++) {
    const source = sourceOf[members[p]!]
    while (run < end && (run <= p || sourceOf[members[run]!] === source)) run++
    const [from, until] = mode === 'across' ? [run, end] : [p + 1, run]
    scanner.scan(members[p]!, members, from, until)
  }
}

/** About so many parts are made of the whole. */
export function tasksOf(pack: Pack, parts: number): readonly Task[] {
  const pairs = pack.rules.reduce((sum, { blocks: { starts } }) => {
    let all = 0
    for (let block = 0; block + 1 < starts.length; block++) {
      const size = starts[block + 1]! - starts[block]!
      all += (size * (size - 1)) / 2
    }
    return sum + all
  }, 0)
  return cutTasks(pack.rules, Math.max(10_000, Math.ceil(pairs / parts)))
}
