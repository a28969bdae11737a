/** A second reading of conditions, row by row and as slow as it likes: what `toSql` is tested against. */
import type { Condition, Value } from './ast.ts'
import { position } from './functions.ts'
import { fold } from './folding.ts'
import { readTime } from './moments.ts'
import type { ColumnType } from './to-sql.ts'

/** text, date, time, datetime (`2026-01-31T10:00:00`), geometry as text; integer as bigint; number; boolean; nothing as null. */
export type Cell = string | bigint | number | boolean | null
export type Row = ReadonlyMap<string, Readonly<{ type: ColumnType; cell: Cell }>>

/** True, false, or null for “unknown” (three-valued logic). */
export function evaluate(condition: Condition, row: Row): boolean | null {
  switch (condition.op) {
    case 'and':
      return all(condition.args.map((arg) => evaluate(arg, row)))
    case 'or':
      return negate(all(condition.args.map((arg) => negate(evaluate(arg, row)))))
    case 'not':
      return negate(evaluate(condition.args[0], row))
    case 'isNull':
      return row.get(condition.property)!.cell === null
    case 'like': {
      const { cell } = row.get(condition.property)!
      if (cell === null) return null
      const folded = (text: string) => (condition.caseInsensitive ? fold(text) : text)
      return like(Array.from(folded(String(cell))), wildcards(folded(condition.pattern)))
    }
    case 's_intersects':
      return meets(row.get(condition.property)!.cell, condition.bbox)
    case 'in':
      return negate(all(condition.values.map((value) => negate(compare(row, condition.property, '=', value)))))
    case 'between': {
      const { property, from, to } = condition
      return all([compare(row, property, '>=', from), compare(row, property, '<=', to)])
    }
    default:
      return compare(row, condition.property, condition.op, condition.value)
  }
}

function all(parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false
  return parts.includes(null) ? null : true
}

function negate(part: boolean | null): boolean | null {
  return part === null ? null : !part
}

function compare(row: Row, property: string, op: string, value: Value): boolean | null {
  const { type, cell } = row.get(property)!
  if (cell === null) return null
  const order = orderOf(type, cell, literalOf(type, value))
  switch (op) {
    case '=':
      return order === 0
    case '<>':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    default:
      return order >= 0
  }
}

function literalOf(type: ColumnType, { kind, value }: Value): Cell {
  if (type === 'integer' && typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (type === 'datetime' && kind === 'date') return `${value}T00:00:00`
  if (type === 'time') return readTime(String(value))!
  return value
}

/** Below nought, nought or above, as both engines order values: texts by code point, NaN above all numbers. */
export function orderOf(type: ColumnType, left: Cell, right: Cell): number {
  if (type === 'text' || type === 'geometry')
    return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)))
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : left > right ? 1 : 0
  if (typeof left === 'string') return left < String(right) ? -1 : left > String(right) ? 1 : 0
  const [a, b] = [Number(left), Number(right)]
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a < b ? -1 : a > b ? 1 : 0
}

type Wildcard = Readonly<{ many?: true; one?: true; letter?: string }>

function wildcards(pattern: string): Wildcard[] {
  const letters = Array.from(pattern)
  const parts: Wildcard[] = []
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at]!
    if (letter === '\\') parts.push({ letter: letters[(at += 1)]! })
    else parts.push(letter === '%' ? { many: true } : letter === '_' ? { one: true } : { letter })
  }
  return parts
}

/** For each prefix of the pattern, the prefixes of the text that it matches. */
function like(text: readonly string[], pattern: readonly Wildcard[]): boolean {
  let reached = [true, ...text.map(() => false)]
  for (const part of pattern) {
    const next = reached.map(() => false)
    for (let at = 0; at <= text.length; at++) {
      if (part.many) next[at] = reached[at]! || (at > 0 && next[at - 1]!)
      else next[at] = at > 0 && reached[at - 1]! && (part.one === true || part.letter === text[at - 1])
    }
    reached = next
  }
  return reached.at(-1)!
}

function meets(cell: Cell, [west, south, east, north]: readonly [number, number, number, number]): boolean | null {
  if (cell === null) return null
  const found = [...String(cell).matchAll(new RegExp(position, 'g'))]
  if (found.length === 0) return null
  const [xs, ys] = [found.map((match) => Number(match[1])), found.map((match) => Number(match[2]))]
  const overlaps = (low: number, high: number) => Math.min(...xs) <= high && Math.max(...xs) >= low
  const across = west <= east ? overlaps(west, east) : overlaps(west, 180) || overlaps(-180, east)
  return across && Math.min(...ys) <= north && Math.max(...ys) >= south
}
