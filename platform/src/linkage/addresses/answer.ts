/** What comes of looking for an address. */

/** An address of the list, with how likely it is the one meant. */
export type Found = Readonly<{
  uprn: string
  /** As the list has it. */
  address: string
  probability: number
  /** Bits of evidence, log2(m / u) summed over the parts. */
  weight: number
  /** Where it is, if the list tells. */
  at: readonly [number, number] | null
  /** The parts and how they agree, in words: “number 12”, “street misspelt”, “postcode of another sector”. */
  parts: readonly string[]
}>

export type AmbiguousBecause = 'same-text' | 'part-unsaid' | 'part-unlisted' | 'door-unsaid' | 'several'
export type NotFoundBecause = 'empty' | 'door-unlisted' | 'nothing-near'

export type AddressAnswer = Readonly<{
  best: Found | null
  /** The next, of another UPRN. */
  runnerUp: Found | null
  /** One sentence for a person. */
  says: string
}> &
  (
    | Readonly<{ outcome: 'matched'; how: 'exact' | 'weighed' }>
    /** `candidates`: up to ten, best first; `parent`: the building by itself, if the list has it. */
    | Readonly<{ outcome: 'ambiguous'; because: AmbiguousBecause; candidates: readonly Found[]; parent: string | null }>
    | Readonly<{ outcome: 'not-found'; because: NotFoundBecause }>
  )
