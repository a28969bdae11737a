/** Finding where a JSON value ends (RFC 8259), without building it; text may come in pieces. */

export type Scan = { depth: number; deepest: number; inString: boolean; escaped: boolean; scalar: boolean }

export function startScan(): Scan {
  return { depth: 0, deepest: 0, inString: false, escaped: false, scalar: false }
}

const QUOTE = 34
const BACKSLASH = 92

/**
 * Goes on through `text` from `at`; gives the place after the value, or -1 when it goes on in the next piece. Brackets are counted, not matched:
 * whoever uses the value parses it. A number or word ends before the character that ends it.
 */
export function scanValue(text: string, at: number, scan: Scan): number {
  for (; at < text.length; at++) {
    if (scan.inString) {
      at = scanString(text, at, scan)
      if (at === -1) return -1
      if (scan.depth === 0) return at + 1
      continue
    }
    const code = text.charCodeAt(at)
    if (scan.scalar) {
      if (endsScalar(code)) return at
    } else if (code === QUOTE) scan.inString = true
    else if (code === 0x7b || code === 0x5b) {
      if (++scan.depth > scan.deepest) scan.deepest = scan.depth
    } else if (code === 0x7d || code === 0x5d) {
      if (--scan.depth <= 0) return at + 1
    } else if (scan.depth === 0 && code > 0x20) scan.scalar = true
  }
  return -1
}

function endsScalar(code: number): boolean {
  return code <= 0x20 || code === 0x2c || code === 0x7d || code === 0x5d
}

/** Gives the place of the closing quotation mark, or -1. */
function scanString(text: string, at: number, scan: Scan): number {
  if (scan.escaped) {
    scan.escaped = false
    at++
  }
  for (;;) {
    const quote = text.indexOf('"', at)
    const stop = quote === -1 ? text.length : quote
    let slashes = 0
    while (stop - 1 - slashes >= at && text.charCodeAt(stop - 1 - slashes) === BACKSLASH) slashes++
    if (quote === -1) {
      scan.escaped = slashes % 2 === 1
      return -1
    }
    if (slashes % 2 === 0) {
      scan.inString = false
      return quote
    }
    at = quote + 1
  }
}
