/** Texts and sets as the kernel reads them, to which more are written; what is written ahead is overwritten unless it is kept. */
import { describeText, type Sets, type Texts } from '../score/sides.ts'

/** Room for so many more codes and characters. */
export type Room = Readonly<{ codes: number; characters: number }>

export type Growing<Side, Written> = Readonly<{
  side(): Side
  /** Writes under a code, the one before being written already. False when there is no room. */
  write(value: Written, code: number): boolean
  grow(room: Room): void
}>

type Numbers = Int32Array | Uint32Array | Uint16Array | Float64Array

export function longer<Kind extends Numbers>(Kind: new (length: number) => Kind, array: Kind, length: number): Kind {
  const copy = new Kind(Math.max(length, array.length))
  copy.set(array)
  return copy
}

export function growingTexts(known: readonly string[], begun: Texts): Growing<Texts, string> {
  let texts = begun
  const alphabet = new Map<number, number>()
  for (const [code, text] of known.entries()) {
    let at = texts.starts[code]!
    const end = texts.starts[code + 1]!
    for (let unit = 0; at < end; at++) {
      const point = text.codePointAt(unit)!
      unit += point > 0xffff ? 2 : 1
      alphabet.set(point, texts.symbols[at]!)
    }
  }
  return {
    side: () => texts,
    write: (text, code) => code + 1 < texts.starts.length && describeText(text, code, { texts, alphabet }),
    grow({ codes, characters }) {
      texts = {
        symbols: longer(Uint16Array, texts.symbols, texts.symbols.length + characters),
        starts: longer(Uint32Array, texts.starts, texts.starts.length + codes),
        digests: longer(Int32Array, texts.digests, texts.digests.length + 4 * codes),
      }
    },
  }
}

export type GrowingSets = Growing<Sets, readonly string[]> & Readonly<{ keep(): void; forget(): void }>

export function growingSets(known: readonly (readonly string[] | null)[], begun: Sets): GrowingSets {
  let sets = begun
  const codes = new Map<string, number>()
  for (const [code, value] of known.entries())
    for (const [at, member] of (value ?? []).entries()) codes.set(member, sets.members[sets.starts[code]! + at]!)
  const names: string[] = Array.from({ length: codes.size }, () => '')
  for (const [member, code] of codes) names[code] = member
  const texts = growingTexts(names, sets.texts)
  const passing: string[] = []
  const codeOf = (member: string): number | null => {
    const code = codes.get(member) ?? codes.size
    if (codes.has(member)) return code
    if (!texts.write(member, code)) return null
    codes.set(member, code)
    passing.push(member)
    return code
  }
  return {
    side: () => sets,
    write(value, code) {
      let at = sets.starts[code]!
      if (code + 1 >= sets.starts.length || at + value.length > sets.members.length) return false
      for (const member of value) {
        const known = codeOf(member)
        if (known === null) return false
        sets.members[at++] = known
      }
      sets.starts[code + 1] = at
      return true
    },
    grow(room) {
      texts.grow({ codes: room.characters, characters: 8 * room.characters })
      sets = {
        members: longer(Uint32Array, sets.members, sets.members.length + room.characters),
        starts: longer(Uint32Array, sets.starts, sets.starts.length + room.codes),
        texts: texts.side(),
      }
    },
    keep: () => void passing.splice(0),
    forget() {
      for (const member of passing.splice(0)) codes.delete(member)
    },
  }
}
