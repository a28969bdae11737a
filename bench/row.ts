/** One line of the table: what was measured, ours, the peer's in the same run, and the budget. */
export type Row = Readonly<{
  what: string
  ours: number
  /** Null where nothing comparable exists. */
  peer: number | null
  ratio: number | null
  budget: string
  unit: string
}>
