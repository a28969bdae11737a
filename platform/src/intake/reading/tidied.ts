/** What reading makes of an upload: one plain table that the columnar engine can take in one pass. */
import type { Report } from '#model/dataset.ts'

export type Column = Readonly<{
  /** As the header says: white space collapsed, control characters removed, unique (`name_2`), `column_3` when empty, at most 200 characters. */
  name: string
  /** For sources that are typed already (GeoJSON geometry, XLSX dates, Parquet). Undefined: to be guessed from the text. */
  hint?: 'geometry' | 'date' | 'datetime' | 'number' | 'boolean'
}>

export type Tidied = Readonly<{
  source:
    | Readonly<{
        kind: 'csv'
        path: string
        delimiter: ',' | ';' | '\t' | '|'
        /** Records before the first data record: the header and what stands above it. */
        skip: number
        /** True when a first column that is not in `columns` holds the row's number in the uploaded file. */
        numbered: boolean
        /**
         * `clean`: written by us, rectangular for certain. `hopeful`: the upload itself, UTF-8 and rectangular as far as its
         * beginning and end show; the engine reads it strictly, and on any complaint the file is read again with `careful: true`.
         */
        trust: 'clean' | 'hopeful'
      }>
    | Readonly<{ kind: 'parquet'; path: string }>
  columns: readonly Column[]
  report: Report
}>
