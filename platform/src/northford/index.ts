export { demoAccounts } from './accounts.ts'
export { loadNorthford } from './load.ts'
