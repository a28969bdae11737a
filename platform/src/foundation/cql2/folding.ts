/**
 * What `CASEI` means here: one letter for one letter, Latin, Greek, Cyrillic and Armenian, the same in every engine
 * whatever its locale. Letters whose other case has more than one character (ß, İ) stay as they are.
 */
const alphabets: readonly (readonly [number, number])[] = [
  [0x41, 0x5a],
  [0xc0, 0x24f],
  [0x370, 0x52f],
  [0x531, 0x556],
  [0x1e00, 0x1eff],
]

const pairs: readonly (readonly [string, string])[] = alphabets.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index))
    .map((letter) => [letter, letter.toLowerCase()] as const)
    .filter(([letter, lower]) => letter !== lower && Array.from(lower).length === 1),
)
const lowerOf: ReadonlyMap<string, string> = new Map(pairs)

/** The capital letters, and what each becomes, at the same position. */
export const capitals = pairs.map(([capital]) => capital).join('')
export const smalls = pairs.map(([, small]) => small).join('')

export function fold(text: string): string {
  let folded = ''
  for (const letter of text) folded += lowerOf.get(letter) ?? letter
  return folded
}
