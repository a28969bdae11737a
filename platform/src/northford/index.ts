export { demoAccounts, people } from './accounts.ts'
export { loadNorthford } from './load.ts'
