/**
 * What a field's values may mean, by its header and by its values. To teach a new meaning, add an entry and a row to the
 * tests' table of true and false friends.
 */
import type { Classification, FieldType } from '#model/dataset.ts'
import * as looks from './patterns.ts'
import { isFullName, isGivenName, isSurname } from './person-names.ts'

export type Meaning = Readonly<{
  id: string
  /** How sensitive a field of this meaning is by itself. */
  classification: Classification
  /** Headers (as plain words, see header-words.ts) that promise it … */
  header: RegExp
  /** … and those that rule it out, whatever the values. */
  never?: RegExp
  types: readonly FieldType[]
  /** What most cells must at least be, to be worth the look. */
  screen?: looks.Screen
  /** SQL: does the text of a cell look like it? Without: the header alone decides. */
  looks?: (cell: string) => string
  /** Instead of `looks`, for what takes lists of words to tell: tried on some hundred different values. */
  reads?: (value: string) => boolean
  /** Share of cells that must look like it under such a header (default a half), and under any other (default: never). */
  share?: number
  shareAnywhere?: number
  /** Identifies people. */
  people?: true
  /** Looked for in every row, so that not one column of it is missed. */
  everyRow?: true
  /** UK GDPR art. 9 or 10, once it stands beside an identifier of people. */
  special?: true
}>

const codes: readonly FieldType[] = ['text', 'integer', 'number']
const text: readonly FieldType[] = ['text']
const numbers: readonly FieldType[] = ['integer', 'number']
const statements: readonly FieldType[] = ['text', 'boolean']

const place =
  /\b(ward|street|road|school|site|station|stop|library|park|place|area|town|village|parish|locality|constituency|project|event|building|property|premises|venue|facility|playground|council|county|district|region|country|feature|location|route|file|dataset|layer|label|category|type|kind|brand|product|species)\b/
const organisation =
  /\b(organisation|organization|company|supplier|provider|publisher|vendor|business|employer|authority|trust|practice|operator|body)\b/
const someone =
  '(person|patient|client|resident|tenant|applicant|claimant|pupil|student|child|carer|parent|guardian|employee|staff|officer|contact|owner|driver|victim|offender|suspect|complainant|witness|member|user|keeper|councillor|customer|payee|beneficiary|account holder|next of kin)'

