import type { Condition } from './ast.ts'

/** The fields that a condition mentions, each once, in order of appearance. */
export function properties(condition: Condition): string[] {
  const found = new Set<string>()
  const visit = (part: Condition): void => {
    if ('args' in part) part.args.forEach(visit)
    else found.add(part.property)
  }
  visit(condition)
  return [...found]
}
