export * from './cluster/index.ts'
export * from './measure/index.ts'
export { bitsOf, probabilityOf } from './odds.ts'
