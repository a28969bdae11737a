export { type AddressJob, type AddressRun, matchAddresses, type MatchedRow } from './match-addresses.ts'
