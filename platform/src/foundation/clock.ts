/** The only way to the time: passed in, so that a decision can be replayed and a test can stand still. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()
