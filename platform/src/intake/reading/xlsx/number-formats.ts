/** What a number format of a spreadsheet says about its cells (ECMA-376 part 1, 18.8.30). */

export type NumberFormat = 'number' | 'date' | 'datetime' | 'time' | Readonly<{ digits: number }>

/** `code` is the format's own text; `id` alone decides for the built-in ones. */
export function formatOf(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) {
    if (id === 22) return 'datetime'
    if (
      (id >= 14 && id <= 17) ||
      (id >= 27 && id <= 31) ||
      id === 36 ||
      (id >= 50 && id <= 54) ||
      id === 57 ||
      id === 58
    )
      return 'date'
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id === 55 || id === 56)
      return 'time'
    return 'number'
  }
  const plain = (code.split(';')[0] ?? '')
    .slice(0, 255)
    .replaceAll(/"[^"]*"|\\.|_.|\*./g, '')
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase()
  if (/^0{2,}$/.test(plain)) return { digits: plain.length }
  if (plain === 'general' || /[#0?]/.test(plain.replaceAll(/s[.,]0+/g, 's'))) return 'number'
  const time = /[hs]/.test(plain)
  const date = /[yd]/.test(plain) || (plain.includes('m') && !time)
  return date && time ? 'datetime' : date ? 'date' : time ? 'time' : 'number'
}
