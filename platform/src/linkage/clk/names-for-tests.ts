/** A made-up population whose given names are as uneven as names are: a few are common, most are rare. */
import { drawing } from './drawing.ts'

const given = `Olivia Amelia Isla Ava Mia Ivy Lily Sophia Grace Freya Emily Evie Florence Poppy Charlotte Willow Rosie Sienna Ella Isabella
Muhammad Noah George Oliver Leo Arthur Oscar Theodore Henry Freddie Jack Charlie Archie Alfie Harry Thomas Jacob Joshua William James Edward
Margaret Mary Susan Patricia Christine Linda Barbara Elizabeth Jacqueline Gillian Maureen Sheila Doreen Beryl Hazel Brenda Pauline Sandra
David Michael Peter John Robert Alan Brian Keith Graham Stephen Colin Trevor Malcolm Derek Raymond Barry Roger Terence Gordon Leslie Clive
Priya Aisha Fatima Zainab Mei Wei Kwame Chidi Agnieszka Piotr Ioana Andrei Siobhan Cerys Rhys Morag Hamish Niamh Declan Eilidh`
const family = `Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood
Jackson Clarke Khan Hussain Ahmed Ali Begum Singh Kaur Murphy Kelly Campbell Stewart Morgan Hughes Edwards Lewis Harris Cooper King Baker Turner`

const words = (text: string) => text.split(/\s+/)

/** Given name, family name, date of birth, sex. */
export function population(size: number, seed: string): string[][] {
  const draw = drawing(seed, 'population')
  const [oneGiven, oneFamily] = [uneven(words(given), draw), uneven(words(family), draw)]
  return Array.from({ length: size }, () => {
    const born = new Date(Date.UTC(1930, 0, 1 + draw(80 * 365)))
    return [oneGiven(), oneFamily(), born.toISOString().slice(0, 10), draw(2) === 0 ? 'F' : 'M']
  })
}

/** The n-th name about 1/n times as often as the first (Zipf's law). */
function uneven(names: readonly string[], draw: (below: number) => number): () => string {
  const upTo: number[] = []
  let sum = 0
  for (const at of names.keys()) upTo.push((sum += 1_000_000 / (at + 2)))
  return () => {
    const at = draw(Math.floor(sum))
    return names[upTo.findIndex((limit) => at < limit)] ?? ''
  }
}

const feature = (identifier: string, format: object, comparison: object, bitsPerFeature: number) => ({
  identifier,
  format,
  hashing: { comparison, strategy: { bitsPerFeature } },
})

export const populationSchema = {
  version: 3,
  clkConfig: { l: 1024, kdf: { type: 'HKDF' } },
  features: [
    feature('given name', { type: 'string' }, { type: 'ngram', n: 2 }, 100),
    feature('family name', { type: 'string' }, { type: 'ngram', n: 2 }, 100),
    feature('born', { type: 'date', format: '%Y-%m-%d' }, { type: 'ngram', n: 1, positional: true }, 90),
    feature('sex', { type: 'enum', values: ['F', 'M'] }, { type: 'exact' }, 20),
  ],
}
