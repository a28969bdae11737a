import type { Duties } from '#permit'

const months = 'January February March April May June July August September October November December'.split(' ')

/** What the recipient of an answer takes on, one plain sentence a duty, in a fixed order; empty without duties. */
export function dutiesInWords(duties: Duties): readonly string[] {
  const { retainUntil, suppressBelow, notify, deleteAndProve } = duties
  return [
    retainUntil === undefined ? '' : `Keep it no longer than ${day(retainUntil)}.`,
    deleteAndProve === true ? 'Delete it when its time is over, and confirm to the holder that it is deleted.' : '',
    suppressBelow === undefined
      ? ''
      : `Answers with fewer than ${suppressBelow} rows are withheld; publish no smaller number made from it.`,
    attribution(duties) ?? '',
    notify === undefined ? '' : `Notify: ${sentence(notify)}`,
  ].filter((words) => words !== '')
}

/** The line that goes with whatever shows the data, or null when none is asked for. */
export function attribution({ attribute }: Duties): string | null {
  return attribute === undefined ? null : `Say where it comes from: “${oneLine(attribute)}”.`
}

function day(iso: string): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso) ?? []
  const name = months[Number(month) - 1]
  return name === undefined ? iso : `${Number(date)} ${name} ${year}`
}

function sentence(text: string): string {
  const line = oneLine(text)
  return /[.!?]$/.test(line) ? line : `${line}.`
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
