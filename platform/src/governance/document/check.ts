/** What a schema cannot say about an agreement: whether it makes sense here. */
import { type AgreementClause, type AgreementDocument, everyone } from '@wayleave/kit'
import { properties, parse } from '#foundation/cql2/index.ts'
import { Problem } from '#foundation/problem.ts'
import type { DatasetFacts } from '#model/request.ts'
import { holderOf } from '../compile.ts'
import { lawfulBases } from '../lawful-bases.ts'
import { type Fault, pointer } from './faults.ts'

export type World = Readonly<{
  isOrganisation(id: string): boolean
  hasPurpose(id: string): boolean
  /** undefined: not published yet. */
  facts(dataset: string): DatasetFacts | undefined
}>

export function checkAgreement(document: AgreementDocument, world: World): readonly Fault[] {
  return [
    ...checkParties(document, world),
    ...checkDates(document),
    ...checkPurposes(document.purposes, ['purposes'], document, world),
    ...checkBases(document, world),
    ...document.clauses.flatMap((clause, index) => checkClause(document, clause, index, world)),
    ...duplicates(document.clauses.map(({ id }) => id)).map((index): Fault => ({
      at: pointer('clauses', index, 'id'),
      what: 'is the id of an earlier clause too',
      mend: 'Give every clause an id of its own.',
    })),
  ]
}

/** Not wrong, but worth a look before signing. */
export function warningsOf(document: AgreementDocument, world: World): readonly string[] {
  return document.clauses.flatMap((clause) => {
    const facts = world.facts(clause.dataset)
    if (!facts)
      return clause.dataset.endsWith('/*') ? [] : [`Clause ${clause.id}: ${clause.dataset} is not published yet.`]
    const known = new Set(facts.fields.map(({ name }) => name))
    const mentioned = new Set([
      ...Object.keys(clause.fields).filter((name) => name !== '*'),
      ...conditionsOf(clause).flatMap(readFields),
    ])
    return [...mentioned]
      .filter((name) => !known.has(name))
      .map(
        (name) =>
          `Clause ${clause.id}: ${clause.dataset} has no field “${name}” now, so nothing of that name can be given.`,
      )
  })
}

function checkParties({ kind = 'sharing', parties }: AgreementDocument, world: World): Fault[] {
  const faults: Fault[] = parties.flatMap(({ organisation }, index) =>
    world.isOrganisation(organisation) || (organisation === everyone && kind === 'licence')
      ? []
      : [
          {
            at: pointer('parties', index, 'organisation'),
            what: `${organisation} is not an organisation on this node`,
            mend: 'Use the id of a registered organisation.',
          },
        ],
  )
  const of = (role: string) =>
    new Set(parties.filter((party) => party.role === role).map(({ organisation }) => organisation))
  const [providers, recipients] = [of('provider'), of('recipient')]
  if (providers.size === 0)
    faults.push({
      at: '/parties',
      what: 'has no provider',
      mend: 'Add the organisation that holds the data, with the role provider.',
    })
  if (recipients.size === 0)
    faults.push({
      at: '/parties',
      what: 'has no recipient',
      mend: 'Add the organisation that gets the data, with the role recipient.',
    })
  const organisations = new Set(parties.map(({ organisation }) => organisation))
  if (kind === 'sharing' && organisations.size === 1)
    faults.push({
      at: '/parties',
      what: 'names one organisation only',
      mend: 'An organisation may use its own data already; name the other party.',
    })
  return faults
}

function checkDates({ starts, ends, review, kind = 'sharing' }: AgreementDocument): Fault[] {
  const faults: Fault[] = []
  for (const [name, day] of Object.entries({ starts, ends, review })) {
    if (day !== undefined && !isDay(day))
      faults.push({ at: `/${name}`, what: `${day} is not a day of the calendar`, mend: 'Write a date as 2026-04-01.' })
  }
  if (faults.length > 0) return faults
  if (ends === undefined && kind === 'sharing')
    faults.push({ at: '', what: '“ends” is missing', mend: 'Say when the agreement ends; it can be renewed.' })
  if (ends !== undefined && ends < starts)
    faults.push({ at: '/ends', what: 'lies before the start', mend: 'Put “starts” first and “ends” last.' })
  if (review !== undefined && (review < starts || (ends !== undefined && review > ends)))
    faults.push({
      at: '/review',
      what: 'lies outside the term of the agreement',
      mend: 'Choose a review day between start and end.',
    })
  return faults
}

