/** What each file of the open data hub collection is: its rows, or the code of the refusal. */
export const expected: Readonly<Record<string, number | string>> = {}
