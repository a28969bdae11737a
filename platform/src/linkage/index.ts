export * from './cluster/index.ts'
export { bitsOf, probabilityOf } from './odds.ts'
