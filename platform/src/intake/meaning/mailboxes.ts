/** Whose are these mailboxes: people's, or those of posts and teams? */
import { givenNames } from './names.ts'

const posts =
  /info|enquir|inquir|contact|admin|office|help|support|hello|customer|service|planning|council|reception|mail|web|data|open|team|sales|account|finance|press|media|school|foi|library|licen[cs]|highway|housing|gis|reply|post|general|communicat|democra|environment|parking|waste|property|estates|partner|developer|digital|api|director[iy]|discover|statistic|register|booking|event|volunteer|clinic|surgery|practice|ward/i
const homes =
  /@(gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|aol|btinternet|sky|talktalk|virginmedia|ntlworld|proton|protonmail)\./i

function kind(address: string): 'post' | 'person' | 'unknown' {
  if (homes.test(address)) return 'person'
  const local = address.replace(/^.*[<:\s]/, '').replace(/@.*$/, '')
  const [first = '', second] = local.toLowerCase().split(/[._-]/)
  if (givenNames.has(first)) return 'person'
  if (posts.test(local)) return 'post'
  return second && /^[a-z]+\d*$/.test(second) && /^[a-z]+$/.test(first) ? 'person' : 'unknown'
}

/**
 * True when a good part of the different addresses are people's, or when most could be and hardly any repeats (a team's
 * address stands in many rows, a person's in their own).
 */
export function areOfPeople(addresses: readonly string[]): boolean {
  const found = addresses.filter((address) => address.includes('@'))
  const different = new Set(found.map((address) => address.trim().toLowerCase()))
  const kinds = [...different].map(kind)
  const count = (one: string) => kinds.filter((each) => each === one).length
  const unknown = found.filter((address) => kind(address.trim().toLowerCase()) === 'unknown').length
  return (
    count('person') > 0.2 * different.size ||
    (count('unknown') > 0.5 * different.size && unknown < 1.5 * count('unknown'))
  )
}
