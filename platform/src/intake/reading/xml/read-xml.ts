/** Text that begins with `<`: refused, with a word on what it is. */
import type { Job } from '../job.ts'
import type { Tidied } from '../tidied.ts'

import { notATable } from '../refuse.ts'

export async function readXml(_: Job, head: Buffer): Promise<Tidied> {
  throw refusalOf(head.toString('utf8', 0, 4096))
}

function refusalOf(start: string): Error {
  if (/<(?:!doctype\s+html|html|head|body)\b/i.test(start)) {
    return notATable(
      'The file is a web page, perhaps an error or sign-in page that was saved in place of the file.',
      'Download the file again and check that it opens as a table.',
    )
  }
  if (/<kml\b/i.test(start)) return notATable('The file is a KML map.', 'Save it as GeoJSON and upload that.')
  if (/<svg\b/i.test(start))
    return notATable('The file is a picture (SVG).', 'Save the table as CSV or XLSX and upload that.')
  return notATable(
    'The file is XML of a kind that is not read as a table.',
    'Export the table as CSV, XLSX or GeoJSON (a web feature service gives GeoJSON with outputFormat=application/json).',
  )
}
