/** What a cell looks like, roughly: enough to tell a header from data. Typing proper is done elsewhere. */

export type Kind = 'empty' | 'number' | 'date' | 'text'

const number = /^[-+(]?\s?[£$€]?\s?[-+]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?\s?%?\)?$/
const decimalComma = /^[-+]?\d+(?:\.\d{3})*,\d+$/
const date =
  /^(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\S.*)?|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{2,4}(?: .*)?|\d{1,2}:\d{2}(?::\d{2}.*)?)$/
const marker = /^(?:n\/?a|null|none|nil|nan|#n\/a|unknown|tbc|[-–—.*:?]+)$/i

/** Markers of a missing value count as empty. */
export function kindOf(cell: string): Kind {
  if (cell === '') return 'empty'
  if (cell.length > 40) return 'text'
  if (number.test(cell) || decimalComma.test(cell)) return 'number'
  if (date.test(cell)) return 'date'
  return marker.test(cell) ? 'empty' : 'text'
}

/** A year, or a year and the next: `2011`, `2011/12`, `2011-2012`. */
export function isPeriod(cell: string): boolean {
  return /^(?:1[6-9]|20)\d\d(?:\s?[-/–]\s?\d{2,4})?$/.test(cell)
}

const unit =
  /^\(?(?:%|£|€|\$|£?(?:000|'000|000's|m|k|bn|million|thousands?)s?|per ?cent|percent|number|count|no\.?|units?|text|date|years?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|s|ha|hectares?|acres?|m2|m²|m3|m³|km2|km²|sq ?m|mm|cm|m|km|miles?|mph|km\/h|m\/s|kg|g|mg|t|tonnes?|l|litres?|kw|kwh|mwh|gwh|w|v|a|°c|°f|deg c|degc|c|hpa|mbar|pa|db|db\(a\)|ppm|ppb|[uµμ]g\/m3|[uµμ]g\/m³|[uµμ]g m-?3|mg\/m3|co2e|tco2e?|kgco2e?|pence|pounds|gbp|rate|ratio|index|persons?|people|households|dwellings|easting|northing|degrees|deg|yyyy-mm-dd|dd\/mm\/yyyy|hh:mm)\)?$/i

/** A unit of measure, as stands in a row of its own below some headers. */
export function isUnit(cell: string): boolean {
  return cell.length <= 24 && unit.test(cell)
}

/** Without the white space and control characters around it. The text inside stays as it is. */
export function trimmed(cell: string): string {
  let from = 0
  let to = cell.length
  while (from < to && isSpace(cell.charCodeAt(from))) from++
  while (to > from && isSpace(cell.charCodeAt(to - 1))) to--
  return from === 0 && to === cell.length ? cell : cell.slice(from, to)
}

/** White space, controls (C0, C1), and the invisible characters that copying brings along. A loop: a pattern would be slow on long runs. */
function isSpace(code: number): boolean {
  if (code <= 0x20) return true
  if (code < 0x7f) return false
  if (code <= 0xa0) return true
  if (code < 0x1680) return false
  return (
    (code >= 0x2000 && code <= 0x200b) ||
    [0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x2060, 0x3000, 0xfeff].includes(code)
  )
}
