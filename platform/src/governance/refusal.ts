/** A “no” that helps: building reasons, and the words they share. */
import type { Reason, Refusal, Remedy } from '#model/refusal.ts'
import type { Clause } from './compile.ts'
import type { ReasonCode } from './reasons.ts'
import type { Rulebook } from './rulebook.ts'

/** A rule of the platform itself, not of any organisation. */
export const platformRule = 'everyone'

export function refuse(reasons: readonly Reason[]): Refusal {
  if (reasons.length === 0) throw new Error('a refusal always has a reason')
  return Object.freeze({ outcome: 'refusal', reasons: Object.freeze(reasons) })
}

export function platformReason(code: ReasonCode, because: string, remedy: Remedy): Reason {
  return { code, because, source: 'a rule of this platform', whose: platformRule, remedy }
}

/** The code, the sentence, and what would help, resting on a clause. */
export function clauseReason(
  clause: Clause,
  words: Readonly<{ code: ReasonCode; because: string; remedy: Remedy }>,
): Reason {
  return { ...words, source: sourceOf(clause), whose: clause.holder }
}

export const sourceOf = (clause: Clause) => `agreement ${clause.ref.agreement}, clause ${clause.id}`

/** What people call an organisation; its id when it is not known. */
export const nameOf = (rulebook: Rulebook, id: string) => rulebook.organisation(id)?.name ?? id

/** The parties of a clause’s agreement, as names: “Northford City Council and Brightspark Energy”. */
export function partiesOf(rulebook: Rulebook, { parties }: Clause): string {
  return list(parties.map((id) => (id === platformRule ? 'everyone' : nameOf(rulebook, id))))
}

export function list(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

/** A long list is told by its first few, so that a reason stays a sentence. */
export function few(words: readonly string[], last = 'and'): string {
  if (words.length <= 8) return list(words, last)
  return `${words.slice(0, 7).join(', ')} and ${words.length - 7} more`
}

export const withArticle = (role: string) => (/^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`)
