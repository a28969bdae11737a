import { literal } from '../sql.ts'
import { capitals, smalls } from './folding.ts'

/** First two numbers of every GeoJSON position; bounded, so that no engine's number parser can fail on a match. */
const coordinate = '-?[0-9]{1,9}(?:\\.[0-9]{1,40})?(?:[eE][-+]?[0-9]{1,2})?'
export const position = `\\[[ \\t\\r\\n]*(${coordinate})[ \\t\\r\\n]*,[ \\t\\r\\n]*(${coordinate})[ \\t\\r\\n]*[\\],]`

/**
 * Statements that give an engine the functions which `toSql` uses, with one meaning in both: `cql2_fold(text)` and
 * `cql2_meets_box(geojson, west, south, east, north)`, which is true when the geometry's envelope meets the box.
 */
export const functions: Readonly<Record<'duckdb' | 'postgresql', readonly string[]>> = Object.freeze({
  duckdb: [
    // Plain ASCII (as many bytes as characters) is the common case, and much quicker.
    `CREATE OR REPLACE MACRO cql2_fold(value) AS
       CASE WHEN strlen(value) = length(value) THEN lower(value) ELSE translate(value, ${literal(capitals)}, ${literal(smalls)}) END`,
    `CREATE OR REPLACE MACRO cql2_meets_box(value, west, south, east, north) AS
       list_min(CAST(regexp_extract_all(value, ${literal(position)}, 1) AS DOUBLE[])) <= east
       AND list_max(CAST(regexp_extract_all(value, ${literal(position)}, 1) AS DOUBLE[])) >= west
       AND list_min(CAST(regexp_extract_all(value, ${literal(position)}, 2) AS DOUBLE[])) <= north
       AND list_max(CAST(regexp_extract_all(value, ${literal(position)}, 2) AS DOUBLE[])) >= south`,
  ],
  postgresql: [
    `CREATE OR REPLACE FUNCTION cql2_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
       AS $$ SELECT translate(value, ${literal(capitals)}, ${literal(smalls)}) $$`,
    `CREATE OR REPLACE FUNCTION cql2_meets_box(value text, west float8, south float8, east float8, north float8)
       RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
       AS $$ SELECT min(found[1]::float8) <= east AND max(found[1]::float8) >= west
                AND min(found[2]::float8) <= north AND max(found[2]::float8) >= south
             FROM regexp_matches(value, ${literal(position)}, 'g') AS found $$`,
  ],
})
