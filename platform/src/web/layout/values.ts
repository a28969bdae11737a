/** A cell as people read it: yes or no, a day in words; anything else as its holder wrote it. */
const dayInWords = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' })

/** `true` → “Yes”, `1988-03-29` → “29 March 1988”; a year or a month alone stays what it is. */
export function sayValue(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return String(value)
  return isDay(value) ? dayInWords.format(new Date(value)) : value
}

function isDay(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false
  const date = new Date(text)
  // 31 February is read as a day in March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
