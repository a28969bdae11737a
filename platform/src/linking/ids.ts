/** The ids of all records in one run of bytes: a tenth of the memory that as many strings take. */

export type Ids = Readonly<{
  count: number
  of(record: number): string
  /** As a cell of CSV. Raw, lest it stand for another id. */
  cell(record: number): string
}>

export function collectIds(count: number): Readonly<{ add(id: string): void; done(): Ids }> {
  let bytes = Buffer.alloc(Math.max(64, 8 * count))
  const ends = new Float64Array(count + 1)
  let added = 0
  let end = 0
  return {
    add(id) {
      const most = 3 * id.length
      if (end + most > bytes.length) {
        const larger = Buffer.alloc(2 * bytes.length + most)
        bytes.copy(larger, 0, 0, end)
        bytes = larger
      }
      end += bytes.write(id, end)
      ends[++added] = end
    },
    done() {
      const of = (record: number): string => bytes.toString('utf8', ends[record], ends[record + 1])
      return { count: added, of, cell: (record) => quotedCell(of(record)) }
    },
  }
}

/** Quoted only when it has to be (RFC 4180). */
export const quotedCell = (text: string): string =>
  /[",\r\n]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text
