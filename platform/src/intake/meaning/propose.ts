/** Who may think of seeing the whole: proposed from its fields, and never open. */
import type { Classification } from '#model/dataset.ts'
import type { Proposal } from '../working/job.ts'
import type { Meant } from './recognise.ts'

const rank: Readonly<Record<Classification, number>> = { open: 0, shared: 1, personal: 2, special: 3 }

/** Is the first more sensitive than the second? */
export function isStricter(one: Classification, other: Classification): boolean {
  return rank[one] > rank[other]
}

export function propose(fields: ReadonlyMap<string, Meant>): Proposal {
  const people = namesWhere(fields, ({ people }) => people)
  const special = namesWhere(fields, ({ special }) => special)
  if (people.length === 0) {
    const beside = special.length > 0 ? ` Fields such as ${list(special)} are then about groups or places.` : ''
    return {
      classification: 'shared',
      reason: `No identifiers of people were found.${beside} Only its owner can make it open.`,
      people,
    }
  }
  if (special.length > 0)
    return {
      classification: 'special',
      reason: `Identifiers of people (${list(people)}) stand beside special category fields (${list(special)}).`,
      people,
    }
  return { classification: 'personal', reason: `Identifiers of people were found in ${list(people)}.`, people }
}

/** In a file without people, a field about health or gender counts groups: by itself it tells nobody's secret. */
export function classificationIn(meant: Meant, proposal: Proposal): Classification {
  if (proposal.people.length > 0 || meant.people) return meant.classification
  return meant.classification === 'special' || meant.classification === 'personal' ? 'shared' : meant.classification
}

function namesWhere(fields: ReadonlyMap<string, Meant>, holds: (meant: Meant) => boolean): string[] {
  return [...fields].filter(([, meant]) => holds(meant)).map(([name]) => name)
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `“${name}”`)
  return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ')
}
