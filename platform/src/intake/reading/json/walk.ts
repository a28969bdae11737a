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

type Frame = { array: boolean }
type Expecting = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing'

export type WalkOptions = Readonly<{
  limits: Pick<Limits, 'depth' | 'record'>
  /** Several documents one after the other (NDJSON). */ many?: boolean
}>

type Passing = { state: Scan; kind: ValueKind; keep: boolean; start: number; key: boolean; length: number }

/** `push` pieces of text, then `end`. Throws `Problem` for what is not JSON, is cut off, nests too deep, or has too long a value to keep. */
export class Walk {
  readonly #visitor: Visitor
  readonly #limits: WalkOptions['limits']
  readonly #many: boolean
  readonly #frames: Frame[] = []
  readonly #path: string[] = []
  #expecting: Expecting = 'value'
  #text = ''
  #at = 0
  /** Characters before `#text`. */
  #before = 0
  #scan: Passing | undefined
  #documents = 0

  constructor(visitor: Visitor, { limits, many = false }: WalkOptions) {
    this.#visitor = visitor
    this.#limits = limits
    this.#many = many
  }

  push(piece: string): void {
    const scan = this.#scan
    const rest = scan ? (scan.keep ? this.#text.slice(scan.start) : '') : this.#text.slice(this.#at)
    if (scan && rest.length > this.#limits.record) throw recordTooLong(this.#documents + 1, this.#limits.record)
    this.#before += this.#text.length - rest.length
    this.#text = rest + piece
    this.#at = scan ? rest.length : 0
    if (scan) scan.start = 0
    this.#run()
  }

  end(): void {
    this.push('\n')
    const open = this.#scan !== undefined || this.#frames.length > 0 || (!this.#many && this.#expecting !== 'nothing')
    if (open || this.#documents === 0) throw damaged('The JSON breaks off before its end.')
  }

  #run(): void {
    while (this.#at < this.#text.length) {
      if (this.#scan) {
        if (!this.#goOn(this.#scan)) return
      } else if (this.#text.charCodeAt(this.#at) <= 0x20) this.#at++
      else this.#step(this.#text[this.#at] as string)
    }
  }

  /** Goes on with a value; false when the text ends first. */
  #goOn(scan: Passing): boolean {
    const end = scanValue(this.#text, this.#at, scan.state)
    if (scan.state.deepest + this.#frames.length > this.#limits.depth) this.#tooDeep()
    const reached = end === -1 ? this.#text.length : end
    scan.length += reached - this.#at
    this.#at = reached
    if (end === -1) return false
    this.#scan = undefined
    const value = scan.keep ? this.#text.slice(scan.start, end) : ''
    if (scan.key) {
      this.#path[this.#path.length - 1] = this.#keyOf(value)
      this.#expecting = 'colon'
      return true
    }
    if (scan.keep) this.#visitor.value?.(value, this.#path)
    this.#visitor.passed?.(this.#path, scan.kind, scan.length)
    this.#afterValue()
    return true
  }

  #step(character: string): void {
    switch (this.#expecting) {
      case 'value-or-end':
        return character === ']' ? this.#leave() : this.#value(character)
      case 'value':
        return this.#value(character)
      case 'key-or-end':
        return character === '}' ? this.#leave() : this.#key(character)
      case 'key':
        return this.#key(character)
      case 'colon':
        if (character !== ':') this.#malformed()
        this.#at++
        this.#expecting = 'value'
        return
      case 'comma-or-end':
        return this.#commaOrEnd(character)
      default:
        this.#malformed()
    }
  }

  #key(character: string): void {
    if (character !== '"') this.#malformed()
    this.#scan = { state: startScan(), kind: 'scalar', keep: true, start: this.#at, key: true, length: 0 }
  }

  #value(character: string): void {
    const kind = character === '{' ? 'object' : character === '[' ? 'array' : 'scalar'
    if (kind === 'scalar' && !/["\-\dtfnNI]/.test(character)) this.#malformed()
    if (kind !== 'scalar' && this.#frames.length >= this.#limits.depth) this.#tooDeep()
    this.#visitor.seen?.(this.#path, kind)
    const plan = this.#visitor.plan(this.#path, kind)
    if (plan === 'enter' && kind !== 'scalar') {
      this.#at++
      this.#frames.push({ array: kind === 'array' })
      this.#path.push(kind === 'array' ? '*' : '')
      this.#expecting = kind === 'array' ? 'value-or-end' : 'key-or-end'
    } else this.#scan = { state: startScan(), kind, keep: plan === 'keep', start: this.#at, key: false, length: 0 }
  }

  #commaOrEnd(character: string): void {
    const array = this.#frames.at(-1)?.array === true
    if (character === ',') {
      this.#at++
      this.#expecting = array ? 'value' : 'key'
    } else if (character === (array ? ']' : '}')) this.#leave()
    else this.#malformed()
  }

  #leave(): void {
    this.#at++
    this.#frames.pop()
    this.#path.pop()
    this.#afterValue()
  }

  #afterValue(): void {
    this.#expecting = 'comma-or-end'
    if (this.#frames.length > 0) return
    this.#documents++
    this.#expecting = this.#many ? 'value' : 'nothing'
  }

  #keyOf(raw: string): string {
    try {
      return JSON.parse(raw) as string
    } catch {
      return this.#malformed()
    }
  }

  #tooDeep(): never {
    const what = `The JSON is nested more than ${this.#limits.depth} levels deep.`
    throw tooLarge('nested-too-deep', what, 'Export the table in a simpler form.')
  }

  #malformed(): never {
    throw new Problem(422, 'json-malformed', {
      title: 'The JSON cannot be read',
      detail: 'The file looks like JSON, but is malformed.',
      at: `character ${(this.#before + this.#at + 1).toLocaleString('en-GB')}`,
      mend: 'Check the file with a JSON validator, or export it again.',
    })
  }
}
