/** log2 of the odds, in bits: 0.5 is 0 bits, 0.99 is 6.6. */
export const bitsOf = (probability: number): number => Math.log2(probability / (1 - probability))

/** The probability that so many bits stand for. */
export const probabilityOf = (bits: number): number => (bits >= 0 ? 1 / (1 + 2 ** -bits) : 2 ** bits / (1 + 2 ** bits))
