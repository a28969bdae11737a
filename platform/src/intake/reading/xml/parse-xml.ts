/** XML from a stream, without a document type, without entities of its own, never deep and never all in memory. */
import { SaxesParser } from 'saxes'

import type { Limits } from '../limits.ts'

import { Problem } from '#foundation/problem.ts'

import { damaged, tooLarge } from '../refuse.ts'

export type XmlEvents = Readonly<{
  /** `name` and attribute names as written, with any prefix. */
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  close?: (name: string) => void
  text?: (text: string) => void
}>

/** The part of a name after its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/**
 * Feeds `events`; after each piece of the stream gives control back, so that the receiver can pass on what it has.
 * Throws `Problem` for XML that is malformed, has a DOCTYPE, or nests deeper than `limits.depth`.
 */
export async function* parseXml(
  source: AsyncIterable<Buffer>,
  events: XmlEvents,
  limits: Pick<Limits, 'depth' | 'record'>,
): AsyncGenerator<undefined> {
  const parser = new SaxesParser()
  let depth = 0
  let quiet = 0
  parser.on('error', () => {
    throw damaged('The XML in the file is malformed.')
  })
  parser.on('doctype', refuseDoctype)
  parser.on('opentag', ({ name, attributes }) => {
    quiet = 0
    if (++depth > limits.depth)
      throw tooLarge(
        'nested-too-deep',
        `The XML is nested more than ${limits.depth} levels deep.`,
        'Export the table in a simpler form.',
      )
    events.open?.(name, attributes)
  })
  parser.on('closetag', ({ name }) => {
    quiet = 0
    depth--
    events.close?.(name)
  })
  parser.on('text', (text) => events.text?.(text))
  parser.on('cdata', (text) => events.text?.(text))

  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const piece of source) {
    quiet += piece.length
    // The parser keeps a text until it ends.
    if (quiet > limits.record)
      throw tooLarge(
        'record-too-long',
        'A text in the XML is longer than can be taken.',
        'Export the table again, with shorter texts.',
      )
    parser.write(decoded(decoder, piece))
    yield
  }
  parser.write(decoded(decoder, undefined))
  parser.close()
  yield
}

function decoded(decoder: TextDecoder, piece: Buffer | undefined): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode()
  } catch {
    throw damaged('The XML in the file is not UTF-8.')
  }
}

function refuseDoctype(): never {
  throw new Problem(422, 'document-type-refused', {
    title: 'The file declares a document type',
    detail: 'Its XML has a DOCTYPE, which tables have no use for and attackers have.',
    mend: 'Save the table again as XLSX or CSV.',
  })
}

/** Reads a small part to its end. */
export async function drain(parsing: AsyncIterable<undefined>): Promise<void> {
  for await (const _ of parsing);
}
