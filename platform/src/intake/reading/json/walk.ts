/** Walks a JSON document as it streams by: enters what it is told to, hands over or passes over the rest, value by value. */
import type { Limits } from '../limits.ts'

import { Problem } from '#foundation/problem.ts'

import { damaged, recordTooLong, tooLarge } from '../refuse.ts'
import { scanValue, startScan, type Scan } from './scan-value.ts'

/** Keys from the root down; a place in an array is `*`. The root itself is the empty path. */
export type Path = readonly string[]
export type ValueKind = 'object' | 'array' | 'scalar'

export type Visitor = Readonly<{
  /** What to do with the value at this path. Only objects and arrays can be entered. */
  plan: (path: Path, kind: ValueKind) => 'enter' | 'keep' | 'skip'
  /** A value that was kept, as written. */
  value?: (text: string, path: Path) => void
  /** Each value at its beginning, entered or not, and, with its length, when it has been passed over. */
  seen?: (path: Path, kind: ValueKind) => void
  passed?: (path: Path, kind: ValueKind, length: number) => void
}>

export type Walk = Readonly<{ push: (piece: string) => void; end: () => void }>

type Frame = { array: boolean; key: string }
type Expecting = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing'

export type WalkOptions = Readonly<{
  limits: Pick<Limits, 'depth' | 'record'>
  /** Several documents one after the other (NDJSON). */ many?: boolean
}>

/** `push` pieces of text, then `end`. Throws `Problem` for what is not JSON, is cut off, nests too deep, or has too long a value to keep. */
export function startWalk(visitor: Visitor, { limits, many = false }: WalkOptions): Walk {
  const frames: Frame[] = []
  const path: string[] = []
  let expecting: Expecting = 'value'
  let text = ''
  let at = 0
  let passedBefore = 0
  let scan: { state: Scan; kind: ValueKind; keep: boolean; start: number; key: boolean; length: number } | undefined
  let documents = 0

  function malformed(): never {
    const place = (passedBefore + at + 1).toLocaleString('en-GB')
    throw new Problem(422, 'json-malformed', {
      title: 'The JSON cannot be read',
      detail: 'The file looks like JSON, but is malformed.',
      at: `character ${place}`,
      mend: 'Check the file with a JSON validator, or export it again.',
    })
  }

  function push(piece: string): void {
    const rest = scan && !scan.keep ? '' : text.slice(scan ? scan.start : at)
    const resume = scan && !scan.keep ? 0 : rest.length
    passedBefore += text.length - rest.length
    text = rest + piece
    at = scan ? resume : 0
    if (scan) {
      scan.start = 0
      if (rest.length > limits.record) throw recordTooLong(documents + 1, limits.record)
    }
    run()
  }

  function run(): void {
    while (at < text.length || scan) {
      if (scan) {
        if (!goOn(scan)) return
        continue
      }
      const code = text.charCodeAt(at)
      if (code <= 0x20) at++
      else step(text[at] as string)
    }
  }

  /** Goes on with a value; false when the text ends first. */
  function goOn(current: NonNullable<typeof scan>): boolean {
    const end = scanValue(text, at, current.state)
    if (current.state.deepest + frames.length > limits.depth) {
      throw tooLarge(
        'nested-too-deep',
        `The JSON is nested more than ${limits.depth} levels deep.`,
        'Export the table in a simpler form.',
      )
    }
    if (end === -1) {
      current.length += text.length - at
      at = text.length
      return false
    }
    current.length += end - at
    at = end
    scan = undefined
    if (current.key) {
      path[path.length - 1] = keyOf(text.slice(current.start, end))
      expecting = 'colon'
      return true
    }
    if (current.keep) visitor.value?.(text.slice(current.start, end), path)
    visitor.passed?.(path, current.kind, current.length)
    afterValue()
    return true
  }

  function keyOf(raw: string): string {
    try {
      return JSON.parse(raw) as string
    } catch {
      return malformed()
    }
  }

  function afterValue(): void {
    expecting = 'comma-or-end'
    if (frames.length > 0) return
    documents++
    expecting = many ? 'value' : 'nothing'
  }

  function step(character: string): void {
    switch (expecting) {
      case 'value-or-end':
        return character === ']' ? leave() : value(character)
      case 'value':
        return value(character)
      case 'key-or-end':
        return character === '}' ? leave() : key(character)
      case 'key':
        return key(character)
      case 'colon':
        if (character !== ':') malformed()
        at++
        expecting = 'value'
        return
      case 'comma-or-end':
        return commaOrEnd(character)
      default:
        malformed()
    }
  }

  function commaOrEnd(character: string): void {
    const array = frames.at(-1)?.array
    if (character === ',') {
      at++
      expecting = array ? 'value' : 'key'
    } else if (character === (array ? ']' : '}')) leave()
    else malformed()
  }

  function key(character: string): void {
    if (character !== '"') malformed()
    scan = { state: startScan(), kind: 'scalar', keep: true, start: at, key: true, length: 0 }
  }

  function value(character: string): void {
    const kind = character === '{' ? 'object' : character === '[' ? 'array' : 'scalar'
    if (kind === 'scalar' && !/["\-\dtfnNI]/.test(character)) malformed()
    if (kind !== 'scalar' && frames.length >= limits.depth) {
      throw tooLarge(
        'nested-too-deep',
        `The JSON is nested more than ${limits.depth} levels deep.`,
        'Export the table in a simpler form.',
      )
    }
    visitor.seen?.(path, kind)
    const plan = visitor.plan(path, kind)
    if (plan === 'enter' && kind !== 'scalar') {
      at++
      frames.push({ array: kind === 'array', key: '' })
      path.push(kind === 'array' ? '*' : '')
      expecting = kind === 'array' ? 'value-or-end' : 'key-or-end'
      return
    }
    scan = { state: startScan(), kind, keep: plan === 'keep', start: at, key: false, length: 0 }
  }

  function leave(): void {
    at++
    frames.pop()
    path.pop()
    afterValue()
  }

  return {
    push,
    end() {
      push('\n')
      if (scan || frames.length > 0 || (!many && expecting !== 'nothing') || documents === 0) {
        throw damaged('The JSON breaks off before its end.')
      }
    },
  }
}
