/** What is wrong with a document, where, and how to mend it. */
import { Problem } from '#foundation/problem.ts'
import type { ReadDocument } from './read.ts'

export type Fault = Readonly<{
  /** JSON pointer (RFC 6901). */
  at: string
  what: string
  mend: string
}>

/** Problem 422: every fault in one sentence each (the first ten), the place and the remedy of the first. */
export function faultsProblem(
  faults: readonly Fault[],
  kind: 'agreement' | 'house rule',
  { line }: ReadDocument,
): Problem {
  const [first] = faults
  if (!first) throw new Error('no fault, no problem')
  const where = ({ at }: Fault) => {
    const number = line(at)
    return number === undefined ? at || 'the document' : `${at || 'the document'} (line ${number})`
  }
  const told = faults.slice(0, 10).map((fault) => `${where(fault)}: ${fault.what}.`)
  const more = faults.length > 10 ? ` And ${faults.length - 10} more.` : ''
  return new Problem(422, kind === 'agreement' ? 'agreement-unfit' : 'house-rule-unfit', {
    title: `The ${kind} cannot be taken as it is`,
    detail: `${told.join(' ')}${more}`,
    at: where(first),
    mend: first.mend,
  })
}

export const pointer = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
