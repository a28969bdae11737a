/** The records of a JSON source, one after the other, each checked to be JSON and kept as written. */
import type { Job } from '../job.ts'

import { Problem } from '#foundation/problem.ts'

import { shownName } from '../refuse.ts'
import { Walk, type Path } from './walk.ts'

/** `path` leads to the array, or to the object whose members are the records; with `many` every document is a record. */
export type Source = Readonly<{ text: () => AsyncIterable<string>; path: Path; many: boolean }>

/** `number`: 1-based in its list. `key`: its name, when the records are the members of an object. */
export type RawRecord = Readonly<{ number: number; raw: string; parsed: unknown; key: string | undefined }>

const MEMBERS_REPORTED = 50

/** Batches of records. With `report`, what lies beside the list is reported as set aside. */
export async function* rawRecords(job: Job, source: Source, report = false): AsyncGenerator<RawRecord[]> {
  const { findings, limits } = job
  const depth = source.path.length
  let batch: RawRecord[] = []
  let number = 0
  let beside = 0

  const walk = new Walk(
    {
      plan: (path) => {
        if (source.many) return 'keep'
        if (path.length <= depth) return path.every((key, at) => key === source.path[at]) ? 'enter' : skip(path)
        return 'keep'
      },
      value: (text, path) => {
        const { raw, parsed } = parse(text, ++number)
        const key = path.at(-1)
        batch.push({ number, raw, parsed, key: key === undefined || key === '*' ? undefined : key })
      },
    },
    { limits, many: source.many },
  )

  function skip(path: Path): 'skip' {
    const name = path.at(-1) ?? ''
    const said = ['type', 'crs', 'bbox', '@context', '@type', '@id'].includes(name)
    if (report && !said && ++beside <= MEMBERS_REPORTED)
      findings.setAside('other-member', undefined, shownName(path.join('.')))
    return 'skip'
  }

  function parse(text: string, at: number): { raw: string; parsed: unknown } {
    try {
      return { raw: text, parsed: JSON.parse(text) }
    } catch {
      const raw = withoutNaN(text)
      try {
        return { raw, parsed: JSON.parse(raw) }
      } catch {
        throw malformedRecord(at)
      }
    }
  }

  for await (const piece of source.text()) {
    walk.push(source.many ? piece.replaceAll('\u001e', ' ') : piece)
    if (batch.length === 0) continue
    yield batch
    batch = []
  }
  walk.end()
  if (batch.length > 0) yield batch
}

/** Some programs write `NaN` and `Infinity`, which JSON does not have, for a missing number. */
function withoutNaN(text: string): string {
  return text.replaceAll(/"[^"\\]*(?:\\[^][^"\\]*)*"|-?\bInfinity\b|\bNaN\b/g, (found) =>
    found.startsWith('"') ? found : 'null',
  )
}

function malformedRecord(number: number): Problem {
  return new Problem(422, 'json-malformed', {
    title: 'The JSON cannot be read',
    detail: 'A record in the file is malformed.',
    at: `record ${number}`,
    mend: 'Check the file with a JSON validator, or export it again.',
  })
}
