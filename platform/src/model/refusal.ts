/** A “no” that says why, and what would turn it into a “yes”. */

/** Reads as a sentence: “An approver of Northford City Council can add the field to the agreement.” */
export type Remedy = Readonly<{ who: string; can: string }>

export type Reason = Readonly<{
  /** Permanent, kebab-case, documented in docs/reference/reasons.md. */
  code: string
  /** One plain sentence. */
  because: string
  /** The clause, house rule or law relied on. */
  source: string
  /** The organisation whose rule it is (its id), or `everyone` for a rule of the platform itself. */
  whose: string
  remedy: Remedy
}>

/** Never without a reason. */
export type Refusal = Readonly<{ outcome: 'refusal'; reasons: readonly Reason[] }>
