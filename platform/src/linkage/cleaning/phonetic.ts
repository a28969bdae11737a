/**
 * How a name sounds to an English clerk, roughly: what is spelt by ear gives the same key. Made for the names that British registers
 * hold (Thompson/Tomson, Stephen/Steven, Catherine/Kathryn, Philips/Fillips, Wright/Right, Khan/Kahn, Singh/Sing), in the manner of
 * Metaphone (Philips, 1990) but with fewer rules; a coarse key to block on, not a comparison.
 */
type Rule = readonly [RegExp, string]

/** In this order. Capitals are sounds that are done with: K, J, X (ch), S, F. */
const rules: readonly Rule[] = [
  [/^(?:kn|gn|pn)/, 'n'],
  [/^wr/, 'r'],
  [/^(?:ps|x|z|cz)/, 'S'],
  [/^wh/, 'w'],
  [/^(?:mac|mc)(?=[^aeiouy])/, 'mK'],
  [/^mac(?=k)/, 'm'],
  [/tch|cz|ch(?![rl])/g, 'X'],
  [/ch/g, 'K'],
  [/sch|sh|sz/g, 'X'],
  [/dg(?=[eiy])/g, 'J'],
  [/ough|augh|eigh|igh/g, 'a'],
  [/(?<=n)gh/g, 'g'],
  [/(?<=u)gh(?=[aeiou])/g, ''],
  [/gh(?=[aeiouy])|^gh/g, 'K'],
  [/gh/g, ''],
  [/ph|v/g, 'F'],
  [/th|dt/g, 't'],
  [/(?<=[aeiou])lk|(?<=[aeiou])lm/g, 'K'],
  [/c(?=[eiy])/g, 'S'],
  [/ck|c|q|kh/g, 'K'],
  [/g(?=[eiy])|j/g, 'J'],
  [/([bdjkr])h/g, '$1'],
  [/mps(?=on)|ms(?=on)/g, 'ms'],
  [/mb$/, 'm'],
  [/x/g, 'KS'],
  [/z/g, 'S'],
  [/(?<=[aeiou])w(?=[aeiou])/g, 'w'],
  [/w(?![aeiou])/g, ''],
]

/** Up to twelve sounds; an empty text where the word has no Latin letter. Vowels count at the beginning alone. */
export function phoneticKey(word: string): string {
  let sound = word.slice(0, 40).replaceAll(/[^a-z]/g, '')
  if (sound === '') return ''
  for (const [pattern, by] of rules) sound = sound.replace(pattern, by)
  const first = sound.charAt(0)
  const rest = sound.slice(1).replaceAll(/[aeiouyh]/g, '')
  const key = (/[aeiouy]/.test(first) ? 'a' : first) + rest
  return key
    .toLowerCase()
    .replaceAll(/(.)\1+/g, '$1')
    .slice(0, 12)
}
