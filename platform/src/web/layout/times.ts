/** Times as people say them, in the place's own time (Europe/London), and exactly, for the title and for print. */
const zone = 'Europe/London'

const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' })
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long' })
const exactly = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
})
const clockTime = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: 'numeric', minute: '2-digit', hour12: true })
const calendarDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

const minute = 60_000

/** “just now”, “12 minutes ago”, “today at 2:05pm”, “yesterday at 9:30am”, “3 days ago”, “4 May”, “4 May 2024”. */
export function sayTime(iso: string, now: Date): string {
  const then = new Date(iso)
  if (Number.isNaN(then.getTime())) return iso
  const passed = now.getTime() - then.getTime()
  if (passed < 0) return sayDay(iso)
  if (passed < minute) return 'just now'
  if (passed < 60 * minute) return ago(Math.floor(passed / minute), 'minute')
  const days = daysBetween(then, now)
  if (days === 0) return `today at ${time(then)}`
  if (days === 1) return `yesterday at ${time(then)}`
  if (days < 7) return ago(days, 'day')
  return calendarDay.format(then).slice(0, 4) === calendarDay.format(now).slice(0, 4)
    ? dayAndMonth.format(then)
    : day.format(then)
}

/** “4 May 2026 at 14:05:09 BST”. */
export function sayExactly(iso: string): string {
  const then = new Date(iso)
  return Number.isNaN(then.getTime()) ? iso : exactly.format(then)
}

/** “4 May 2026”. */
export function sayDay(iso: string): string {
  const then = new Date(iso)
  return Number.isNaN(then.getTime()) ? iso : day.format(then)
}

function ago(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`
}

function time(then: Date): string {
  return clockTime.format(then).replace(/\s/g, '').replace(':00', '').toLowerCase()
}

function daysBetween(then: Date, now: Date): number {
  const midnight = (date: Date) => Date.parse(`${calendarDay.format(date)}T00:00:00Z`)
  return Math.round((midnight(now) - midnight(then)) / (24 * 60 * minute))
}
