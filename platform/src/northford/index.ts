export { demoAccounts, demoClients, people, type DemoPerson } from './accounts.ts'
export { credentialsFile } from './credentials.ts'
export { loadNorthford, type Load } from './load.ts'
export { makeRegisters, makeSheets, truthFile, type Recipe } from './make.ts'
