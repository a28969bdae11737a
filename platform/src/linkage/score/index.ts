// What a thread of scoring needs and no more, so that it starts fast.
export type { Task } from '../block/tasks.ts'
export { pairKernel, type Pairs, patternKernel } from './kernel.ts'
export type { Pack } from './pack.ts'
export { runTask } from './run.ts'
