import { Problem } from '#foundation/problem.ts'
import { type Role, roles as known } from '#model/request.ts'

/** Each role once, in the house's order. Throws Problem 400 `role-unknown`. */
export function readRoles(candidates: readonly string[]): Role[] {
  const unknown = candidates.some((candidate) => !known.includes(candidate as Role))
  if (unknown)
    throw new Problem(400, 'role-unknown', {
      title: 'There is no such role',
      detail: `A role is one of ${known.join(', ')}.`,
    })
  return known.filter((role) => candidates.includes(role))
}

/** The id of an organisation: kebab-case. Throws Problem 400 `organisation-unsuitable`. */
export function readOrganisation(candidate: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,99}$/.test(candidate))
    throw new Problem(400, 'organisation-unsuitable', {
      title: 'That is not an organisation’s id',
      detail: 'The id of an organisation is in kebab-case: small ASCII letters, digits and hyphens.',
    })
  return candidate
}
