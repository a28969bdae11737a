/** Typing slips between two short texts: letters lost, added, changed, or two neighbours swapped (optimal string alignment). */

const longest = 48
const rows = [0, 1, 2].map(() => new Uint8Array(longest + 1)) as [Uint8Array, Uint8Array, Uint8Array]

/** The number of slips, or `most + 1` when there are more. Texts longer than 48 letters are compared to there. */
export function slipsBetween(one: string, other: string, most: number): number {
  if (one === other) return 0
  const [m, n] = [Math.min(one.length, longest), Math.min(other.length, longest)]
  if (Math.abs(m - n) > most) return most + 1
  let [before, above, here] = rows
  for (let j = 0; j <= n; j++) above[j] = j
  for (let i = 1; i <= m; i++) {
    const letter = one.charCodeAt(i - 1)
    let least = (here[0] = i)
    for (let j = 1; j <= n; j++) {
      const changed = (above[j - 1] as number) + (letter === other.charCodeAt(j - 1) ? 0 : 1)
      let cost = Math.min(changed, (above[j] as number) + 1, (here[j - 1] as number) + 1)
      if (i > 1 && j > 1 && letter === other.charCodeAt(j - 2) && one.charCodeAt(i - 2) === other.charCodeAt(j - 1))
        cost = Math.min(cost, (before[j - 2] as number) + 1)
      here[j] = cost
      if (cost < least) least = cost
    }
    if (least > most) return most + 1
    ;[before, above, here] = [above, here, before]
  }
  return Math.min(above[n] as number, most + 1)
}

/** How many slips a name of so many letters may have and still be taken for it. */
export function slipsAllowed(letters: number): number {
  return letters < 4 ? 0 : letters < 7 ? 1 : letters < 12 ? 2 : 3
}
