/** From text or plain data to a document, with the place of everything, so that a fault can be shown where it is. */
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { Problem } from '#foundation/problem.ts'

export type ReadDocument = Readonly<{
  value: unknown
  /** 1-based line of a JSON pointer; undefined when the document did not come as text. */
  line(pointer: string): number | undefined
}>

/** Far above any agreement that people could read. */
const maximumBytes = 512 * 1024

/**
 * Takes YAML 1.2 (and so JSON) as text or bytes, or data that was parsed already. Aliases, merge keys and custom tags are
 * not part of a document. Problem 400 `document-unreadable` or 413 `document-too-large`.
 */
export function readDocument(source: unknown): ReadDocument {
  const text = source instanceof Uint8Array ? new TextDecoder().decode(source) : source
  if (typeof text !== 'string') return { value: plain(text), line: () => undefined }
  if (Buffer.byteLength(text) > maximumBytes) throw tooLarge()
  const lines = new LineCounter()
  let document: Document
  let value: unknown
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      schema: 'core',
      merge: false,
      uniqueKeys: true,
      stringKeys: true,
    })
    if (document.errors.length === 0) value = document.toJS({ maxAliasCount: 0 })
  } catch (cause) {
    throw unreadable('it is nested too deeply or uses aliases', undefined, cause)
  }
  const [error] = document.errors
  // Only the code: the parser's message quotes the text, which may be anything.
  if (error)
    throw unreadable(
      `it is not YAML or JSON (${error.code.toLowerCase().replaceAll('_', ' ')})`,
      lines.linePos(error.pos[0]).line,
    )
  return { value: plain(value), line: (pointer) => lineOf(document, lines, pointer) }
}

/** Through JSON and back: what remains is plain data without prototypes, getters, `undefined` or cycles. */
function plain(value: unknown): unknown {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch (cause) {
    throw unreadable('it is nested too deeply', undefined, cause)
  }
  if (text === undefined) throw unreadable('it is empty', undefined)
  if (text.length > maximumBytes) throw tooLarge()
  return JSON.parse(text, (name, part: unknown) => {
    if (!isText(name) || (typeof part === 'string' && !isText(part)))
      throw unreadable('it has characters that are no text', undefined)
    return part
  })
}

/** Half of a surrogate pair cannot be hashed or stored, and NUL ends a text in PostgreSQL. */
const isText = (text: string) => text.isWellFormed() && !text.includes('\0')

function lineOf(document: Document, lines: LineCounter, pointer: string): number | undefined {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length).map(step), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return undefined
}

const step = (part: string) => (/^\d+$/.test(part) ? Number(part) : part)

function unreadable(why: string, line: number | undefined, cause?: unknown): Problem {
  return new Problem(400, 'document-unreadable', {
    title: 'The document cannot be read',
    detail: `The document cannot be read: ${why}.`,
    ...(line === undefined ? {} : { at: `line ${line}` }),
    mend: 'Send one agreement as YAML or JSON; the schema and examples are in the kit.',
    cause,
  })
}

function tooLarge(): Problem {
  return new Problem(413, 'document-too-large', {
    title: 'The document is too large',
    detail: 'A document may have at most 512 kB.',
    mend: 'Split it into several agreements.',
  })
}
