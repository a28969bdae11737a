/** A version's report: what reading found, and how the fields differ from the version before. */
import type { Classification, Report, ReportLine, Version } from '#model/dataset.ts'
import type { Published } from './working/job.ts'

export function compare(before: Version | null, draft: Published, classification: Classification): Report {
  const { report, proposal } = draft
  const lines = [...(before ? schemaChanges(before, draft) : []), ...peopleWarning(proposal.people, classification)]
  return { ...report, repaired: [...report.repaired, ...lines] }
}

function schemaChanges(before: Version, { fields }: Published): ReportLine[] {
  const earlier = new Map(before.fields.map((field) => [field.name, field]))
  const names = new Set(fields.map(({ name }) => name))
  const added = fields
    .filter(({ name }) => !earlier.has(name))
    .map(({ name }) => change('field-added', name, `“${name}” is new in this version.`))
  const removed = before.fields
    .filter(({ name }) => !names.has(name))
    .map(({ name }) => change('field-removed', name, `“${name}” was in the version before and is not in this one.`))
  const retyped = fields.flatMap(({ name, type }) => {
    const was = earlier.get(name)?.type
    return was && was !== type
      ? [change('type-changed', name, `“${name}” was ${was} in the version before and is ${type} in this one.`)]
      : []
  })
  return [...added, ...removed, ...retyped]
}

const peopleDeclared = 'people-found-but-declared-open'

/** On the record, so that nobody can say later that nobody knew. */
function peopleWarning(people: readonly string[], classification: Classification): ReportLine[] {
  if (people.length === 0 || classification === 'personal' || classification === 'special') return []
  const named = people.map((name) => `“${name}”`).join(', ')
  return [
    change(
      peopleDeclared,
      people[0]!,
      `Identifiers of people were found in ${named}, and the owner declared the dataset ${classification}.`,
    ),
  ]
}

const change = (code: string, field: string, what: string): ReportLine => ({ code, what, field, count: 1, rows: [] })
