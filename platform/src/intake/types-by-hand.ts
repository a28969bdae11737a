/** The types that an owner set by hand: kept in a version's report, and followed by the versions after it. */
import type { FieldType, Report, Version } from '#model/dataset.ts'

export type Types = Readonly<Record<string, FieldType>>

/** In the report's `recognised`. */
const member = 'typesSetByOwner'

export function typesSetByHand(version: Version | null): Types {
  const text = version?.report.recognised[member]
  return typeof text === 'string' ? (JSON.parse(text) as Types) : {}
}

export function withTypes(report: Report, types: Types): Report {
  if (Object.keys(types).length === 0) return report
  return { ...report, recognised: { ...report.recognised, [member]: JSON.stringify(types) } }
}
