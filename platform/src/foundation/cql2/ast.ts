/**
 * Conditions as frozen plain data: the subset of OGC CQL2 (https://docs.ogc.org/is/21-065r2/21-065r2.html) that Wayleave
 * speaks, in the JSON encoding's spirit. Text in, this inside, SQL out; nothing of a caller's text ever reaches SQL.
 */
export type Scalar = string | number | boolean

export type Condition =
  | Readonly<{ op: 'and' | 'or'; args: readonly Condition[] }>
  | Readonly<{ op: 'not'; args: readonly [Condition] }>
  | Readonly<{ op: '=' | '<>' | '<' | '<=' | '>' | '>='; property: string; value: Value }>
  | Readonly<{ op: 'between'; property: string; from: Value; to: Value }>
  | Readonly<{ op: 'in'; property: string; values: readonly Value[] }>
  | Readonly<{ op: 'like'; property: string; pattern: string; caseInsensitive: boolean }>
  | Readonly<{ op: 'isNull'; property: string }>
  | Readonly<{ op: 's_intersects'; property: string; bbox: readonly [number, number, number, number] }>

/** Literals carry their CQL2 kind: `DATE('2026-01-01')` and `TIMESTAMP('…Z')` are not text. */
export type Value =
  | Readonly<{ kind: 'text'; value: string }>
  | Readonly<{ kind: 'number'; value: number }>
  | Readonly<{ kind: 'boolean'; value: boolean }>
  | Readonly<{ kind: 'date' | 'timestamp'; value: string }>
