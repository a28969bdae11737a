/** The explanation as a picture: from the prior, one step a comparison, to the weight. SVG, without scripts, styles or links. */
import type { Explanation } from './explain.ts'
import { explanationInWords, percent, signed } from './words.ts'

type Step = Readonly<{ label: string; from: number; to: number; kind: 'sum' | 'for' | 'against' }>

const [labelWidth, plotWidth, rowHeight, margin] = [300, 420, 28, 12]
/** Read in black and white too: the sign is written beside each bar. */
const colours = { sum: '#505a5f', for: '#1d70b8', against: '#b1452a' } as const

export function waterfall(explanation: Explanation): string {
  const steps = stepsOf(explanation)
  const low = Math.min(0, ...steps.map(({ from, to }) => Math.min(from, to)))
  const high = Math.max(1, ...steps.map(({ from, to }) => Math.max(from, to)))
  const x = (bits: number): number => round(labelWidth + ((bits - low) / (high - low)) * plotWidth)
  const width = labelWidth + plotWidth + 80
  const height = steps.length * rowHeight + 2 * margin
  const rows = steps.map((step, row) => bar(step, margin + row * rowHeight, x))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="14">`,
    `<title>Match weights of the pair, ${percent(explanation.probability)} likely the same</title>`,
    `<desc>${escaped(explanationInWords(explanation))}</desc>`,
    `<line x1="${x(0)}" x2="${x(0)}" y1="0" y2="${height}" stroke="#b1b4b6"/>`,
    ...rows,
    '</svg>',
  ].join('\n')
}

function stepsOf({ priorBits, parts, householdBits, weight }: Explanation): readonly Step[] {
  let at = priorBits
  const step = (label: string, bits: number): Step => {
    const from = at
    at += bits
    return { label, from, to: at, kind: bits < 0 ? 'against' : 'for' }
  }
  return [
    { label: 'to begin with', from: 0, to: priorBits, kind: 'sum' },
    ...parts.flatMap(({ label, bits, termFrequencyBits, comparison }) => [
      step(`${comparison}: ${label}`, bits),
      ...(termFrequencyBits === 0
        ? []
        : [step(termFrequencyBits > 0 ? 'a rare value' : 'a common value', termFrequencyBits)]),
    ]),
    ...(householdBits === 0 ? [] : [step('the same household', householdBits)]),
    { label: 'in all', from: 0, to: weight, kind: 'sum' },
  ]
}

function bar({ label, from, to, kind }: Step, top: number, x: (bits: number) => number): string {
  const [left, right] = [Math.min(x(from), x(to)), Math.max(x(from), x(to))]
  const written = kind === 'sum' ? to : to - from
  return [
    `<text x="${labelWidth - 8}" y="${top + 18}" text-anchor="end">${escaped(shortened(label))}</text>`,
    `<rect x="${left}" y="${top + 4}" width="${round(Math.max(1, right - left))}" height="${rowHeight - 10}" fill="${colours[kind]}"/>`,
    `<text x="${right + 6}" y="${top + 18}">${signed(written)}</text>`,
  ].join('')
}

const round = (number: number): number => Math.round(number * 10) / 10
const shortened = (label: string): string =>
  Array.from(label).length > 42 ? `${Array.from(label).slice(0, 41).join('')}…` : label

function escaped(text: string): string {
  const plain = text.replaceAll(/[^\P{C}]/gu, ' ')
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
