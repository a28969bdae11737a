export { link, type LinkOptions, type LinkReport, type Stage } from './link.ts'
export { type ModelChoice, readModelFile } from './model-for.ts'