function checkPurposes(
  purposes: readonly string[],
  at: readonly (string | number)[],
  { kind = 'sharing' }: AgreementDocument,
  world: World,
): Fault[] {
  return purposes.flatMap((id, index): Fault[] => {
    const place = pointer(...at, index)
    if (id === 'any' || id === 'declared')
      return kind === 'sharing'
        ? [
            {
              at: place,
              what: `“${id}” is no purpose between organisations`,
              mend: 'Name the purposes; each is agreed by itself.',
            },
          ]
        : []
    if (world.hasPurpose(id)) return []
    return [
      {
        at: place,
        what: `${id} is not on this node’s list of purposes`,
        mend: 'Choose one from the list, or ask the operator to add it.',
      },
    ]
  })
}

function checkBases(document: AgreementDocument, world: World): Fault[] {
  const faults: Fault[] = []
  for (const [name, special] of [
    ['lawfulBasis', false],
    ['specialCategoryBasis', true],
  ] as const) {
    const id = document[name]?.id
    if (id !== undefined && !lawfulBases.some((basis) => basis.id === id && basis.special === special))
      faults.push({
        at: `/${name}/id`,
        what: `${id} is not a ${special ? 'condition of article 9' : 'lawful basis of article 6'}`,
        mend: `Use an id such as ${special ? 'eu-gdpr:A9-2-h' : 'eu-gdpr:A6-1-e'}.`,
      })
  }
  if ((document.kind ?? 'sharing') !== 'sharing') return faults
  const classes = new Set(document.clauses.flatMap((clause) => classesOf(clause, world.facts(clause.dataset))))
  if (!document.lawfulBasis && (classes.has('personal') || classes.has('special')))
    faults.push({
      at: '',
      what: '“lawfulBasis” is missing, and personal data is shared',
      mend: 'Say which lawful basis of UK GDPR article 6 it rests on.',
    })
  if (!document.specialCategoryBasis && classes.has('special'))
    faults.push({
      at: '',
      what: '“specialCategoryBasis” is missing, and special category data is shared',
      mend: 'Say which condition of UK GDPR article 9 it rests on.',
    })
  return faults
}

/** The classes of the fields that a clause gives or looks at. */
function classesOf(clause: AgreementClause, facts: DatasetFacts | undefined): string[] {
  if (!facts) return []
  const used = new Set([...Object.keys(clause.fields), ...conditionsOf(clause).flatMap(readFields)])
  return facts.fields.filter(({ name }) => used.has('*') || used.has(name)).map(({ classification }) => classification)
}

function checkClause(document: AgreementDocument, clause: AgreementClause, index: number, world: World): Fault[] {
  const { kind = 'sharing' } = document
  const at: At = (...parts) => pointer('clauses', index, ...parts)
  const faults = [...checkDataset(document, clause, at), ...checkFields(clause, kind, at)]
  if (kind === 'sharing' && !clause.roles)
    faults.push({
      at: at(),
      what: '“roles” is missing',
      mend: 'Say which roles in the recipient organisation it is for.',
    })
  if (clause.purposes) {
    faults.push(...checkPurposes(clause.purposes, ['clauses', index, 'purposes'], document, world))
    if (kind === 'sharing' && clause.purposes.some((id) => !document.purposes.includes(id)))
      faults.push({
        at: at('purposes'),
        what: 'names a purpose that is not among the agreement’s',
        mend: 'Add it to the agreement’s purposes, or take it out here.',
      })
  }
  return [...faults, ...checkConditions(clause, at), ...checkDuties(document, clause, at)]
}

