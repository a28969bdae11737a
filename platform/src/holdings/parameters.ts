/** A value on its way into a compiled query: always bound, never written into SQL. */
export type Bound = string | number | boolean | Uint8Array

/** Collects a query's values in the order in which their placeholders were given out. */
export class Parameters {
  readonly values: Bound[] = []

  /** The placeholder of one more value: `$1`, `$2` … as both engines number them. */
  readonly bind = (value: Bound): string => `$${this.values.push(value)}`
}
