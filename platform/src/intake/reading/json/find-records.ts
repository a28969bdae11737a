/** Which list in a JSON document is the table. */
import type { Limits } from '../limits.ts'
import type { Path } from './walk.ts'

import { Problem } from '#foundation/problem.ts'

import { notATable, shownName } from '../refuse.ts'
import { Walk } from './walk.ts'

type Found = { path: Path; objects: number; arrays: number; scalars: number; length: number }

/** How deep below the root a list of records is looked for. */
const DEEPEST = 3

/** Names that data portals and APIs give to the list of records. */
const usualNames = [
  'features', 'data', 'results', 'records', 'rows', 'dataset', 'dcat:dataset', 'items', 'value', 'values', 'member',
  'hydra:member', '@graph', 'entries', 'elements', 'list', 'content', 'result', 'response', 'observations', 'objects', 'Datastreams',
] // prettier-ignore

/** Reads the whole document once. Throws a `Problem` when it holds no list of records, or several that could be meant. */
export async function findRecords(pieces: AsyncIterable<string>, limits: Limits): Promise<Path> {
  const lists = new Map<string, Found>()
  const maps = { root: 0, objects: 0 }
  let current: Found | undefined
  const walk = new Walk(
    {
      plan: (path, kind) => {
        if (path.includes('*')) return 'skip'
        if (kind === 'array' && path.length <= DEEPEST && lists.size < 1000) return 'enter'
        return kind === 'object' && path.length < DEEPEST ? 'enter' : 'skip'
      },
      seen: (path, kind) => {
        if (path.length === 1 && path[0] !== '*') {
          maps.root++
          if (kind === 'object') maps.objects++
        }
        if (kind === 'array' && !path.includes('*')) {
          const key = JSON.stringify(path)
          current = lists.get(key) ?? { path: [...path], objects: 0, arrays: 0, scalars: 0, length: 0 }
          if (lists.size < 1000) lists.set(key, current)
        } else if (path.at(-1) === '*' && current) {
          if (kind === 'object') current.objects++
          else if (kind === 'array') current.arrays++
          else current.scalars++
        }
      },
      passed: (path, _, length) => {
        if (path.at(-1) === '*' && current) current.length += length
      },
    },
    { limits },
  )
  for await (const piece of pieces) walk.push(piece)
  walk.end()
  return choose([...lists.values()], maps)
}

function choose(lists: readonly Found[], maps: { root: number; objects: number }): Path {
  const records = lists.filter(({ objects, scalars, arrays }) => objects > 0 && objects >= scalars + arrays)
  const chosen = only(records) ?? byName(records) ?? byLength(records)
  if (chosen) return chosen.path
  if (records.length > 1) throw severalLists(records)
  // An object whose members are all objects: records under their keys.
  if (maps.root >= 2 && maps.objects === maps.root) return []
  const tables = lists.filter(({ arrays, scalars }) => arrays > 1 && scalars === 0)
  const table = only(tables) ?? byName(tables)
  if (table) return table.path
  const empty = lists.filter(({ objects, arrays, scalars }) => objects + arrays + scalars === 0)
  if (empty.length > 0 && lists.length === empty.length) throw noRecords()
  throw notATable(
    'The JSON holds no list of records.',
    'A table in JSON is an array of objects, alone or under one key: [{"name": "value"}, …].',
  )
}

export function noRecords(): Problem {
  return new Problem(422, 'no-records', {
    title: 'The list of records is empty',
    detail: 'The JSON holds a list without a single record, so its columns cannot be known.',
    mend: 'Check that the export or query found something, and upload the file again.',
  })
}

function only(lists: readonly Found[]): Found | undefined {
  return lists.length === 1 ? lists[0] : undefined
}

function byName(lists: readonly Found[]): Found | undefined {
  const shallow = Math.min(...lists.map(({ path }) => path.length))
  for (const depth of [shallow, DEEPEST]) {
    for (const name of usualNames) {
      const named = lists.filter(({ path }) => path.length <= depth && path.at(-1) === name)
      if (named.length === 1) return named[0]
    }
  }
  return undefined
}

/** The one that is far longer than all others. */
function byLength(lists: readonly Found[]): Found | undefined {
  const [first, second] = lists.toSorted((a, b) => b.length - a.length)
  return first && second && first.length > second.length * 4 ? first : undefined
}

function severalLists(lists: readonly Found[]): Problem {
  const names = lists.slice(0, 10).map(({ path, objects }) => `“${shownName(path.join('.'))}” (${objects})`)
  const more = lists.length > names.length ? ` and ${lists.length - names.length} more` : ''
  return new Problem(422, 'several-tables', {
    title: 'The JSON holds several lists of records',
    detail: `It cannot be known which one is meant: ${names.join(', ')}${more}.`,
    mend: 'Upload the list you mean on its own, as an array of objects.',
  })
}
