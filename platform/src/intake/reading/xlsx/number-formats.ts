/** What a number format of a spreadsheet says about its cells (ECMA-376 part 1, 18.8.30). */

export type NumberFormat = 'number' | 'date' | 'datetime' | 'time' | Readonly<{ digits: number }>

/** The built-in formats by their id, first and last of each range. */
const builtIn: readonly (readonly [number, number, NumberFormat])[] = [
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'datetime'],
  [27, 31, 'date'],
  [32, 35, 'time'],
  [36, 36, 'date'],
  [45, 47, 'time'],
  [50, 54, 'date'],
  [55, 56, 'time'],
  [57, 58, 'date'],
]

/** `code` is the format's own text; `id` alone decides for the built-in ones. */
export function formatOf(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return builtIn.find(([first, last]) => id >= first && id <= last)?.[2] ?? 'number'
  const plain = (code.split(';')[0] ?? '')
    .slice(0, 255)
    .replaceAll(/"[^"]*"|\\.|_.|\*./g, '')
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase()
  if (/^0{2,}$/.test(plain)) return { digits: plain.length }
  if (plain === 'general' || /[#0?]/.test(plain.replaceAll(/s[.,]0+/g, 's'))) return 'number'
  return ofLetters(plain)
}

/** `m` is a month, unless hours or seconds make it minutes. */
function ofLetters(plain: string): NumberFormat {
  const time = /[hs]/.test(plain)
  const date = /[yd]/.test(plain) || (plain.includes('m') && !time)
  if (date) return time ? 'datetime' : 'date'
  return time ? 'time' : 'number'
}
