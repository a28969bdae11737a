export type { Condition, Scalar, Value } from './ast.ts'
export { parse } from './parse.ts'
export { print } from './print.ts'
export { properties } from './properties.ts'
