/**
 * Cells of CSV (https://www.rfc-editor.org/rfc/rfc4180) that a spreadsheet will show and not run. The patterns are in the
 * dialect that both RE2 and JavaScript (`u`) read, so that an engine and this file can say the same.
 */

/** A text that a spreadsheet might take for a formula: = + - @ in any width, after any blanks; or a leading tab or line break. */
export const formulaPattern =
  '^(?:[\\t\\r\\n]|[\\p{Z}\\p{Cc}\\p{Cf}]*[=+\\-@\\x{FF1D}\\x{FF0B}\\x{FF0D}\\x{FF20}\\x{FE66}\\x{FE62}\\x{FE63}\\x{FE6B}\\x{2212}])'

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
