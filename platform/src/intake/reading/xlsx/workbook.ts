/** A workbook's parts: its sheets, styles and shared strings (ECMA-376 part 1, 18.2, 18.4, 18.8). */
import { posix } from 'node:path'

import type { Zip, ZipEntry } from '../archive/zip.ts'
import type { Limits } from '../limits.ts'

import { damaged, tooLarge } from '../refuse.ts'
import { drain, localName, parseXml, type XmlEvents } from '../xml/parse-xml.ts'
import { formatOf, type NumberFormat } from './number-formats.ts'

export type Sheet = Readonly<{ name: string; hidden: boolean; part: ZipEntry }>

export type Workbook = Readonly<{
  sheets: readonly Sheet[]
  from1904: boolean
  /** By cell style. */
  formats: readonly NumberFormat[]
  strings: readonly string[]
}>

/** For each part that lists sheets, relations or styles. */
const MOST_BYTES = 32 * 1024 * 1024

function tooComplex(): Error {
  return tooLarge(
    'workbook-too-large',
    'The workbook has more sheets or styles than can be taken.',
    'Save the sheet as CSV and upload that.',
  )
}

type Relation = Readonly<{ type: string; target: string }>

/** The name of the workbook's main part when the archive is an XLSX, else undefined. */
export function mainPart(zip: Zip): string | undefined {
  return zip.entries.find(({ name }) => /(?:^|\/)workbook\.xml$/i.test(name))?.name
}

export async function openWorkbook(zip: Zip, main: string, limits: Limits): Promise<Workbook> {
  const parts = new Map(zip.entries.map((entry) => [entry.name.replace(/^\//, '').toLowerCase(), entry]))
  const read = async (name: string, events: XmlEvents, most = MOST_BYTES): Promise<void> => {
    const part = parts.get(name.toLowerCase())
    if (part && part.size > most) throw tooComplex()
    if (part) await drain(parseXml(part.open(), events, limits))
  }
  const folder = posix.dirname(main)
  const resolve = (target: string): string =>
    posix.normalize(target.startsWith('/') ? target.slice(1) : `${folder}/${target}`)

  const relations = new Map<string, Relation>()
  await read(`${folder}/_rels/${posix.basename(main)}.rels`, {
    open: (name, attributes) => {
      if (localName(name) !== 'Relationship') return
      relations.set(attributes['Id'] ?? '', {
        type: attributes['Type'] ?? '',
        target: resolve(attributes['Target'] ?? ''),
      })
    },
  })
  const targetOf = (kind: string): string | undefined =>
    [...relations.values()].find(({ type }) => type.endsWith(`/${kind}`))?.target

  let from1904 = false
  const sheets: Sheet[] = []
  await read(main, {
    open: (name, attributes) => {
      if (localName(name) === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
      if (localName(name) !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => localName(key) === 'id' && key !== 'id')?.[1] ?? ''
      const relation = relations.get(id)
      const part = relation?.type.endsWith('/worksheet') ? parts.get(relation.target.toLowerCase()) : undefined
      const hidden = ['hidden', 'veryHidden'].includes(attributes['state'] ?? '')
      if (part) sheets.push({ name: attributes['name'] ?? '', hidden, part })
    },
  })
  if (sheets.length === 0) throw damaged('The workbook holds no sheet that can be read.')
  const styles = targetOf('styles')
  const shared = targetOf('sharedStrings')
  return {
    sheets,
    from1904,
    formats: styles === undefined ? [] : await readFormats((events) => read(styles, events)),
    strings:
      shared === undefined ? [] : await readStrings((events) => read(shared, events, limits.unpackedBytes), limits),
  }
}

async function readFormats(read: (events: XmlEvents) => Promise<void>): Promise<NumberFormat[]> {
  const codes = new Map<number, string>()
  const ids: number[] = []
  let inCells = false
  await read({
    open: (name, attributes) => {
      const local = localName(name)
      if (local === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
      else if (local === 'cellXfs') inCells = true
      else if (local === 'xf' && inCells) ids.push(Number(attributes['numFmtId'] ?? 0))
    },
    close: (name) => {
      if (localName(name) === 'cellXfs') inCells = false
    },
  })
  return ids.map((id) => formatOf(id, codes.get(id)))
}

async function readStrings(read: (events: XmlEvents) => Promise<void>, limits: Limits): Promise<string[]> {
  const strings: string[] = []
  let total = 0
  let current = ''
  let inText = false
  let phonetic = false
  const grow = (by: number): void => {
    total += by
    if (total <= limits.sharedStrings) return
    const what = 'The workbook holds more text than can be taken at once.'
    throw tooLarge('workbook-too-large', what, 'Save the sheet as CSV and upload that.')
  }
  await read({
    open: (name) => {
      const local = localName(name)
      if (local === 'si') current = ''
      else if (local === 't') inText = !phonetic
      else if (local === 'rPh') phonetic = true
    },
    close: (name) => {
      const local = localName(name)
      if (local === 't') inText = false
      else if (local === 'rPh') phonetic = false
      else if (local === 'si') {
        grow(16)
        strings.push(unescaped(current))
      }
    },
    text: (text) => {
      if (!inText) return
      grow(text.length)
      current += text
    },
  })
  return strings
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text
    .replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .toWellFormed()
}
