/**
 * Reads the part of SQL that Splink writes its conditions in: columns, literals, calls, operators, CASE, CAST and the little
 * functions of lists. Nothing is run; the tree is only looked at. Anything else throws `UnreadSql`.
 */

/** Names are lower case and one for each function, whatever its dialect; an operator is a call of its own name. */
export type Sql =
  | Readonly<{ column: string; side: 'l' | 'r' | null }>
  | Readonly<{ literal: string | number }>
  | Readonly<{ call: string; of: readonly Sql[] }>

/** What could not be read, in words. */
export class UnreadSql extends Error {}

/** Conditions write `name_l`, rules write `l.name`. */
export type Writing = 'suffix' | 'prefix'

const longest = 20_000
const deepest = 100

const tokenPattern =
  /\s*(?:('(?:[^']|'')*')|("(?:[^"]|"")*"|`[^`]*`)|(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_][A-Za-z0-9_]*)|(<=|>=|<>|!=|\|\||::|->|[-+*/%=<>()[\],.]))/y

type Token = Readonly<{ kind: 'text' | 'quoted' | 'number' | 'word' | 'mark'; text: string }>

/** One spelling for functions that dialects name differently. */
const spelling: Readonly<Record<string, string>> = {
  substr: 'substring',
  jaro_winkler: 'jaro_winkler_similarity',
  jaro_winkler_sim: 'jaro_winkler_similarity',
  jaro: 'jaro_similarity',
  jaro_sim: 'jaro_similarity',
  jaccard_sim: 'jaccard',
  array_intersect: 'list_intersect',
  array_size: 'array_length',
  len: 'array_length',
  list_transform: 'array_transform',
  list_max: 'array_max',
  list_min: 'array_min',
  '!=': '<>',
}

/** The tree of one expression. Throws `UnreadSql`. */
export function readSql(text: string, writing: Writing): Sql {
  return new Reader(tokensOf(text), writing).whole()
}

function tokensOf(text: string): readonly Token[] {
  if (text.length > longest) throw new UnreadSql(`it is longer than ${longest} characters`)
  const tokens: Token[] = []
  const end = text.trimEnd().length
  tokenPattern.lastIndex = 0
  while (tokenPattern.lastIndex < end) {
    const at = tokenPattern.lastIndex
    const match = tokenPattern.exec(text)
    if (!match) throw new UnreadSql(`“${text.slice(at, at + 20).trim()}” is not understood`)
    const [, quoted, name, number, word, mark] = match
    if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.slice(1, -1).replaceAll("''", "'") })
    else if (name !== undefined) tokens.push({ kind: 'quoted', text: name.slice(1, -1).replaceAll('""', '"') })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else tokens.push({ kind: 'mark', text: mark! })
  }
  return tokens
}

/** Operators of two sides, from the loosest. */
const ladder: readonly (readonly string[])[] = [['or'], ['and'], ['not'], ['='], ['+', '-', '||'], ['*', '/', '%']]
const comparing: ReadonlySet<string> = new Set(['=', '<>', '!=', '<', '>', '<=', '>='])

/** Recursive descent; holds the place in the tokens. */
class Reader {
  #at = 0
  #depth = 0
  readonly #tokens: readonly Token[]
  readonly #writing: Writing

  constructor(tokens: readonly Token[], writing: Writing) {
    this.#tokens = tokens
    this.#writing = writing
  }

  whole(): Sql {
    const tree = this.#step(0)
    if (this.#at < this.#tokens.length) throw new UnreadSql(`“${this.#tokens[this.#at]!.text}” is not understood`)
    return tree
  }

  /** What binds at least as tightly as this rung of the ladder. */
  #step(rung: number): Sql {
    if (++this.#depth > deepest) throw new UnreadSql('it is nested too deeply')
    const tree = this.#rung(rung)
    this.#depth--
    return tree
  }

  #rung(rung: number): Sql {
    const operators = ladder[rung]
    if (!operators) return this.#unary()
    if (operators[0] === 'not') return this.#takeWord('not') ? call('not', [this.#step(rung)]) : this.#step(rung + 1)
    if (operators[0] === '=') return this.#comparison(rung)
    let tree = this.#step(rung + 1)
    for (let taken = this.#takeOneOf(operators); taken; taken = this.#takeOneOf(operators)) {
      const right = this.#step(rung + 1)
      // a AND b AND c is one list of three.
      const flat = (taken === 'and' || taken === 'or') && 'call' in tree && tree.call === taken
      tree = call(taken, flat ? [...(tree as { of: readonly Sql[] }).of, right] : [tree, right])
    }
    return tree
  }

