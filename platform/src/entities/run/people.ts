/**
 * The model of people that a linkage has when it names none: levels and their probabilities as they are found, again and
 * again, in registers of British bodies. Its household class keeps those apart who share a surname and a home.
 */
import type { LinkageModel } from '#linkage'

const exact = (of: string) => ({ test: 'exact', of }) as const
const feature = (from: string, kind: 'text' | 'date' = 'text') => ({ kind, from }) as const

const features: LinkageModel['features'] = {
  nhs: feature('nhs-number'),
  ni: feature('national-insurance-number'),
  surname: feature('surname'),
  given: feature('given-name'),
  kin: { kind: 'set', from: 'kin', steps: ['json-list'] },
  middle: feature('middle-name'),
  born: feature('date-of-birth', 'date'),
  bornText: feature('date-of-birth'),
  year: { kind: 'text', from: 'date-of-birth', steps: [{ first: 4 }] },
  sex: feature('sex'),
  postcode: feature('postcode'),
  sector: { kind: 'text', from: 'postcode', steps: ['postcode-sector'] },
  district: { kind: 'text', from: 'postcode', steps: ['postcode-district'] },
  uprn: feature('uprn'),
  telephone: feature('telephone'),
  email: feature('email'),
  surnameStart: { kind: 'text', from: 'surname', steps: [{ first: 3 }] },
  initial: { kind: 'text', from: 'given-name', steps: [{ first: 1 }] },
}

