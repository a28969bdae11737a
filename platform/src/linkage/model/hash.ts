import { canonicalJson, sha256Hex } from '#foundation/hash.ts'
import type { LinkageModel } from './document.ts'

/** SHA-256, in hex, of the model's canonical JSON (RFC 8785): the same for the same model, however it is written. */
export const modelHash = (model: LinkageModel): string => sha256Hex(canonicalJson(model))
