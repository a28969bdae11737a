/** Flats, units, rooms and floors. */
import type { Token } from './tokens.ts'
import { flatWords, floorLetters, floors, loneParts, sides } from './words.ts'

/** What is left of the tokens once the part of the building is taken out; `part` is `3`, `a`, `2/1`, `floor 1 rear`, or null. */
export type Divided = Readonly<{ rest: readonly Token[]; part: string | null }>

/** “Flat 3”, “Apt B2”, “Unit 4”, “First Floor Flat”, “GFF”, “Annexe”. A number beats a floor: “Flat 3, first floor” is `3`. */
export function divide(tokens: readonly Token[]): Divided {
  const rest: Token[] = []
  let floor: string | null = null
  let numbered: string | null = null
  for (let at = 0; at < tokens.length;) {
    const storey = floorAt(tokens, at)
    if (storey && rest.length <= 8) {
      floor ??= storey.part
      at = storey.next
      continue
    }
    const { part, next } = numberedAt(tokens, at)
    if (part !== null && numbered === null) {
      numbered = part
      at = next
      continue
    }
    rest.push(tokens[at] as Token)
    at++
  }
  return { rest, part: numbered ?? floor }
}

function numberedAt(tokens: readonly Token[], at: number): { part: string | null; next: number } {
  const { text, segment } = tokens[at] as Token
  const after = tokens[at + 1]
  if (
    flatWords.has(text) &&
    after &&
    after.segment === segment &&
    /^(?:\d+[a-z]?(?:[-/]\d+[a-z]?)?|[a-z]\d{0,3}|[a-z]{1,2}\d{1,3})$/.test(after.text)
  )
    return { part: plainPart(after.text), next: at + 2 }
  // “3/2, 14 High Street”: the second flat on the third floor.
  if (/^\d+\/\d+$/.test(text) && !(after && after.segment === segment && !after.number))
    return { part: plainPart(text), next: at + 1 }
  if (loneParts.has(text))
    return { part: text === 'annex' ? 'annexe' : text === 'basement' ? 'floor -1' : text, next: at + 1 }
  return { part: null, next: at }
}

/** Without noughts in front: flat 03 is flat 3. */
const plainPart = (text: string) => text.replaceAll(/(?<!\d)0+(?=\d)/g, '')

function floorAt(tokens: readonly Token[], at: number): { part: string; next: number } | null {
  const letters = floorLetters.get(tokens[at]?.text ?? '')
  if (letters !== undefined) return { part: `floor ${letters}`, next: at + 1 }
  const level = floors.get(tokens[at]?.text ?? '')
  const hasFloor = tokens[at + 1]?.text === 'floor'
  if (level === undefined || !(hasFloor || isFlat(tokens[at + 1]))) return floorNumberAt(tokens, at)
  let next = at + (hasFloor ? 2 : 1)
  let part = `floor ${level}`
  if (
    sides.has(tokens[next]?.text ?? '') &&
    (isFlat(tokens[next + 1]) || tokens[next]?.segment !== tokens[next + 1]?.segment)
  ) {
    part += ` ${tokens[next]?.text === 'back' ? 'rear' : tokens[next]?.text}`
    next++
  }
  // “First floor flat 3, …” is flat 3, for `numberedAt`; “first floor flat 3 Mill Road” is at number 3.
  const isDoor = tokens[next + 2]?.segment === tokens[next]?.segment && tokens[next + 2]?.number === null
  if (isFlat(tokens[next]) && (isDoor || numberedAt(tokens, next).part === null)) next++
  return { part, next }
}

/** “Floor 2”. */
function floorNumberAt(tokens: readonly Token[], at: number): { part: string; next: number } | null {
  const number = tokens[at]?.text === 'floor' ? tokens[at + 1]?.number : undefined
  return number ? { part: `floor ${number.from}`, next: at + 2 } : null
}

const isFlat = (token: Token | undefined) => token !== undefined && flatWords.has(token.text)
