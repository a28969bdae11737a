import { keyedBytes } from '#foundation/hash.ts'

const blockBytes = 4_096

/** Repeatable random numbers from a key and a label: each call gives a whole number from 0 to below `below`, each as likely. */
export function drawing(key: Uint8Array | string, label: string): (below: number) => number {
  let [block, at] = [0, 0]
  let words = new Uint32Array(0)
  const next = () => {
    if (at === words.length) {
      words = new Uint32Array(keyedBytes(key, `${label} ${block++}`, blockBytes).slice().buffer)
      at = 0
    }
    return words[at++] ?? 0
  }
  return (below) => {
    // What is over the last whole multiple would make small numbers likelier.
    const most = 2 ** 32 - (2 ** 32 % below)
    let word = next()
    while (word >= most) word = next()
    return word % below
  }
}
