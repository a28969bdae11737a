export type { Batch, Fetched } from './fetched.ts'
export { createHoldings, type Holdings, type HoldingsSettings } from './holdings.ts'
