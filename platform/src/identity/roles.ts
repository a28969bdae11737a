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
