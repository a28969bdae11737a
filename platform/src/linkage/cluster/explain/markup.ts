/** Text as it stands in markup: nothing of it is taken for markup, and characters that cannot be seen are blanks. */
export function escaped(text: string): string {
  const plain = text.replaceAll(/[^\P{C}]/gu, ' ')
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
