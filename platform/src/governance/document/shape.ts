/** Whether data has the shape that the kit's schemas say, with faults in plain words. */
import { agreementSchema, type AgreementDocument, type HouseRuleDocument, houseRuleSchema } from '@wayleave/kit'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { Fault } from './faults.ts'

const ajv = new Ajv({ allErrors: true, strict: false, ownProperties: true })
const isAgreement = ajv.compile<AgreementDocument>(agreementSchema)
const isHouseRule = ajv.compile<HouseRuleDocument>(houseRuleSchema)

export type Shaped<T> = Readonly<{ document: T } | { faults: readonly Fault[] }>

export const shapeOfAgreement = (value: unknown): Shaped<AgreementDocument> => shaped(value, isAgreement)
export const shapeOfHouseRule = (value: unknown): Shaped<HouseRuleDocument> => shaped(value, isHouseRule)

function shaped<T>(value: unknown, check: ValidateFunction<T>): Shaped<T> {
  if (check(value)) return { document: value }
  const errors = check.errors ?? []
  // A value that fits none of several shapes is reported once, not once for each shape.
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  const inChoice = (error: ErrorObject) =>
    choices.some((choice) => error !== choice && error.schemaPath.startsWith(choice.schemaPath))
  return { faults: errors.filter((error) => !inChoice(error)).map(fault) }
}

function fault({ keyword, instancePath, params, message, schemaPath }: ErrorObject): Fault {
  const at = instancePath
  switch (keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty']).slice(0, 60)
      return {
        at,
        what: `has “${name}”, which this form does not know`,
        mend: `Take “${name}” out, or correct its spelling.`,
      }
    }
    case 'required': {
      const name = String(params['missingProperty'])
      return { at, what: `“${name}” is missing`, mend: `Add “${name}”.` }
    }
    case 'enum': {
      const words = (params['allowedValues'] as string[]).join(', ')
      return { at, what: `is not one of ${words}`, mend: `Use one of ${words}.` }
    }
    case 'const':
      return {
        at,
        what: `must be ${JSON.stringify(params['allowedValue'])}`,
        mend: `Write ${JSON.stringify(params['allowedValue'])}.`,
      }
    case 'anyOf':
      return {
        at,
        what: 'is not a transform that exists',
        mend: 'Use as-is, year, outward-postcode, masked, pseudonym, yes-no, { yes-no: "a condition" } or { rounded: 5 }.',
      }
    case 'oneOf':
      return {
        at,
        what: 'must have exactly one of require, prohibit and rows',
        mend: 'Keep one of them; write another rule for the other.',
      }
    case 'pattern':
      return { at, what: 'is not written as it should be', mend: patterns(schemaPath, instancePath) }
    default:
      return { at, what: message ?? 'is not as it should be', mend: 'See the schema in the kit.' }
  }
}

function patterns(schemaPath: string, at: string): string {
  if (/starts|ends|review|retainUntil/.test(at)) return 'Write a date as 2026-04-01.'
  if (/dataset/.test(at)) return 'Write organisation/name, in lower case with hyphens.'
  if (/purposes/.test(at)) return 'Write a purpose with its prefix, such as dpv:ServiceProvision.'
  if (/Basis/.test(at)) return 'Write a lawful basis as eu-gdpr:A6-1-e.'
  return schemaPath ? 'Use lower-case letters, digits and single hyphens.' : 'See the schema in the kit.'
}
