/**
 * One spelling for what a reader takes to be one text: lower case, no accents, plain apostrophes and hyphens, single spaces.
 * Compatibility forms are taken apart by NFKD (https://www.unicode.org/reports/tr15/). Only Latin is transliterated: a name in
 * Greek, Arabic or Devanagari keeps its own letters, and the vowel signs that are part of them.
 */

/** Latin letters that NFKD leaves whole. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ŋ: 'n', ŧ: 't', ĸ: 'k', ə: 'a', ɖ: 'd', ƙ: 'k', ɓ: 'b', ɗ: 'd', ƴ: 'y',
} // prettier-ignore
const isPlain = /^[\u0020-\u007e]*$/

/** Idempotent; linear in the length of the text. */
export function fold(text: string): string {
  const plain = isPlain.test(text) ? text.toLowerCase() : unaccented(text)
  return plain.replaceAll('`', "'").replaceAll(/ {2,}/g, ' ').trim()
}

function unaccented(text: string): string {
  return text
    .replaceAll('´', "'")
    .toLowerCase()
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[‘’‛ʼʻʹ′]/g, "'")
    .replaceAll(/[‐‑‒–—―−]/g, '-')
    .replaceAll(/[\u0300-\u036f\p{Cf}]/gu, '')
    .replaceAll(/[\p{Zs}\p{Zl}\p{Zp}\p{Cc}]/gu, ' ')
    .replaceAll(/[ßæœøłđðþħıŋŧĸəɖƙɓɗƴ]/g, (letter) => letters[letter] as string)
    .normalize('NFC')
}

/** The runs of letters, vowel signs and digits of a folded text; an apostrophe within a word is dropped, all else parts words. */
export function wordsOf(folded: string): string[] {
  return folded.replaceAll("'", '').match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}