  #comparison(rung: number): Sql {
    const left = this.#step(rung + 1)
    if (this.#takeWord('is')) {
      const negated = this.#takeWord('not')
      this.#expectWord('null')
      return call(negated ? 'is not null' : 'is null', [left])
    }
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'mark' || !comparing.has(token.text)) return left
    this.#at++
    return call(token.text, [left, this.#step(rung + 1)])
  }

  #unary(): Sql {
    if (!this.#takeMark('-')) return this.#postfix()
    const of = this.#postfix()
    return 'literal' in of && typeof of.literal === 'number' ? { literal: -of.literal } : call('negative', [of])
  }

  #postfix(): Sql {
    let tree = this.#primary()
    for (;;) {
      if (this.#takeMark('[')) {
        tree = call('element', [tree, this.#step(0)])
        this.#expectMark(']')
      } else if (this.#takeMark('::')) tree = call(`cast as ${this.#typeName()}`, [tree])
      else return tree
    }
  }

  #primary(): Sql {
    const token = this.#tokens[this.#at++]
    if (!token) throw new UnreadSql('it ends too early')
    if (token.kind === 'text') return { literal: token.text }
    if (token.kind === 'number') return { literal: Number(token.text) }
    if (token.kind === 'quoted') return this.#column(token.text)
    if (token.kind === 'word') return this.#named(token.text)
    if (token.text === '(') {
      const tree = this.#step(0)
      this.#expectMark(')')
      return tree
    }
    if (token.text === '[') return call('list', this.#list(']'))
    throw new UnreadSql(`“${token.text}” is not understood`)
  }

  #named(word: string): Sql {
    const name = word.toLowerCase()
    if (name === 'case') return this.#case()
    if (this.#takeMark('(')) {
      if (name !== 'cast' && name !== 'try_cast') return call(name, this.#list(')'))
      const of = this.#step(0)
      this.#expectWord('as')
      const type = this.#typeName()
      this.#expectMark(')')
      return call(`cast as ${type}`, [of])
    }
    if (this.#takeMark('->')) return call('->', [{ column: name, side: null }, this.#step(0)])
    return this.#column(word)
  }

  #case(): Sql {
    const of: Sql[] = []
    while (this.#takeWord('when')) {
      of.push(this.#step(0))
      this.#expectWord('then')
      of.push(this.#step(0))
    }
    if (this.#takeWord('else')) of.push(this.#step(0))
    this.#expectWord('end')
    return call('case', of)
  }

  #column(first: string): Sql {
    if (this.#takeMark('.')) {
      const name = this.#tokens[this.#at++]
      const side = first.toLowerCase()
      if ((name?.kind !== 'word' && name?.kind !== 'quoted') || (side !== 'l' && side !== 'r'))
        throw new UnreadSql(`“${first}.” is neither the left nor the right record`)
      return { column: name.text, side }
    }
    const suffix = this.#writing === 'suffix' ? /^(.+)_([lr])$/is.exec(first) : null
    if (suffix) return { column: suffix[1]!, side: suffix[2]!.toLowerCase() as 'l' | 'r' }
    return { column: first, side: null }
  }

  #list(end: string): readonly Sql[] {
    const of: Sql[] = []
    if (this.#takeMark(end)) return of
    do of.push(this.#step(0))
    while (this.#takeMark(','))
    this.#expectMark(end)
    return of
  }

  #typeName(): string {
    const token = this.#tokens[this.#at++]
    if (token?.kind !== 'word') throw new UnreadSql('a type is missing')
    return token.text.toLowerCase()
  }

  #takeOneOf(operators: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at]
    const text = token?.kind === 'mark' || token?.kind === 'word' ? token.text.toLowerCase() : undefined
    if (text === undefined || !operators.includes(text)) return undefined
    this.#at++
    return text
  }

  #takeWord = (word: string): boolean => this.#takeOneOf([word]) !== undefined
  #takeMark = (mark: string): boolean => this.#takeOneOf([mark]) !== undefined

  #expectWord(word: string): void {
    if (!this.#takeWord(word)) throw new UnreadSql(`“${word}” is missing`)
  }

  #expectMark(mark: string): void {
    if (!this.#takeMark(mark)) throw new UnreadSql(`“${mark}” is missing`)
  }
}

const call = (name: string, of: readonly Sql[]): Sql => ({ call: spelling[name] ?? name, of })
