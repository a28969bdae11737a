/** A cluster in plain sentences. */
import type { ClusterExplanation, Cut, ExplainedLink } from './explain-cluster.ts'

/** Sentences: what is held to be one, by what, where it is weakest, and what would split it. */
export function clusterInWords(explanation: ClusterExplanation): readonly string[] {
  const { labels, links, notCompared, missingBits, cut } = explanation
  if (labels.length === 1) return [`${quoted(labels[0]!)} is alone.`]
  const compared = links.filter(({ bits }) => bits !== null).length
  const weakest = links.find(({ isWeakest }) => isWeakest)
  return [
    `${labels.length} records are held to be one: ${listed(labels)}.`,
    notCompared === 0
      ? `Every pair of them was compared or ruled on.`
      : `${count(compared, 'pair')} of them ${compared === 1 ? 'was' : 'were'} compared; ${notCompared} ${notCompared === 1 ? 'was' : 'were'} not, and each such pair counts ${bitsInWords(missingBits)}.`,
    ...(weakest ? [`The weakest link that it hangs on is ${linkInWords(weakest, labels)}.`] : []),
    ...rulingsInWords(explanation),
    cut === null ? 'Rulings hold it together: no evidence would split it.' : cutInWords(cut, explanation),
  ]
}

/** What would split the cluster. */
function cutInWords(
  { one, other, mean, pairs, notCompared, margin }: Cut,
  { labels, links }: ClusterExplanation,
): string {
  const named = (places: readonly number[]) => listed(places.map((place) => labels[place]!))
  const isOne = new Set(one)
  const between = links.filter(({ left, right }) => isOne.has(left) !== isOne.has(right))
  const holding = between.filter(({ bits }) => bits !== null && bits > 0)
  const by =
    holding.length === 1
      ? `one link alone, ${linkInWords(holding[0]!, labels)}`
      : holding.length === 0
        ? 'no link that speaks for it'
        : `${count(holding.length, 'link')}, the strongest ${linkInWords(holding[0]!, labels)}`
  return (
    `It would split first with ${named(one)} on one side and ${named(other)} on the other, which hang together by ${by}. ` +
    `Over the ${count(pairs, 'pair')} between them${notCompared > 0 ? `, ${notCompared} not compared,` : ''} the mean is ${bitsInWords(mean)}; ` +
    `with ${margin.toFixed(1)} bits less in all they would be two.`
  )
}

function linkInWords({ left, right, bits, probability }: ExplainedLink, labels: readonly string[]): string {
  return `${quoted(labels[left]!)} with ${quoted(labels[right]!)} (${bitsInWords(bits ?? 0)}, ${percent(probability ?? 0)} likely)`
}

function rulingsInWords({ labels, links }: ClusterExplanation): readonly string[] {
  const ruled = links.filter((link) => link.ruled !== null)
  const same = ruled.filter((link) => link.ruled === 'same').length
  if (ruled.length > 3) return [`Reviewers ruled ${count(same, 'pair')} the same and ${ruled.length - same} different.`]
  return ruled.map(
    ({ left, right, ruled: is }) =>
      `A reviewer ruled that ${quoted(labels[left]!)} and ${quoted(labels[right]!)} are ${is === 'same' ? 'the same' : 'different'}.`,
  )
}

/** “+4.2 bits”; the sign is always there. */
export function bitsInWords(bits: number): string {
  if (bits === -Infinity) return 'never'
  const rounded = Math.abs(bits).toFixed(1)
  const sign = Number(rounded) === 0 ? '' : bits < 0 ? '−' : '+'
  return `${sign}${rounded} bits`
}

export const percent = (probability: number): string =>
  probability > 0.999 && probability < 1 ? 'over 99.9 %' : `${(100 * probability).toFixed(1)} %`

const quoted = (label: string) => `“${label}”`
const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

/** The first few by name, the others by number. */
function listed(labels: readonly string[]): string {
  const [named, rest] = [labels.slice(0, 4).map(quoted), labels.length - 4]
  if (rest > 0) return `${named.join(', ')} and ${rest} more`
  return named.length === 1 ? named[0]! : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
}
