/** A CSV cell, quoted only where it must be (RFC 4180). */
export function cell(text: string, separator = ','): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34 || code === 10 || code === 13 || text[at] === separator) return `"${text.replaceAll('"', '""')}"`
  }
  return text
}

/** 1234.5 → £1,234.50, and (£12.00) below nought, as ledgers write it. Pence are whole. */
export function pounds(pence: number): string {
  const whole = String(Math.floor(Math.abs(pence) / 100)).replace(/\B(?=(\d{3})+$)/g, ',')
  const text = `£${whole}.${String(Math.abs(pence) % 100).padStart(2, '0')}`
  return pence < 0 ? `(${text})` : text
}