const comparisons: LinkageModel['comparisons'] = [
  {
    name: 'nhs-number',
    title: 'NHS number',
    missing: { test: 'missing', of: 'nhs' },
    levels: [
      { when: exact('nhs'), label: 'same NHS number', m: 0.97, u: 0.000_001 },
      {
        when: { test: 'damerau-levenshtein', of: 'nhs', atMost: 1 },
        label: 'NHS numbers differ by a digit',
        m: 0.02,
        u: 0.000_02,
      },
    ],
    else: { label: 'another NHS number', m: 0.01, u: 0.999_9 },
  },
  {
    name: 'national-insurance-number',
    title: 'National Insurance number',
    missing: { test: 'missing', of: 'ni' },
    levels: [{ when: exact('ni'), label: 'same National Insurance number', m: 0.97, u: 0.000_001 }],
    else: { label: 'another National Insurance number', m: 0.03, u: 0.999_9 },
  },
  {
    name: 'given-name',
    title: 'Given name',
    missing: { test: 'missing', of: 'given' },
    levels: [
      {
        when: exact('given'),
        label: 'same given name',
        m: 0.82,
        u: 0.01,
        termFrequency: { of: 'given', within: [-4, 4] },
      },
      {
        when: { test: 'overlap', of: 'kin', atLeast: 1 },
        label: 'a short form or spelling of the same name',
        m: 0.07,
        u: 0.004,
      },
      {
        when: { test: 'jaro-winkler', of: 'given', atLeast: 0.88 },
        label: 'given names are spelt alike',
        m: 0.06,
        u: 0.01,
      },
      {
        when: { test: 'exact', of: ['given', 'surname'] },
        label: 'given name is the other’s surname',
        m: 0.008,
        u: 0.001,
      },
      { when: exact('initial'), label: 'same initial', m: 0.025, u: 0.06 },
    ],
    else: { label: 'another given name', m: 0.017, u: 0.915 },
  },
  {
    name: 'surname',
    title: 'Surname',
    missing: { test: 'missing', of: 'surname' },
    levels: [
      {
        when: exact('surname'),
        label: 'same surname',
        m: 0.87,
        u: 0.005,
        termFrequency: { of: 'surname', within: [-4, 5] },
      },
      {
        when: { test: 'jaro-winkler', of: 'surname', atLeast: 0.9 },
        label: 'surnames are spelt alike',
        m: 0.06,
        u: 0.005,
      },
      {
        when: { test: 'exact', of: ['surname', 'given'] },
        label: 'surname is the other’s given name',
        m: 0.008,
        u: 0.001,
      },
    ],
    else: { label: 'another surname', m: 0.062, u: 0.989 },
  },
  {
    name: 'middle-name',
    title: 'Middle name',
    missing: { test: 'missing', of: 'middle' },
    levels: [
      {
        when: { test: 'starts-with', of: 'middle', atLeast: 1 },
        label: 'same middle name or initial',
        m: 0.9,
        u: 0.06,
      },
    ],
    else: { label: 'another middle name', m: 0.1, u: 0.94 },
  },
  {
    name: 'date-of-birth',
    title: 'Date of birth',
    missing: { test: 'missing', of: 'born' },
    levels: [
      { when: exact('born'), label: 'same date of birth', m: 0.93, u: 0.000_05 },
      {
        when: { test: 'day-month-swapped', of: 'born' },
        label: 'day and month of birth swapped',
        m: 0.012,
        u: 0.000_05,
      },
      {
        when: { test: 'damerau-levenshtein', of: 'bornText', atMost: 1 },
        label: 'dates of birth differ by a digit',
        m: 0.025,
        u: 0.001,
      },
      { when: exact('year'), label: 'same year of birth', m: 0.013, u: 0.013 },
    ],
    else: { label: 'another date of birth', m: 0.02, u: 0.985 },
  },
  {
    name: 'sex',
    title: 'Sex',
    missing: { test: 'missing', of: 'sex' },
    levels: [{ when: exact('sex'), label: 'same sex', m: 0.99, u: 0.5 }],
    else: { label: 'another sex', m: 0.01, u: 0.5 },
  },
  {
    name: 'place',
    title: 'Address',
    missing: {
      test: 'all',
      tests: [
        { test: 'missing', of: 'postcode' },
        { test: 'missing', of: 'uprn' },
      ],
    },
    levels: [
      { when: exact('uprn'), label: 'same address', m: 0.45, u: 0.000_4 },
      { when: exact('postcode'), label: 'same postcode', m: 0.28, u: 0.002 },
      {
        when: { test: 'levenshtein', of: 'postcode', atMost: 1 },
        label: 'postcodes differ by one character',
        m: 0.04,
        u: 0.006,
      },
      { when: exact('sector'), label: 'same postcode sector', m: 0.03, u: 0.03 },
      { when: exact('district'), label: 'same postcode district', m: 0.04, u: 0.08 },
    ],
    else: { label: 'another address', m: 0.16, u: 0.88 },
  },
  {
    name: 'telephone',
    title: 'Telephone',
    missing: { test: 'missing', of: 'telephone' },
    levels: [{ when: exact('telephone'), label: 'same telephone number', m: 0.75, u: 0.000_3 }],
    else: { label: 'another telephone number', m: 0.25, u: 0.999 },
  },
  {
    name: 'email',
    title: 'E-mail',
    missing: { test: 'missing', of: 'email' },
    levels: [{ when: exact('email'), label: 'same e-mail address', m: 0.75, u: 0.000_1 }],
    else: { label: 'another e-mail address', m: 0.25, u: 0.999 },
  },
]

const blocking: LinkageModel['blocking'] = [
  { name: 'NHS number', keys: ['nhs'] },
  { name: 'National Insurance number', keys: ['ni'] },
  { name: 'surname and birth', keys: ['surname', 'born'] },
  { name: 'given name and birth', keys: ['given', 'born'] },
  { name: 'birth and postcode', keys: ['born', 'postcode'] },
  { name: 'names and district', keys: ['surname', 'given', 'district'] },
  { name: 'given name and address', keys: ['given', 'uprn'] },
  { name: 'given name and postcode', keys: ['given', 'postcode'] },
  { name: 'surname and postcode', keys: ['surname', 'postcode'] },
  { name: 'telephone', keys: ['telephone'] },
  { name: 'e-mail', keys: ['email'] },
  { name: 'names and year', keys: ['surnameStart', 'initial', 'year', 'district'] },
]

/** `prior` is the probability that two records taken at random are one person. */
export function peopleModel(prior: number): LinkageModel {
  return {
    wayleave: 'linkage-model/1',
    id: 'people-uk',
    title: 'People in registers of British bodies',
    features,
    comparisons,
    blocking,
    prior,
    household: { share: Math.min(0.5, prior), shared: ['surname', 'place', 'telephone', 'email'] },
    clustering: { method: 'average-link', missingBits: -1, stopBits: 0 },
    thresholds: { link: 0.95, review: 0.3 },
  }
}
