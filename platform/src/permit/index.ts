export { Permit, type PermitTerms, type PermittedField, type Transform, type Duties } from './permit.ts'
export { isGenuine } from './mint.ts'
