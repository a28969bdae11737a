export { createIdentity, type Account, type Credentials, type Identity, type IdentityDependencies } from './identity.ts'
export { bearerChallenge } from './token-invalid.ts'
export { safeReturnTo } from './return-to.ts'
export type { TokenAnswer, TokenRequest } from './token-endpoint.ts'
