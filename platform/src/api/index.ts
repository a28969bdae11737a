export { api } from './api.ts'
export type { ApiDeps } from './deps.ts'
