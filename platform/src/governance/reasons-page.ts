/** Writes docs/reference/reasons.md from the table of reasons: `node platform/src/governance/reasons-page.ts`. */
import { writeFileSync } from 'node:fs'
import { reasonMeanings } from './reasons.ts'

export const reasonsFile = new URL('../../../docs/reference/reasons.md', import.meta.url)

export function reasonsPage(): string {
  const sections = Object.entries(reasonMeanings)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, { means, help }]) => `## ${code}\n\n${means}\n\n**What helps:** ${help}\n`)
  return [
    '# Reasons',
    '',
    'Every “no” has at least one reason. Its code is permanent: it is never renamed and never gets a second meaning.',
    'Beside the code a reason says what happened (`because`), the clause or rule relied on (`source`), whose rule it is (`whose`),',
    'and who can do what about it (`remedy`). Written from `platform/src/governance/reasons.ts`.',
    '',
    ...sections,
  ].join('\n')
}

if (import.meta.main) writeFileSync(reasonsFile, reasonsPage())
