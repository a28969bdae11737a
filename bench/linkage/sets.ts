/**
 * The labelled sets, as data: how each is read into tables of text and who each record really is. Both programs read what
 * `prepare.ts` writes from this, so that neither cleans its input by itself. Spaces are trimmed and an empty text is no
 * value; nothing else is changed. The true `entity` of a record is kept apart, and neither program sees it.
 */
export type LabelledSet = Readonly<{
  name: string
  /** What it is, for the reader of the table. */
  about: string
  /** A SELECT for each table to be linked, with `unique_id`, `entity` and the fields. `{folder}` is where its files are. */
  tables: Readonly<Record<string, string>>
  /** Made by this project: a good score is a regression test and no claim. */
  own?: true
}>

const febrl = (file: string) => `SELECT rec_id AS unique_id, regexp_extract(rec_id, '^\\s*rec-([0-9]+)', 1) AS entity,
  given_name, surname, street_number,
  address_1, address_2, suburb, postcode,
  state, date_of_birth, soc_sec_id
  FROM read_csv('{folder}/febrl/${file}', all_varchar = true)`

const csv = (file: string, options = '') =>
  `read_csv('{folder}/${file}', all_varchar = true, strict_mode = false${options})`

/** Two tables whose matches are one to one: the entity of a match is its left id. */
const matched = (folder: string, [file, side]: [string, 'D1' | 'D2'], separator: string, fields: string) =>
  `SELECT t.id AS unique_id, coalesce('match-' || gt.D1, '${side}-' || t.id) AS entity, ${fields}
  FROM ${csv(`er/${folder}/${file}`, `, delim = '${separator}', quote = '"'`)} t
  LEFT JOIN ${csv(`er/${folder}/gt.csv`, `, delim = '${separator}'`)} gt ON gt.${side} = t.id`

/** One table with a list of true pairs, which is closed: the entity is the least id that a record is paired with. */
const paired = (file: string, pairs: string, fields: string) =>
  `SELECT t.id AS unique_id, least(t.id::INT, (SELECT min(CASE WHEN p.p1 = t.id THEN p.p2 ELSE p.p1 END::INT)
    FROM ${csv(pairs)} p WHERE p.p1 = t.id OR p.p2 = t.id))::VARCHAR AS entity, ${fields}
  FROM ${csv(file)} t`

const people = (
  file: string,
) => `SELECT unique_id, cluster AS entity, first_name, middle_name, surname, dob, sex, address,
  city, postcode, email, phone FROM '{folder}/uk-synthetic/${file}'`

const transactions = (file: string) => `SELECT unique_id::VARCHAR AS unique_id, ground_truth::VARCHAR AS entity, memo,
  transaction_date::VARCHAR AS transaction_date, amount::VARCHAR AS amount FROM '{folder}/splink/${file}'`

const faker = (file: string, entity: string) =>
  `SELECT unique_id, "${entity}" AS entity, first_name, surname, dob, city, email FROM ${csv(`splink/${file}`)}`

const papers = 'title, authors, venue, "year"'
const offers = 'name, description, price'

