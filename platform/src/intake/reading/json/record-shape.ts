/** How one element of a list becomes cells. */
import type { Put } from './flatten.ts'

/** `raw` is valid JSON. */
export type Shape = (raw: string, put: Put) => void

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
