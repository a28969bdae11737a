/**
 * The crossing: our one picture of a flow. Holder → clause → recipient, with the fields that pass as threads and those
 * held back cut at the line, beside the rule that holds them.
 */

export type Thread = Readonly<{
  field: string
  passes: boolean
  /** How it passes (“year only”), or whose rule holds it back (“the agreement does not cover it”). */
  says: string
}>

export type Crossing = Readonly<{
  holder: string
  /** What is held: the title of a dataset. */
  held: string
  /** What and why, in a few words: “Winter support”. */
  clause: string
  /** Under which agreement; empty when nothing covers it. */
  agreement: string
  recipient: string
  /** As whom they ask: “practitioner”; empty when it does not matter. */
  as: string
  threads: readonly Thread[]
  /** Which rows, in words; empty for all. */
  rows: string
  /** What a thread is; a field when it is left out. */
  thing?: 'field' | 'dataset'
  /** Whether anything crosses at all. */
  isOpen: boolean
}>

type Box = Readonly<{ x: number; y: number; width: number; height: number }>
type Line = Readonly<{ kind: 'pass' | 'changed' | 'held'; from: number; to: number; y: number }>
type Words = Readonly<{ kind: string; x: number; y: number; text: string }>

/** Everything that is to be drawn, in units of one CSS pixel at full size; `crossing.njk` draws it. */
export type Drawing = Readonly<{
  width: number
  height: number
  boundary: number
  plaque: Box
  rows: Box | null
  /** Where the mark stands. */
  stile: Readonly<{ x: number; y: number; size: number }>
  lines: readonly Line[]
  words: readonly Words[]
}>

const most = { passing: 8, held: 6 }

/** For a wide screen and for print: names and fields left, how they pass on the right. */
export function drawWide(crossing: Crossing): Drawing {
  const [width, boundary, edge] = [960, 480, 28]
  const words: Words[] = []
  const write = writer(words, 22)
  const left = write('label', edge, 40, [crossing.held ? 'Holds the data' : 'Holder'])
  const leftEnd = write('name', edge, left + 26, wrap(crossing.holder, 270, 22))
  const leftLast = write('small', edge, leftEnd + 24, wrap(crossing.held, 280, 16))
  const right = write('label', 700, 40, ['Asks for it'])
  const rightEnd = write('name', 700, right + 26, wrap(crossing.recipient, 232, 22))
  const rightLast = write('small', 700, rightEnd + 24, wrap(crossing.as, 232, 16))

  const plaque = { x: boundary - 140, y: 20, width: 280, height: 0 }
  const clauseEnd = write('clause', boundary, 50, wrap(crossing.clause, 250, 18))
  const plaqueEnd = write('clause-small', boundary, clauseEnd + 22, wrap(crossing.agreement, 250, 15)) + 16
  const stile = { x: boundary - 20, y: plaqueEnd + 8, size: 40 }

  let y = Math.max(leftLast, rightLast, stile.y + stile.size) + 40
  const lines: Line[] = []
  for (const thread of shown(crossing.threads)) {
    write('field', edge, y + 5, [fit(thread.field, 240, 17)])
    if (thread.passes) {
      lines.push({ kind: thread.says === 'as it is' ? 'pass' : 'changed', from: 280, to: 680, y })
      write('how', 700, y + 5, [fit(thread.says, 240, 16)])
    } else {
      lines.push({ kind: 'held', from: 280, to: boundary, y })
      const said = wrap(thread.says, 430, 16)
      write('why', boundary + 28, y + 5, said)
      y += extra(said) * lineHeight(16)
    }
    y += 38
  }
  const rows = sayRows(crossing.rows, { y: y - 4, width: 620, size: 16, boundary }, write)
  const height = rows ? rows.y + rows.height + 22 : y
  return { width, height, boundary, plaque: { ...plaque, height: plaqueEnd - plaque.y }, rows, stile, lines, words }
}

