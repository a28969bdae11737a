/** What people and systems write where there is nothing to write. */
import { fold } from './fold.ts'

/** A whole folded cell that says that nothing is known. Bare `na` is not here: it is a surname (Korean 나). */
const nothing = new Set(
  `- -- --- . .. ... ? ?? ??? * / \\ # n/a n.a. n.a #n/a n/k n.k. nk n/s none null nil <null> (null) (blank) blank empty undefined nan unknown unkown uknown
  not known not-known unspecified unavailable withheld refused declined tbc tba tbd xx xxx xxxx zz zzz zzzz test testing tester dummy
  missing deleted void anon anonymous redacted`
    .split(/\s+/)
    .concat([
      'not known', 'not given', 'not stated', 'not specified', 'not recorded', 'not provided', 'not applicable', 'not available', 'not disclosed',
      'none given', 'none recorded', 'no data', 'no record', 'to be confirmed', 'to follow', 'do not use', "don't know", 'dont know', 'prefer not to say',
    ]), // prettier-ignore
)

/** Is the cell empty in other words? */
export function saysNothing(text: string): boolean {
  if (text.length > 60) return false
  const folded = fold(text)
  return folded === '' || nothing.has(folded)
}
