/**
 * Reads a signed token strictly, before any library sees it: the compact form (RFC 7515 §7.1) in one spelling only.
 * JSON serialisations, padding, stray bits at the end of a segment, repeated members and odd Unicode are all “not a token”.
 */
export type Compact = Readonly<{ headerSegment: string; header: Members; payload: Members }>
type Members = Readonly<Record<string, unknown>>

/** Nothing is verified yet: what comes back is only well written. `longest` in characters. */
export function readCompact(token: unknown, longest: number): Compact | undefined {
  if (typeof token !== 'string' || token.length > longest) return undefined
  const segments = token.split('.')
  if (segments.length !== 3 || !segments.every(isCanonical)) return undefined
  const header = readMembers(segments[0]!)
  const payload = readMembers(segments[1]!)
  return header && payload ? { headerSegment: segments[0]!, header, payload } : undefined
}

function isCanonical(segment: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(segment) && Buffer.from(segment, 'base64url').toString('base64url') === segment
}

function readMembers(segment: string): Members | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(segment, 'base64url'))
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    // A member written twice is read differently by different parsers; a string followed by a colon is always a name.
    const written = text.match(/"(?:[^"\\]|\\.)*"\s*:/g)?.length ?? 0
    return written === membersIn(value) ? (value as Members) : undefined
  } catch {
    return undefined
  }
}

function membersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const own = Array.isArray(value) ? 0 : Object.keys(value).length
  return Object.values(value).reduce<number>((sum, member) => sum + membersIn(member), own)
}