/** For a phone: the two names side by side, the clause under them, each thread with its words above the line. */
export function drawTall(crossing: Crossing): Drawing {
  const [width, boundary, edge] = [330, 165, 12]
  const words: Words[] = []
  const write = writer(words, 18)
  const left = write('label', edge, 26, [crossing.held ? 'Holds the data' : 'Holder'])
  const leftEnd = write('name', edge, left + 24, wrap(crossing.holder, 142, 18))
  const leftLast = write('small', edge, leftEnd + 20, wrap(crossing.held, 145, 15))
  const right = write('label', boundary + edge, 26, ['Asks for it'])
  const rightEnd = write('name', boundary + edge, right + 24, wrap(crossing.recipient, 142, 18))
  const rightLast = write('small', boundary + edge, rightEnd + 20, wrap(crossing.as, 145, 15))

  const top = Math.max(leftLast, rightLast) + 16
  const clauseEnd = write('clause', boundary, top + 28, wrap(crossing.clause, 270, 17))
  const plaqueEnd = write('clause-small', boundary, clauseEnd + 20, wrap(crossing.agreement, 270, 15)) + 14
  const plaque = { x: 15, y: top, width: 300, height: plaqueEnd - top }
  const stile = { x: boundary - 18, y: plaqueEnd + 6, size: 36 }

  let y = stile.y + stile.size + 44
  const lines: Line[] = []
  for (const thread of shown(crossing.threads)) {
    // Words stand above their thread: one that needs more lines pushes it down.
    const said = wrap(thread.says, 140, 15)
    const name = wrap(thread.field, 148, 16).slice(0, 3)
    y += Math.max(extra(name), thread.passes ? extra(said) : 0) * lineHeight(16)
    write('field', edge, y - 10 - extra(name) * lineHeight(16), name)
    if (thread.passes) {
      lines.push({ kind: thread.says === 'as it is' ? 'pass' : 'changed', from: edge, to: width - 22, y })
      write('how', boundary + edge, y - 10 - extra(said) * lineHeight(16), said)
      y += 44
    } else {
      lines.push({ kind: 'held', from: edge, to: boundary, y })
      write('why', boundary + 20, y - 10, said)
      y += 44 + Math.max(0, extra(said) - 1) * lineHeight(16)
    }
  }
  const rows = sayRows(crossing.rows, { y: y - 22, width: 300, size: 15, boundary }, write)
  return { width, height: rows ? rows.y + rows.height + 15 : y, boundary, plaque, rows, stile, lines, words }
}

type Place = Readonly<{ y: number; width: number; size: number; boundary: number }>

/** The condition on rows stands on the line, on a plaque of its own. */
function sayRows(rows: string, { y, width, size, boundary }: Place, write: ReturnType<typeof writer>): Box | null {
  if (!rows.trim()) return null
  const lines = wrap(rows, width - 40, size)
  const widest = Math.max(...lines.map((line) => line.length)) * size * advance
  const box = { width: Math.min(width, Math.ceil(widest) + 36), y, height: lines.length * lineHeight(16) + 16 }
  write('rows', boundary, y + 24, lines)
  return { ...box, x: boundary - box.width / 2 }
}

/** The picture shows the first few; the table beside it shows all. */
function shown(threads: readonly Thread[]): readonly Thread[] {
  const passing = threads.filter(({ passes }) => passes)
  const held = threads.filter(({ passes }) => !passes)
  return [...firstOf(passing, most.passing), ...firstOf(held, most.held)]
}

function firstOf(threads: readonly Thread[], limit: number): readonly Thread[] {
  const [first] = threads
  if (!first || threads.length <= limit) return threads
  const rest = threads.length - (limit - 1)
  const says = first.passes ? 'see the table' : 'held back: see the table'
  return [...threads.slice(0, limit - 1), { field: `and ${rest} more`, passes: first.passes, says }]
}

/** Writes lines of one kind below each other; answers the last baseline. */
function writer(
  words: Words[],
  nameSize: number,
): (kind: string, x: number, y: number, lines: readonly string[]) => number {
  return (kind, x, y, lines) => {
    const step = lineHeight(kind === 'name' ? nameSize : kind === 'clause' ? 18 : 16)
    lines.forEach((text, at) => words.push({ kind, x, y: y + at * step, text }))
    return lines.length > 0 ? y + (lines.length - 1) * step : y - step
  }
}

/** Lines beyond the first. */
function extra(lines: readonly string[]): number {
  return Math.max(0, lines.length - 1)
}

function lineHeight(size: number): number {
  return Math.round(size * 1.25)
}

/** The average advance of our typeface, in ems; SVG cannot wrap by itself. */
const advance = 0.53

/** Breaks a text into lines that fit, between words where it can. */
export function wrap(text: string, width: number, size: number): string[] {
  const room = Math.max(4, Math.floor(width / (size * advance)))
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word
    if (longer.length <= room) line = longer
    else {
      if (line) lines.push(line)
      line = word.length > room ? `${word.slice(0, room - 1)}…` : word
    }
  }
  return line ? [...lines, line] : lines
}

function fit(text: string, width: number, size: number): string {
  const room = Math.floor(width / (size * advance))
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`
}

/** The picture in one sentence, for who cannot see it. */
export function describe({ holder, recipient, clause, threads, isOpen, thing = 'field' }: Crossing): string {
  const passing = threads.filter(({ passes }) => passes).length
  const held = threads.length - passing
  if (!isOpen && passing === 0) return `Nothing crosses from ${holder} to ${recipient}. ${clause}.`
  const count = `${passing} of ${threads.length} ${thing}s ${passing === 1 ? 'crosses' : 'cross'}`
  return `${count} from ${holder} to ${recipient}. ${clause}. ${held === 0 ? 'None is' : held === 1 ? 'One is' : `${held} are`} held back.`
}
