import { canonicalJson } from '#foundation/hash.ts'
import type { AccessRequest } from '#model/request.ts'
import type { Permit } from '#permit'
import type { Rooms } from './rooms.ts'

/** A stream that may not go on: the door breaks the connection, so that a cut answer never looks like a whole one. */
export class CutOff extends Error {
  constructor() {
    super('the agreement, a house rule or its term changed while the answer was under way')
    this.name = 'CutOff'
  }
}

/**
 * A question to ask between two batches: does the permit still stand? Decided anew whenever any policy changed or the
 * permit's term ran out; anything but the very same terms ends the stream.
 */
export function standing(request: AccessRequest, permit: Permit, rooms: Rooms): () => boolean {
  let revision = rooms.governance.revision
  return () => {
    const at = rooms.clock().toISOString()
    const outlived = permit.terms.until !== null && at > permit.terms.until
    if (!outlived && rooms.governance.revision === revision) return true
    revision = rooms.governance.revision
    const again = rooms.governance.decide({ ...request, at })
    return again.outcome === 'permit' && canonicalJson(again.terms) === canonicalJson(permit.terms)
  }
}
