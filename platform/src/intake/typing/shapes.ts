/** SQL that reads a text cell as GeoJSON geometry in WGS84 (RFC 7946): GeoJSON kept as it is, WKT rewritten. */
import { trimmed } from './null-markers.ts'

const kinds = ['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon']
const number = String.raw`-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?`
const position = String.raw`(${number})\s+(${number})(?:\s+${number})*`

/** The first position says which grid it is: metres on a national grid are far outside degrees. */
function inDegrees(json: string): string {
  const first = (group: 1 | 2) =>
    String.raw`try_cast(regexp_extract(${json}, '\[\s*(${number})\s*,\s*(${number})', ${group}) AS DOUBLE)`
  return `(${first(1)} BETWEEN -180 AND 180 AND ${first(2)} BETWEEN -90 AND 90)`
}

// TRY, because the engine may take the reading of JSON out of the condition that it is JSON.
export function geoJson(cell: string): string {
  const known = [...kinds, 'GeometryCollection'].map((kind) => `'${kind}'`).join(', ')
  return `CASE WHEN starts_with(ltrim(${cell}), '{') THEN CASE WHEN json_valid(${cell}) THEN
    CASE WHEN TRY(json_extract_string(${cell}, '$.type')) IN (${known}) AND ${inDegrees(cell)} THEN ${cell} END END END`
}

/** “POINT (-2.35 51.38)” and its kin (OGC 06-103r4 §7), with or without SRID=4326 and a third dimension, which is left out. */
export function isWkt(cell: string): string {
  return `regexp_matches(${cell}, '^\\s*(SRID=4326;)?\\s*(MULTI)?(POINT|LINESTRING|POLYGON)\\s*(Z|M|ZM)?\\s*\\(', 'i')`
}

export function wellKnownText(cell: string): string {
  const text = trimmed(cell)
  const kind = `upper(regexp_extract(${text}, '(?i)((MULTI)?(POINT|LINESTRING|POLYGON))', 1))`
  const body = String.raw`regexp_replace(${text}, '^[^(]*', '')`
  const paired = String.raw`regexp_replace(${body}, '${position}', '[\1,\2]', 'g')`
  const brackets = (inside: string) => `translate(${inside}, '()', '[]')`
  // MULTIPOINT may or may not put each point in brackets of its own.
  const loose = String.raw`CASE WHEN regexp_matches(${body}, '^\(\s*\(') THEN regexp_replace(${paired}, '\(\s*(\[[^\]]*\])\s*\)', '\1', 'g') ELSE ${paired} END`
  const coordinates = `CASE WHEN ${kind} = 'POINT' THEN regexp_extract(${paired}, '\\[[^\\]]*\\]', 0) WHEN ${kind} = 'MULTIPOINT' THEN ${brackets(loose)} ELSE ${brackets(paired)} END`
  const name = `CASE ${kind} ${kinds.map((known) => `WHEN '${known.toUpperCase()}' THEN '${known}'`).join(' ')} END`
  const json = `'{"type":"' || ${name} || '","coordinates":' || ${coordinates} || '}'`
  return `CASE WHEN ${isWkt(text)} THEN CASE WHEN json_valid(${json}) AND ${inDegrees(json)} THEN ${json} END END`
}
