export { link, type LinkOptions, type LinkReport, type Stage } from './link.ts'
export { type ModelChoice, readModelFile } from './model-for.ts'
export { type AddressJob, type AddressRun, matchAddresses, type MatchedRow } from './match-addresses.ts'
export { countPatternsInWorkers } from './workers.ts'
