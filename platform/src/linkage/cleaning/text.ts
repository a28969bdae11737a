import { fold, wordsOf } from './fold.ts'
import { saysNothing } from './nothing.ts'

/** Any words: folded, without punctuation, one space between words. */
export function cleanText(text: string): string | null {
  if (saysNothing(text)) return null
  const joined = wordsOf(fold(text)).join(' ')
  // Without its punctuation a cell may turn out to say nothing after all: “(unknown)”.
  return saysNothing(joined) ? null : joined
}
