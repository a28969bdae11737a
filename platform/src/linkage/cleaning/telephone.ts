/** Telephone numbers as E.164 (https://www.itu.int/rec/T-REC-E.164); without a country's code they are British. */

export type Telephone = Readonly<{
  /** `+447700900123`. */
  text: string
  isMobile: boolean
  /** Digits that nobody has: 00000000000, 07777777777, 01234567890. */
  isPlaceholder: boolean
}>

/** The first number in the text that could be dialled; an extension is left out. */
export function readTelephone(text: string): Telephone | null {
  if (text.length > 200) return null
  for (const one of text.split(/[/;,|]|\bor\b|\band\b/i)) {
    const read = readOne(one)
    if (read) return read
  }
  return null
}

/** E.164; null for a placeholder. */
export function cleanTelephone(text: string): string | null {
  const read = readTelephone(text)
  return read && !read.isPlaceholder ? read.text : null
}

function readOne(text: string): Telephone | null {
  const plain = text.normalize('NFKC').replace(/(?:ext?n?|extension|x)\.?\s*\d{1,6}\s*$/i, '')
  if (/[^\d\s()+.\-:]/.test(plain.replace(/^\s*(?:tel|phone|mob|mobile|t|m|h|w)\b[.:]?/i, ''))) return null
  const digits = plain.replaceAll(/\D/g, '')
  if (/^(\d)\1{6,}$/.test(digits) || digits === '01234567890' || digits === '1234567890')
    return { text: `+${digits.slice(0, 15)}`, isMobile: false, isPlaceholder: true }
  if (plain.trim().startsWith('+') || plain.trim().startsWith('(+'))
    return digits.startsWith('44') ? british(digits.slice(2)) : abroad(digits)
  if (digits.startsWith('00')) return digits.startsWith('0044') ? british(digits.slice(4)) : abroad(digits.slice(2))
  if (digits.startsWith('0')) return british(digits)
  if (digits.startsWith('44') && digits.length >= 11 && digits.length <= 13) return british(digits.slice(2))
  // A spreadsheet took the nought away.
  return digits.length === 10 ? british(digits) : null
}

function british(digits: string): Telephone | null {
  const national = digits.replace(/^0/, '')
  const isWhole =
    /^[123578]\d{9}$/.test(national) ||
    /^1\d{8}$/.test(national) ||
    /^800\d{6}$/.test(national) ||
    /^9\d{9}$/.test(national)
  if (!isWhole) return null
  const isPlaceholder = /^\d{1,3}(\d)\1{6,}$/.test(national) || /(?:0000000|1234567|9999999)$/.test(national)
  return { text: `+44${national}`, isMobile: /^7[1-57-9]/.test(national), isPlaceholder }
}

function abroad(digits: string): Telephone | null {
  if (!/^[1-9]\d{6,14}$/.test(digits)) return null
  return { text: `+${digits}`, isMobile: false, isPlaceholder: /(\d)\1{6,}$/.test(digits) }
}
