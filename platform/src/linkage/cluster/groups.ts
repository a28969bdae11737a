import type { Limit, Limits } from './limits.ts'

/** No group, record or edge. */
export const none = 0xffffffff

export type Rules = Readonly<{
  /** Units: groups are joined while the mean weight over all pairs between them is at least this. */
  stop: number
  /** Units: what a pair without an edge counts. */
  missing: number
  limits: Limits
}>

/**
 * The records of one component, each a group at first, and the weights between groups. Records are known by their places among
 * the members; a group is named by its smallest.
 *
 * Filled in this order: `begin`, `addEdge` for every edge, `finish`, then `join` at will. Used for many components, one after the
 * other, so that a million components make no garbage.
 */
export type Groups = Readonly<{
  begin: (members: Uint32Array) => void
  /** Units. A pair may be given twice; one record twice is no pair. */
  addEdge: (one: number, other: number, units: number) => void
  finish: () => void
  /** The name of a record's group. */
  nameOf: (record: number) => number
  /** The group with the highest mean to this one, of equal ones the smallest, that may be joined with it; `none` when no mean reaches `stop`. */
  nearest: (name: number) => number
  /** Units: the mean over all pairs between a group and the one that `nearest` gave for it just now. */
  meanToNearest: () => number
  sizeOf: (name: number) => number
  /** Makes two groups one and gives its name. */
  join: (one: number, other: number) => number
  /** Tells of groups that the evidence would join and a limit keeps apart. For groups that are done with joining. */
  heldApart: (tell: (one: number, other: number, limit: Limit) => void) => void
}>
