/**
 * An expected “that will not do”, on its way to a door, which answers it as `application/problem+json`
 * (https://www.rfc-editor.org/rfc/rfc9457). Its words are public: no cell value, path, SQL or secret goes in.
 */
export class Problem extends Error {
  readonly status: number
  /** Permanent and kebab-case; the last part of the problem's `type`. */
  readonly code: string
  readonly title: string
  readonly detail: string
  /** Where: a field, row, character, line or parameter. */
  readonly at: string | undefined
  /** How to mend it. */
  readonly mend: string | undefined
  /** Where there are several faults: each with its place. */
  readonly errors: readonly Readonly<{ at: string; detail: string }>[] | undefined

  constructor(
    status: number,
    code: string,
    words: Readonly<{
      title: string
      detail: string
      at?: string
      mend?: string
      errors?: readonly Readonly<{ at: string; detail: string }>[]
      cause?: unknown
    }>,
  ) {
    super(`${code}: ${words.detail}`, { cause: words.cause })
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.title = words.title
    this.detail = words.detail
    this.at = words.at
    this.mend = words.mend
    this.errors = words.errors
  }
}
