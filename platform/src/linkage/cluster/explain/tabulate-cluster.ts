import type { ClusterExplanation, ExplainedLink } from './explain-cluster.ts'
import { escaped } from './markup.ts'
import { bitsInWords, percent } from './words.ts'

/** The facts of `drawCluster`'s picture as an HTML table, a row a pair, for whoever reads rather than looks. */
export function tabulateCluster({ labels, links, notCompared }: ClusterExplanation): string {
  const rows = links.map((link) => {
    const cells = [
      labels[link.left]!,
      labels[link.right]!,
      link.bits === null ? 'not compared' : bitsInWords(link.bits),
      link.probability === null ? '' : percent(link.probability),
      remarks(link),
    ]
    return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`
  })
  const heads = ['Record', 'Record', 'Weight', 'Likely the same', 'Remarks']
  const caption = `Pairs of the ${labels.length} records, the strongest first${notCompared > 0 ? `; ${notCompared} not compared` : ''}`
  return [
    '<table>',
    `<caption>${escaped(caption)}</caption>`,
    `<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows,
    '</tbody>',
    '</table>',
  ].join('\n')
}

function remarks({ isWeakest, isBridge, ruled }: ExplainedLink): string {
  return [
    ...(isWeakest ? ['weakest link'] : []),
    ...(isBridge ? ['alone holds two parts together'] : []),
    ...(ruled === null ? [] : [`ruled ${ruled}`]),
  ].join('; ')
}
