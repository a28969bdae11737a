/**
 * Checking a log and its receipts, without the server that made them: this folder imports nothing but hashing, and could
 * be carried away and read by a stranger in an hour.
 */
export { type LogChecks, type LogVerdict, verifyLog } from './log.ts'
export { type Consistency, type Inclusion, verifyConsistency, verifyInclusion } from './proofs.ts'
export { type ReceiptProof, type ReceiptVerdict, verifyReceipt } from './receipt.ts'
export { type Checkpoint, openCheckpoint } from './checkpoint.ts'
export { parseVerifierKey, type VerifierKey } from './note.ts'