export const sets: readonly LabelledSet[] = [
  {
    name: 'historical_50k',
    about:
      'real historical persons from Wikidata, duplicated with errors by Splink’s authors; their main demonstration',
    tables: {
      records: `SELECT unique_id, cluster AS entity, full_name, first_and_surname, first_name, surname, dob, birth_place,
        postcode_fake, gender, occupation FROM '{folder}/splink/historical_figures_with_errors_50k.parquet'`,
    },
  },
  {
    name: 'fake_1000',
    about: 'made-up persons, the set of Splink’s tutorial',
    tables: { records: faker('fake_1000.csv', 'cluster') },
  },
  {
    name: 'fake_20000',
    about: 'the same generator, harder',
    tables: { records: faker('fake_20000.csv', 'group') },
  },
  { name: 'febrl1', about: 'made-up Australian persons, one duplicate each', tables: { records: febrl('febrl1.csv') } },
  {
    name: 'febrl3',
    about: 'made-up Australian persons, up to five duplicates each',
    tables: { records: febrl('febrl3.csv') },
  },
  {
    name: 'febrl4',
    about: 'two files of made-up Australian persons, one to one',
    tables: { a: febrl('febrl4a.csv'), b: febrl('febrl4b.csv') },
  },
  {
    name: 'rldata500',
    about: 'German names and dates of birth',
    tables: {
      records: `SELECT record_id AS unique_id, label_true AS entity, fname_c1, fname_c2, lname_c1, lname_c2, "by", bm, bd
        FROM ${csv('rldata/RLdata500.csv')}`,
    },
  },
  {
    name: 'transactions',
    about: 'payments of two banks, one to one',
    tables: {
      origin: transactions('transactions_origin.parquet'),
      target: transactions('transactions_destination.parquet'),
    },
  },
  {
    name: 'dblp-acm',
    about: 'papers in two catalogues, one to one',
    tables: {
      dblp: matched('dblp-acm', ['dblp.csv', 'D1'], '%', papers),
      acm: matched('dblp-acm', ['acm.csv', 'D2'], '%', papers),
    },
  },
  {
    name: 'abt-buy',
    about: 'products of two shops, one to one; no persons, and hard',
    tables: {
      abt: matched('abt-buy', ['abt.csv', 'D1'], '|', offers),
      buy: matched('abt-buy', ['buy.csv', 'D2'], '|', offers),
    },
  },
  {
    name: 'cora',
    about: 'citations of papers, in large clusters',
    tables: {
      records: paired(
        'er/cora/cora.csv',
        'er/cora/cora_matches.csv',
        'address, authors, booktitle, "date", editor, institution, journal, pages, publisher, title, volume, "year"',
      ),
    },
  },
  {
    name: 'fodors-zagat',
    about: 'restaurants of two guides',
    tables: {
      records: paired(
        'er/fodors-zagat/restaurants.csv',
        'er/fodors-zagat/matches.csv',
        'name, addr, city, phone, type',
      ),
    },
  },
  {
    name: 'uk_people_100k',
    about: 'made-up UK persons in households',
    tables: { records: people('uk_people_100k.parquet') },
    own: true,
  },
  {
    name: 'northford',
    about: 'nine registers of the demo town, 5,000 people',
    tables: northford(),
    own: true,
  },
  {
    name: 'northford-50k',
    about: 'the same registers, 50,000 people',
    tables: northford(),
    own: true,
  },
]

/** The registers whose columns tell forename from surname; one table, for one person may be in a register twice. */
function northford(): Readonly<Record<string, string>> {
  const held: readonly (readonly [string, string, string, string])[] = [
    ['patient-index.csv.gz', 'st-annes-nhs-trust/patient-index', 'hospital_number', 'forename'],
    ['admissions.csv', 'st-annes-nhs-trust/admissions', 'spell_id', 'forename'],
    ['discharges.csv', 'st-annes-nhs-trust/discharges', 'discharge_id', 'forename'],
    ['adult-social-care.csv', 'northford-council/adult-social-care', 'case_id', 'first_name'],
    ['blue-badge-holders.csv', 'northford-council/blue-badge-holders', 'badge_number', 'first_name'],
    ['pupils.csv.gz', 'northford-council/pupils', 'pupil_id', 'forename'],
    ['registered-deaths.csv', 'northford-council/registered-deaths', 'entry_number', 'forenames'],
    ['concessionary-passes.csv', 'northway-buses/concessionary-passes', 'pass_number', 'first_name'],
    ['benefits-caseload.csv', 'westmoor-district-council/benefits-caseload', 'claim_ref', 'forename'],
  ]
  const registers = held.map(
    ([file, dataset, id, forename]) =>
      `SELECT '${dataset}' AS dataset, ${id} AS record_id, split_part(${forename}, ' ', 1) AS first_name,
      * EXCLUDE (${id}, ${forename}) RENAME (${file.startsWith('pupils') ? 'legal_surname AS surname' : 'surname AS surname'})
      FROM ${csv(`people/${file}`)}`,
  )
  const address = `coalesce(address, usual_address)`
  return {
    records: `WITH held AS (${registers.join(' UNION ALL BY NAME ')})
      SELECT record_id AS unique_id, person_id AS entity, first_name, surname, date_of_birth AS dob, held.sex,
        ${address} AS address, postcode, held.uprn AS uprn, nhs_number, coalesce(telephone, contact_telephone) AS phone, email
      FROM held JOIN ${csv('northford-truth.csv')} USING (dataset, record_id)`,
  }
}
