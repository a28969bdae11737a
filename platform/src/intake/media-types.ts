/** The media type of what reading recognised, for the version's record. */
const byFormat: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  geojson: 'application/geo+json',
  parquet: 'application/vnd.apache.parquet',
}

export const mediaTypeOf = (format: unknown): string => byFormat[String(format)] ?? 'application/octet-stream'
