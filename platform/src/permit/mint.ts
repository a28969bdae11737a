/** For `governance` alone; `house.ts` names it the key-holder and `tools/floors.ts` holds every other room to that. */
import { Permit, type PermitTerms } from './permit.ts'

class GenuinePermit extends Permit {
  readonly #genuine = true
  readonly terms: PermitTerms

  constructor(terms: PermitTerms) {
    super()
    this.terms = terms
    Object.freeze(this)
  }

  static check(candidate: unknown): candidate is Permit {
    return typeof candidate === 'object' && candidate !== null && #genuine in candidate && candidate.#genuine
  }
}

/**
 * Makes a permit. The terms must be deeply frozen by the caller (`governance` freezes a clause once when it is put on
 * the books, so that a decision need not copy it); an unfrozen top level is refused.
 */
export function mint(terms: PermitTerms): Permit {
  if (!Object.isFrozen(terms) || !Object.isFrozen(terms.fields)) throw new TypeError('permit terms must be frozen')
  return new GenuinePermit(terms)
}

export function isGenuine(candidate: unknown): candidate is Permit {
  return GenuinePermit.check(candidate)
}
