/**
 * Cells of CSV (https://www.rfc-editor.org/rfc/rfc4180) that a spreadsheet will show and not run. The patterns are in the
 * dialect that both RE2 and JavaScript (`u`) read, so that an engine and this file can say the same.
 */

/** What a spreadsheet may pass over at the start of a cell. Listed, because a class such as \p{Cf} takes an engine long to prepare. */
const blank =
  '[\\x00-\\x20\\x7F-\\xA0\\xAD\\x{1680}\\x{180E}\\x{2000}-\\x{200F}\\x{2028}-\\x{202F}\\x{205F}-\\x{206F}\\x{3000}\\x{FEFF}]'
/** = + - @ and their full-width, small and mathematical forms. */
const operator = '[=+\\-@\\x{2212}\\x{FE62}\\x{FE63}\\x{FE66}\\x{FE6B}\\x{FF0B}\\x{FF0D}\\x{FF1D}\\x{FF20}]'

/** A text that a spreadsheet might take for a formula: one of those, after any blanks; or a leading tab or line break. */
export const formulaPattern = `^(?:[\\t\\r\\n]|${blank}*${operator})`

/** Plain numbers may start with a sign. */
export const numberPattern = '^[+-]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][+-]?[0-9]{1,3})?$'

const formula = new RegExp(formulaPattern.replaceAll(/\\x\{([0-9A-F]+)\}/g, '\\u{$1}'), 'u')
const number = new RegExp(numberPattern)

/** The text, with a leading apostrophe when a spreadsheet might run it (OWASP, CSV injection). */
export function neutralised(text: string): string {
  return formula.test(text) && !number.test(text) ? `'${text}` : text
}

/** One cell: neutralised; quoted when it must be, or when it is empty, so that it differs from no value at all. */
export function csvCell(text: string): string {
  const safe = neutralised(text)
  return safe === '' || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
