/** A small trained model with a question of most kinds, for tests. */
import type { LinkageModel } from './document.ts'

export const peopleModel: LinkageModel = {
  wayleave: 'linkage-model/1',
  id: 'people-for-tests',
  title: 'People, for tests',
  features: {
    forename: { kind: 'text', from: 'first_name' },
    surname: { kind: 'text', from: 'surname' },
    full: { kind: 'text', from: ['first_name', 'surname'] },
    parts: { kind: 'set', from: ['first_name', 'surname'], steps: ['name-parts'], needs: 'any' },
    dobText: { kind: 'text', from: 'dob' },
    dob: { kind: 'date', from: 'dob' },
    postcode: { kind: 'text', from: 'postcode' },
    sector: { kind: 'text', from: 'postcode', steps: ['postcode-sector'] },
    start: { kind: 'text', from: 'first_name', steps: [{ first: 3 }] },
    place: { kind: 'point', from: ['lat', 'long'] },
    age: { kind: 'number', from: 'age' },
  },
  comparisons: [
    {
      name: 'name',
      missing: {
        test: 'all',
        tests: [
          { test: 'missing', of: 'forename' },
          { test: 'missing', of: 'surname' },
        ],
      },
      levels: [
        { when: { test: 'exact', of: 'full' }, m: 0.5, u: 0.001, termFrequency: { of: 'full' } },
        {
          when: {
            test: 'all',
            tests: [
              { test: 'exact', of: ['forename', 'surname'] },
              { test: 'exact', of: ['surname', 'forename'] },
            ],
          },
          m: 0.02,
          u: 0.0001,
        },
        {
          when: {
            test: 'all',
            tests: [
              { test: 'jaro-winkler', of: 'forename', atLeast: 0.88 },
              { test: 'jaro-winkler', of: 'surname', atLeast: 0.88 },
            ],
          },
          m: 0.2,
          u: 0.002,
        },
        { when: { test: 'overlap', of: 'parts', atLeast: 1 }, m: 0.1, u: 0.02 },
        {
          when: { test: 'exact', of: 'surname' },
          m: 0.1,
          u: 0.01,
          termFrequency: { of: 'surname', minimum: 0.001, weight: 0.5, within: [-6, 8] },
        },
      ],
      else: { m: 0.08, u: 0.9669 },
    },
    {
      name: 'birth',
      missing: { test: 'missing', of: 'dob' },
      levels: [
        { when: { test: 'exact', of: 'dobText' }, m: 0.8, u: 0.0001 },
        { when: { test: 'day-month-swapped', of: 'dob' }, m: 0.05, u: 0.0001 },
        { when: { test: 'levenshtein', of: 'dobText', atMost: 1 }, m: 0.08, u: 0.002 },
        { when: { test: 'date-within', of: 'dob', atMost: 1, unit: 'year' }, m: 0.05, u: 0.05 },
      ],
      else: { m: 0.02, u: 0.9 },
    },
    {
      name: 'where',
      missing: { test: 'missing', of: 'postcode' },
      levels: [
        { when: { test: 'exact', of: 'postcode' }, m: 0.7, u: 0.001, termFrequency: { of: 'postcode' } },
        {
          when: {
            test: 'any',
            tests: [
              { test: 'exact', of: 'sector' },
              { test: 'distance-km', of: 'place', atMost: 5 },
            ],
          },
          m: 0.1,
          u: 0.01,
        },
        { when: { test: 'not', that: { test: 'difference', of: 'age', atMost: 10 } }, m: 0.01, u: 0.5 },
      ],
      else: { m: 0.19, u: 0.489 },
    },
  ],
  blocking: [{ keys: ['dobText'] }, { keys: ['start', 'surname'] }, { keys: ['postcode'] }],
  prior: 0.001,
  household: { share: 0.01, shared: ['where'] },
  clustering: { method: 'average-link', missingBits: -1, stopBits: 0 },
  thresholds: { link: 0.95, review: 0.5 },
}
