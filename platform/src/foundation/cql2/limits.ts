/** What one condition may cost, so that no text from outside can make the house work without end. */
export const limits = Object.freeze({
  /** UTF-8 bytes of a condition's text. */
  bytes: 8_192,
  /** Parentheses and `NOT`s inside one another. */
  depth: 32,
  /** Comparisons in one condition. */
  terms: 500,
  /** Values in one `IN (…)`. */
  values: 1_000,
})
