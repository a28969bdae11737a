/** What a file is, by its first bytes. */
import type { Encoding } from './encoding/sniff-encoding.ts'

import { decodeHead } from './encoding/decode.ts'
import { sniffUnicode } from './encoding/sniff-encoding.ts'
import { notATable } from './refuse.ts'

export type Kind = 'gzip' | 'zip' | 'parquet' | 'json' | 'xml' | 'delimited'

const CSV = 'Save the table as CSV or XLSX and upload that.'

/** Formats that are not read, by their first bytes (latin1). */
const others: readonly (readonly [string, string, string])[] = [
  ['%PDF', 'The file is a PDF.', 'Ask whoever made it for the table behind it, as CSV or XLSX.'],
  [
    '\xd0\xcf\x11\xe0',
    'The file is an old Microsoft Office document (.xls or .doc), or an encrypted one.',
    'Open it and save it as XLSX, without a password.',
  ],
  ['{\\rtf', 'The file is a rich text document.', CSV],
  ['\x89PNG', 'The file is a picture.', CSV],
  ['\xff\xd8\xff', 'The file is a picture.', CSV],
  ['GIF8', 'The file is a picture.', CSV],
  ['II*\0', 'The file is a picture (TIFF).', CSV],
  ['MM\0*', 'The file is a picture (TIFF).', CSV],
  ['RIFF', 'The file is a picture, a sound or a film.', CSV],
  [
    'SQLite format 3',
    'The file is a database (SQLite or GeoPackage).',
    'Export the table you want as CSV, GeoJSON or Parquet.',
  ],
  ['7z\xbc\xaf', 'The file is a 7-Zip archive.', 'Pack the table as zip or gzip, or upload it as it is.'],
  ['Rar!', 'The file is a RAR archive.', 'Pack the table as zip or gzip, or upload it as it is.'],
  ['BZh', 'The file is packed with bzip2.', 'Pack the table as zip or gzip, or upload it as it is.'],
  ['\xfd7zXZ', 'The file is packed with xz.', 'Pack the table as zip or gzip, or upload it as it is.'],
  ['\x28\xb5\x2f\xfd', 'The file is packed with Zstandard.', 'Pack the table as zip or gzip, or upload it as it is.'],
  ['\0\0\x27\x0a', 'The file is one part of a shapefile.', 'Save the layer as GeoJSON and upload that.'],
  ['\x7fELF', 'The file is a program.', CSV],
  ['MZ\x90', 'The file is a program.', CSV],
  ['ARROW1', 'The file is an Arrow file.', 'Save the table as Parquet and upload that.'],
  ['ORC', 'The file is an ORC file.', 'Save the table as Parquet and upload that.'],
  ['Obj\x01', 'The file is an Avro file.', 'Save the table as Parquet and upload that.'],
  ['PARE', 'The file is an encrypted Parquet file.', 'Save the table as Parquet without encryption.'],
]

/** Throws `Problem` `not-a-table` for what is known to be none. `head`: some thousand bytes. */
export function recognise(head: Buffer): Kind {
  const start = head.toString('latin1', 0, 16)
  if (start.startsWith('\x1f\x8b')) return 'gzip'
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return 'zip'
  if (start.startsWith('PAR1')) return 'parquet'
  for (const [magic, what, mend] of others) if (start.startsWith(magic)) throw notATable(what, mend)
  if (head.toString('latin1', 257, 262) === 'ustar')
    throw notATable('The file is a tar archive.', 'Upload the table on its own.')

  const encoding: Encoding = sniffUnicode(head, Buffer.alloc(0)) ?? { name: 'windows-1252', mark: 0 }
  const text = decodeHead(head, encoding)
  if (isBinary(text)) throw notATable('The file holds binary content of a kind that is not known here.', CSV)
  const begin = text.replaceAll('\u001e', ' ').trimStart()
  if (begin.startsWith('<')) return 'xml'
  return /^(?:\{\s*(?:["}]|$)|\[\s*(?:[[\]{"\-\d]|true|false|null|$))/.test(begin) ? 'json' : 'delimited'
}

/** Control characters that no text has, beyond the odd one. */
function isBinary(text: string): boolean {
  const looked = Math.min(text.length, 65_536)
  let controls = 0
  for (let at = 0; at < looked; at++) {
    const code = text.charCodeAt(at)
    if (code < 9 || (code > 13 && code < 0x1e) || code === 0x7f) controls++
  }
  return controls > 2 && controls > looked * 0.02
}
