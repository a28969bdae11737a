/**
 * Where to go after sign-in: only a path on this node. Browsers read `//evil`, `/\evil` and a path with a tab or a line
 * break in it as other sites; a target of that kind, or any other that is not plainly ours, becomes `/`.
 */
export function safeReturnTo(target: unknown): string {
  if (typeof target !== 'string' || target.length > 2_000) return '/'
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(target)) return '/'
  const here = 'http://here.invalid'
  const parsed = URL.canParse(target, here) ? new URL(target, here) : undefined
  return parsed?.origin === here && !parsed.pathname.startsWith('//') ? target : '/'
}
