/** How nearly some words of an address say a name: the fewest slips over windows of about as many words. */
import { slipsAllowed, slipsBetween } from './distance.ts'
import { headOf } from './streets.ts'
import type { Token } from './tokens.ts'

export type Nearness = 'agree' | 'slip' | 'kind' | 'none'
export type Near = Readonly<{ how: Nearness; slips: number }>

const none: Near = { how: 'none', slips: 0 }

/** `kind`: the name without its last word, or with another one (Mill Lane for Mill Road). */
export function nearName(name: string, tokens: readonly Token[], hasKind: boolean): Near {
  const words = name.split(' ')
  const whole = words.join('')
  const allowed = slipsAllowed(whole.length)
  let best = allowed + 1
  for (let size = Math.max(1, words.length - 1); size <= words.length + 1 && best > 0; size++)
    for (const window of windows(tokens, size)) best = Math.min(best, slipsBetween(whole, window, allowed))
  if (best === 0) return { how: 'agree', slips: 0 }
  const head = hasKind ? headOf(name) : whole
  // A slip in the kind (Rod, Raod) is a slip; another kind is seen when the head is said as it is.
  if (head !== whole && head.length > 3 && best > 1)
    for (const window of windows(tokens, words.length - 1)) if (window === head) return { how: 'kind', slips: 0 }
  return best <= allowed ? { how: 'slip', slips: best } : none
}

function* windows(tokens: readonly Token[], size: number): Generator<string> {
  for (let from = 0; from + size <= tokens.length; from++) {
    let text = ''
    for (let at = from; at < from + size; at++) text += tokens[at]!.text
    yield text
  }
}
