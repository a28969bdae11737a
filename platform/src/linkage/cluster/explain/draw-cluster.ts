/** A cluster as a small picture: records on a circle, links with their bits. SVG, without scripts, styles or links. */
import type { ClusterExplanation, ExplainedLink } from './explain-cluster.ts'
import { escaped } from './markup.ts'
import { bitsInWords, clusterInWords } from './words.ts'

const [width, height, radius] = [800, 460, 180] as const
/** More records than this would not be seen apart. */
const mostDrawn = 24
/** Up to so many links have their bits written beside them; of more, only the weakest. */
const mostWritten = 15

/** Read in black and white too: dashes, and words beside the lines. */
const look = {
  for: 'stroke="#1d70b8" stroke-width="2"',
  weakest: 'stroke="#b1452a" stroke-width="4" stroke-dasharray="10 5"',
  against: 'stroke="#505a5f" stroke-width="1" stroke-dasharray="2 4"',
  ruled: 'stroke="#0b0c0c" stroke-width="3"',
} as const

/** The two halves of the weakest cut stand left and right. The same facts as a table: `tabulateCluster`. */
export function drawCluster(explanation: ClusterExplanation): string {
  const drawn = chosen(explanation)
  const at = positions(explanation, drawn)
  const links = explanation.links.filter(({ left, right }) => at.has(left) && at.has(right))
  const left = explanation.labels.length - drawn.length
  const told = [...clusterInWords(explanation), ...(left > 0 ? [`${left} of its records are not drawn.`] : [])]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="14">`,
    `<title>${escaped(`How ${explanation.labels.length} records hang together`)}</title>`,
    `<desc>${escaped(told.join(' '))}</desc>`,
    ...links.toReversed().map((link) => line(link, at)),
    ...links.filter((link) => isWritten(link, links)).map((link) => written(link, at)),
    ...drawn.map((place) => node(explanation.labels[place]!, at.get(place)!)),
    ...(left > 0 ? [`<text x="${width / 2}" y="${height - 8}" text-anchor="middle">and ${left} more</text>`] : []),
    '</svg>',
  ].join('\n')
}

type Point = Readonly<{ x: number; y: number }>
type Points = ReadonlyMap<number, Point>

/** The places to draw: all, or, of many, those first that matter most. */
function chosen({ labels, links }: ClusterExplanation): number[] {
  const first = links.toSorted((a, b) => importance(b) - importance(a)).flatMap(({ left, right }) => [left, right])
  return [...new Set([...first, ...labels.keys()])].slice(0, mostDrawn).toSorted((a, b) => a - b)
}

const importance = ({ isWeakest, isBridge, ruled }: ExplainedLink) =>
  4 * Number(isWeakest) + 2 * Number(isBridge) + Number(ruled !== null)

/** Each half of the cut on an arc of its own, at even heights so that labels stand apart; without a cut, half of the records on each. */
function positions({ cut }: ClusterExplanation, drawn: readonly number[]): Points {
  const isLeft = new Set(cut?.one ?? drawn.slice(0, Math.ceil(drawn.length / 2)))
  const points = new Map<number, Point>()
  for (const side of [-1, 1]) {
    const half = drawn.filter((place) => isLeft.has(place) === side < 0)
    for (const [step, place] of half.entries()) {
      const down = 0.96 * ((2 * step + 1) / half.length - 1)
      const across = side * Math.sqrt(1 - down * down)
      points.set(place, { x: round(width / 2 + radius * across), y: round(height / 2 + radius * down) })
    }
  }
  return points
}

function line({ left, right, bits, ruled, isWeakest }: ExplainedLink, at: Points): string {
  const [from, to] = [at.get(left)!, at.get(right)!]
  const kind = isWeakest
    ? 'weakest'
    : ruled === 'same'
      ? 'ruled'
      : ruled === 'different' || (bits ?? 0) < 0
        ? 'against'
        : 'for'
  return `<line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}" ${look[kind]}/>`
}

const isWritten = ({ isWeakest }: ExplainedLink, links: readonly ExplainedLink[]) =>
  isWeakest || links.length <= mostWritten

function written({ left, right, bits, ruled, isWeakest }: ExplainedLink, at: Points): string {
  const [from, to] = [at.get(left)!, at.get(right)!]
  // Not in the middle, where lines cross.
  const [x, y] = [round(from.x + 0.4 * (to.x - from.x)), round(from.y + 0.4 * (to.y - from.y) - 4)]
  const words = [
    ...(bits === null ? [] : [bitsInWords(bits)]),
    ...(isWeakest ? ['weakest'] : []),
    ...(ruled === null ? [] : [`ruled ${ruled}`]),
  ].join(', ')
  return `<text x="${x}" y="${y}" text-anchor="middle" stroke="#ffffff" stroke-width="4" paint-order="stroke">${escaped(words)}</text>`
}

/** Its label stands outside the circle of records. */
function node(label: string, { x, y }: Point): string {
  const [side, anchor] = x < width / 2 ? [-1, 'end'] : [1, 'start']
  return `<circle cx="${x}" cy="${y}" r="9" fill="#ffffff" stroke="#0b0c0c" stroke-width="2"/><text x="${round(x + 15 * side)}" y="${round(y + 5)}" text-anchor="${anchor}">${escaped(shortened(label))}</text>`
}

const round = (number: number): number => Math.round(number * 10) / 10
const shortened = (label: string): string =>
  Array.from(label).length > 24 ? `${Array.from(label).slice(0, 23).join('')}…` : label