/** In order: the first that fits is the field's meaning. */
export const meanings: readonly Meaning[] = [
  {
    id: 'nhs-number',
    classification: 'personal',
    header: /\bnhs ?(no|num|number|nr|id)\b|^nhs$/,
    never: /\bisbn\b/,
    types: codes,
    screen: 'tenDigits',
    looks: looks.nhsNumber,
    everyRow: true,
    share: 0.05,
    shareAnywhere: 0.3,
    people: true,
  },
  {
    id: 'national-insurance-number',
    classification: 'personal',
    header: /\b(nino|ni ?(no|num|number)|nat(ional)? ins(urance)?( (no|num|number))?)\b/,
    types: text,
    screen: 'twoLettersSixDigits',
    looks: looks.nationalInsuranceNumber,
    everyRow: true,
    share: 0.05,
    people: true,
  },
  {
    id: 'national-insurance-number',
    classification: 'personal',
    header: /\b(nino|ni ?(no|num|number)|nat(ional)? ins(urance)?( (no|num|number))?)\b/,
    types: text,
    screen: 'twoLettersSixDigits',
    looks: looks.wholeNationalInsuranceNumber,
    everyRow: true,
    share: 0.05,
    shareAnywhere: 0.2,
    people: true,
  },
  {
    id: 'email',
    classification: 'personal',
    header: /\be ?mails?\b/,
    types: text,
    screen: 'at',
    looks: looks.email,
    everyRow: true,
    share: 0.01,
    shareAnywhere: 0.2,
    people: true,
  },
  {
    id: 'date-of-birth',
    classification: 'personal',
    header: /\b(dob|d o b|date of birth|birth ?dates?|birthday|birth dt|date birth|born|born on|geburtsdatum)\b/,
    never: /\b(place|town|country)\b/,
    types: ['date', 'datetime', 'text', 'integer'],
    people: true,
  },
  {
    id: 'year-of-birth',
    classification: 'personal',
    header: /\b(year of birth|birth year|yob)\b/,
    types: ['integer', 'text', 'date'],
  },
  {
    id: 'person-reference',
    classification: 'personal',
    header:
      /\b(person|patient|client|pupil|student|resident|tenant|employee|claimant|applicant|service user)s? ?(id|ref|reference|no|num|number|identifier|key)\b|\bnhs ?(no|num|number|id)\b|\bnino\b|\bnational insurance\b|^(upn|uln|mrn|hospital (no|number))$/,
    types: codes,
    people: true,
  },
  { id: 'uprn', classification: 'shared', header: /\buprns?\b/, types: codes, looks: looks.upToTwelveDigits },
  { id: 'usrn', classification: 'open', header: /\busrns?\b/, types: codes, looks: looks.eightDigits },
  {
    id: 'postcode',
    classification: 'shared',
    header: /\b(post ?codes?|pcds?|pcd ?[78]|zip)\b/,
    types: text,
    screen: 'code',
    looks: looks.postcode,
    shareAnywhere: 0.8,
  },
  {
    id: 'lsoa-code',
    classification: 'open',
    header: /\b(lsoa|lower)\b/,
    types: text,
    screen: 'code',
    looks: looks.lsoa,
    shareAnywhere: 0.9,
  },
  {
    id: 'msoa-code',
    classification: 'open',
    header: /\b(msoa|middle)\b/,
    types: text,
    screen: 'code',
    looks: looks.msoa,
    shareAnywhere: 0.9,
  },
  {
    id: 'output-area-code',
    classification: 'open',
    header: /\boutput areas?\b|\boa\b/,
    types: text,
    screen: 'code',
    looks: looks.outputArea,
  },
  {
    id: 'ward-code',
    classification: 'open',
    header: /\b(ward|wd ?\d+ ?cd)\b/,
    types: text,
    screen: 'code',
    looks: looks.ward,
    shareAnywhere: 0.9,
  },
  {
    id: 'local-authority-code',
    classification: 'open',
    header: /\b(authority|council|district|la|lad|ltla|utla|gss|ons)\b/,
    types: text,
    screen: 'code',
    looks: looks.authority,
    shareAnywhere: 0.9,
  },
  {
    id: 'telephone',
    classification: 'personal',
    header: /\b(tel|telephone|phone|mobile|mob|fax|landline|contact (no|num|number))\b/,
    types: codes,
    screen: 'digits',
    looks: (cell) => `(${looks.telephone(cell)}) OR ${looks.mobile(cell)}`,
    share: 0.3,
    shareAnywhere: 0.8,
    never: /\bisbn\b/,
  },
  {
    id: 'person-name',
    classification: 'personal',
    header:
      /\b(first|fore|given|middle|christian|preferred) ?names?\b|^forenames?$|\b(sur|last|family|maiden) ?names?\b|^surnames?$/,
    never: place,
    types: text,
    looks: looks.nameShaped,
    share: 0.6,
    people: true,
  },
  {
    id: 'person-name',
    classification: 'personal',
    header: new RegExp(`\\b(full|${someone.slice(1, -1)})s? ?names?\\b|^names?$|^${someone}s?$`),
    never: place,
    types: text,
    screen: 'words',
    reads: isFullName,
    share: 0.3,
    shareAnywhere: 0.5,
    people: true,
  },
  {
    id: 'person-name',
    classification: 'personal',
    header: /^names?$|^known as$/,
    never: new RegExp(`${place.source}|${organisation.source}`),
    types: text,
    screen: 'words',
    reads: isGivenName,
    share: 0.7,
    shareAnywhere: 0.8,
    people: true,
  },
  {
    id: 'person-name',
    classification: 'personal',
    header: /^names?$/,
    never: new RegExp(`${place.source}|${organisation.source}`),
    types: text,
    screen: 'words',
    reads: isSurname,
    shareAnywhere: 0.7,
    people: true,
  },
  {
    id: 'address',
    classification: 'shared',
    header: /\b(address|addr|addresses)\b/,
    never: /\b(e ?mail|web|ip|mac|url)\b/,
    types: text,
  },
  {
    id: 'address',
    classification: 'shared',
    header: /\b(location|premises|property)\b/,
    types: text,
    looks: looks.streetAddress,
    share: 0.6,
  },
  {
    id: 'gender',
    classification: 'personal',
    header: /^(gender|sex)\b|\b(gender|sex)( code| identity)?$/,
    types: ['text', 'integer', 'boolean'],
    looks: looks.gender,
    share: 0.6,
  },
  { id: 'age', classification: 'shared', header: /^age\b( (at|in|on)\b.*)?$/, types: numbers },
  {
    id: 'ethnicity',
    classification: 'special',
    header: /\bethnic(ity|ities)?\b/,
    types: [...statements, 'integer'],
    special: true,
  },
  {
    id: 'religion',
    classification: 'special',
    header: /\b(religion|religious|faith|belief)\b/,
    types: statements,
    special: true,
  },
  {
    id: 'sexual-orientation',
    classification: 'special',
    header: /\bsexual (orientation|identity|preference)\b|^sexuality$/,
    types: statements,
    special: true,
  },
  {
    id: 'health',
    classification: 'special',
    header:
      /\b(diagnos(is|es|ed|tic)|disabilit(y|ies)|disabled|medical|medications?|(health|long term) (condition|need|problem|status)s?|mental health|illness(es)?|impairments?|allerg(y|ies)|treatments?|pregnan(t|cy)|symptoms?|clinical|icd ?10|snomed( ct)?( code| id)?|read codes?|hiv|dementia|autis(m|tic)|epilepsy|asthma|copd|frailty|prescriptions?|care needs?|send? needs?|blue badge)\b/,
    types: [...statements, 'integer', 'date'],
    special: true,
  },
  {
    id: 'criminal-record',
    classification: 'special',
    header:
      /\b(offen[cs]es?|offences|offender|convictions?|criminal|arrest(ed|s)?|custody|cautions?|prosecutions?|probation|sentence)\b/,
    types: [...statements, 'date'],
    special: true,
  },
  {
    id: 'political-opinion',
    classification: 'special',
    header: /\b(political|voting intention|trade union)\b/,
    types: statements,
    special: true,
  },
  { id: 'easting', classification: 'shared', header: /\beastings?\b|^oseast/, types: numbers },
  { id: 'northing', classification: 'shared', header: /\bnorthings?\b|^osnrth/, types: numbers },
  { id: 'longitude', classification: 'shared', header: /\blongitude\b|\blong$|^lon$|^lng$/, types: numbers },
  { id: 'latitude', classification: 'shared', header: /\blatitude\b|\blat$/, types: numbers },
]

/** Identifiers of people that stand among other words, each found in its own way. */
export const strays: readonly Readonly<{ what: string; screen: looks.Screen; looks: (cell: string) => string }>[] = [
  { what: 'e-mail addresses of people', screen: 'at', looks: looks.personalEmailWithin },
  { what: 'National Insurance numbers', screen: 'twoLettersSixDigits', looks: looks.nationalInsuranceNumberWithin },
  { what: 'NHS numbers', screen: 'nhs', looks: looks.nhsNumberWithin },
]