function checkDataset({ kind = 'sharing', parties }: AgreementDocument, { dataset }: AgreementClause, at: At): Fault[] {
  const holder = holderOf(dataset)
  const faults: Fault[] = []
  if (!parties.some(({ organisation, role }) => role === 'provider' && organisation === holder))
    faults.push({
      at: at('dataset'),
      what: `${dataset} is not held by a provider of this agreement`,
      mend: `Add ${holder} as a provider, or correct the dataset.`,
    })
  else if (
    kind === 'sharing' &&
    !parties.some(({ organisation, role }) => role === 'recipient' && organisation !== holder)
  )
    faults.push({
      at: at('dataset'),
      what: 'has no recipient but its own holder',
      mend: 'Add who gets it as a recipient.',
    })
  if (dataset.endsWith('/*') && kind !== 'own-use')
    faults.push({
      at: at('dataset'),
      what: 'shares all of an organisation’s datasets at once',
      mend: 'Write a clause for each dataset.',
    })
  return faults
}

function checkFields({ fields }: AgreementClause, kind: string, at: At): Fault[] {
  const faults: Fault[] = []
  if (Object.hasOwn(fields, '*') && (kind === 'sharing' || Object.keys(fields).length > 1 || fields['*'] !== 'as-is'))
    faults.push({
      at: at('fields', '*'),
      what: 'shares every field, also those that are added later',
      mend: 'Name the fields.',
    })
  if (Object.keys(fields).some((name) => name.length > 300 || name === '__proto__'))
    faults.push({
      at: at('fields'),
      what: 'has a name that no field can have',
      mend: 'Use the field’s name as published.',
    })
  return faults
}

type At = (...parts: readonly (string | number)[]) => string

function checkConditions(clause: AgreementClause, at: At): Fault[] {
  const conditions: [string, string][] = Object.entries(clause.fields).flatMap(([name, transform]) =>
    typeof transform === 'object' && 'yes-no' in transform ? [[at('fields', name, 'yes-no'), transform['yes-no']]] : [],
  )
  if (clause.rows !== undefined) conditions.unshift([at('rows'), clause.rows])
  return conditions.flatMap(([place, text]) => {
    try {
      parse(text)
      return []
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return [
        {
          at: place,
          what: `cannot be read as a condition${error.at ? ` (${error.at})` : ''}: ${error.detail.replace(/\.$/, '')}`,
          mend: error.mend ?? "Write CQL2, such as ward = 'Riverside'.",
        },
      ]
    }
  })
}

function checkDuties({ starts, ends }: AgreementDocument, { duties }: AgreementClause, at: At): Fault[] {
  const { retainUntil } = duties ?? {}
  if (retainUntil === undefined) return []
  if (!isDay(retainUntil))
    return [
      {
        at: at('duties', 'retainUntil'),
        what: `${retainUntil} is not a day of the calendar`,
        mend: 'Write a date as 2026-04-01.',
      },
    ]
  if (retainUntil < starts || (ends !== undefined && retainUntil < ends))
    return [
      {
        at: at('duties', 'retainUntil'),
        what: 'lies before the end of the agreement',
        mend: 'What may be fetched until the last day may be kept at least until then.',
      },
    ]
  return []
}

function conditionsOf(clause: AgreementClause): string[] {
  const inFields = Object.values(clause.fields).flatMap((transform) =>
    typeof transform === 'object' && 'yes-no' in transform ? [transform['yes-no']] : [],
  )
  return clause.rows === undefined ? inFields : [clause.rows, ...inFields]
}

/** The fields that a condition reads; none when it cannot be read, which is reported elsewhere. */
function readFields(text: string): readonly string[] {
  try {
    return properties(parse(text))
  } catch {
    return []
  }
}

const isDay = (day: string) =>
  !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)

/** Positions of values that came before. */
function duplicates(values: readonly string[]): number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []))
}
