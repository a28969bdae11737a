/** Which 8-bit reading of some bytes looks most like writing. */

/** Signs that people do type: quotation marks, dashes, currency, degrees, fractions, bullets. */
const usual = new Set('£€‘’“”–—…•·°²³¹½¼¾×÷±µ§©®™«»¿¡ºª\u00a0')

/**
 * Scores a decoded text by its non-ASCII characters and their neighbours: `café` is plausible, `cafŽ` and `caf‚` are not.
 * About +1 a character for good writing, negative for bad; 0 when there is nothing to judge.
 */
export function plausibility(text: string): number {
  let score = 0
  let seen = 0
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < 0x80) continue
    seen++
    score += scoreAt(text[at] as string, text[at - 1] ?? ' ', text[at + 1] ?? ' ')
  }
  return seen === 0 ? 0 : score / seen
}

function scoreAt(character: string, before: string, after: string): number {
  const code = character.charCodeAt(0)
  if (code === 0xfffd || (code >= 0x80 && code < 0xa0)) return -4
  if (isLower(character)) return scoreLower(before, after, code)
  if (isUpper(character)) return isLower(before) ? -2 : isUpper(before) || isUpper(after) || isLower(after) ? 0.9 : 0
  if (!usual.has(character)) return -1
  return scoreSign(character, before, after)
}

function scoreLower(before: string, after: string, code: number): number {
  if (isUpper(before) && isUpper(after)) return -2
  const inWord = isLetter(before) || isLower(after)
  // Western European letters are likelier here than any other.
  return inWord ? (code <= 0xff ? 1 : 0.8) : -0.5
}

function scoreSign(character: string, before: string, after: string): number {
  if ('£€'.includes(character)) return isLetter(before) && isLetter(after) ? -1 : 1
  if ('‘’“”–—'.includes(character)) return 1
  if ('ºª·§¿¡'.includes(character)) return isLetter(before) && isLetter(after) ? -1 : 0.3
  return isLetter(before) && isLetter(after) ? -1 : 0.8
}

function isLower(character: string): boolean {
  return character !== character.toUpperCase()
}
function isUpper(character: string): boolean {
  return character !== character.toLowerCase()
}
function isLetter(character: string): boolean {
  return isLower(character) || isUpper(character)
}
