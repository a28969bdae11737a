import type { Condition, Value } from './ast.ts'
import { keywords } from './tokens.ts'

/** Writes a condition as CQL2 text that `parse` reads back as the same condition. */
export function print(condition: Condition): string {
  switch (condition.op) {
    case 'and':
    case 'or':
      return condition.args.map((arg) => inside(arg)).join(` ${condition.op.toUpperCase()} `)
    case 'not': {
      const [inner] = condition.args
      return inner.op === 'isNull' ? `${printProperty(inner.property)} IS NOT NULL` : `NOT ${inside(inner)}`
    }
    case 'between':
      return `${printProperty(condition.property)} BETWEEN ${printValue(condition.from)} AND ${printValue(condition.to)}`
    case 'in':
      return `${printProperty(condition.property)} IN (${condition.values.map(printValue).join(', ')})`
    case 'like': {
      const [property, pattern] = [printProperty(condition.property), printText(condition.pattern)]
      return condition.caseInsensitive ? `CASEI(${property}) LIKE CASEI(${pattern})` : `${property} LIKE ${pattern}`
    }
    case 'isNull':
      return `${printProperty(condition.property)} IS NULL`
    case 's_intersects':
      return `S_INTERSECTS(${printProperty(condition.property)}, BBOX(${condition.bbox.join(', ')}))`
    default:
      return `${printProperty(condition.property)} ${condition.op} ${printValue(condition.value)}`
  }
}

function inside(condition: Condition): string {
  return condition.op === 'and' || condition.op === 'or' ? `(${print(condition)})` : print(condition)
}

function printProperty(name: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_.:]*$/.test(name) && !keywords.has(name.toUpperCase())
  return plain ? name : `"${name.replaceAll('"', '""')}"`
}

function printText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function printValue({ kind, value }: Value): string {
  switch (kind) {
    case 'text':
      return printText(value)
    case 'date':
      return `DATE(${printText(value)})`
    case 'timestamp':
      return `TIMESTAMP('${value}Z')`
    case 'boolean':
      return value ? 'TRUE' : 'FALSE'
    case 'number':
      return String(value)
  }
}
