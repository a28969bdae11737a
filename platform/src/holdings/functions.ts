import { functions as conditionFunctions } from '#foundation/cql2/index.ts'

/**
 * Statements that give an engine every function that compiled queries use, under the same names and with the same
 * meaning in both. `wayleave_number(double)`: a number's canonical text, the shortest that reads back as the same number
 * (as C's %g switches to an exponent below 1e-4 and from 1e16 on). `wayleave_pseudonym(text, inner, outer)`: the first
 * 32 hex characters of HMAC-SHA-256 (RFC 2104), whose two padded keys are bound as bytes.
 */
export const functions: Readonly<Record<'duckdb' | 'postgresql', readonly string[]>> = Object.freeze({
  duckdb: [
    ...conditionFunctions.duckdb,
    `CREATE OR REPLACE MACRO wayleave_number(value) AS
       CASE WHEN isnan(value) THEN 'NaN'
            WHEN isinf(value) THEN CASE WHEN value > 0 THEN 'Infinity' ELSE '-Infinity' END
            ELSE regexp_replace(CAST(value AS VARCHAR), '[.]0$', '') END`,
    `CREATE OR REPLACE MACRO wayleave_pseudonym(value, inner_key, outer_key) AS
       substr(sha256(outer_key || unhex(sha256(inner_key || encode(value)))), 1, 32)`,
  ],
  postgresql: [
    ...conditionFunctions.postgresql,
    // PostgreSQL switches to an exponent at 1e15, DuckDB at 1e16: this one decade is written out.
    `CREATE OR REPLACE FUNCTION wayleave_number(value float8) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
       AS $$ SELECT CASE WHEN value::text !~ 'e[+]15$' THEN value::text ELSE (
         SELECT sign || CASE WHEN length(digits) > 16 THEN substr(digits, 1, 16) || '.' || substr(digits, 17) ELSE rpad(digits, 16, '0') END
         FROM (SELECT CASE WHEN value < 0 THEN '-' ELSE '' END AS sign,
                      translate(regexp_replace(value::text, 'e[+]15$', ''), '-.', '') AS digits) AS parts) END $$`,
    `CREATE OR REPLACE FUNCTION wayleave_pseudonym(value text, inner_key bytea, outer_key bytea)
       RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
       AS $$ SELECT substr(encode(sha256(outer_key || sha256(inner_key || convert_to(value, 'UTF8'))), 'hex'), 1, 32) $$`,
  ],
})
