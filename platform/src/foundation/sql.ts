/** A name as SQL understands it in both PostgreSQL and DuckDB: double-quoted, quotes doubled. */
export function ident(name: string): string {
  if (name.includes('\0')) throw new TypeError('a name cannot contain NUL')
  return `"${name.replaceAll('"', '""')}"`
}

/** A text constant for the few places that take no parameters (DDL, `COPY … TO`). Standard strings: only quotes need doubling. */
export function literal(text: string): string {
  if (text.includes('\0')) throw new TypeError('a text cannot contain NUL')
  return `'${text.replaceAll("'", "''")}'`
}
