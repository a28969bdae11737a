/** Small schemas that documents share. Every pattern is linear: no nested repetition over the same characters. */
import { Type } from '@sinclair/typebox'

export const organisationId = (description: string) =>
  Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, description, examples: ['northford-council'] })

export const isoDate = (description: string) =>
  Type.String({
    pattern: '^\\d{4}-\\d{2}-\\d{2}$',
    description: `${description} An ISO 8601 date.`,
    examples: ['2026-04-01'],
  })

export const datasetRef = (description: string) =>
  Type.String({
    pattern: '^[a-z0-9]+(-[a-z0-9]+)*/([a-z0-9]+(-[a-z0-9]+)*|\\*)$',
    maxLength: 200,
    description,
    examples: ['northford-council/winter-register'],
  })

export const purposeId = (description: string) =>
  Type.String({
    pattern: '^([a-z][a-z0-9-]*:[A-Za-z0-9-]+|any|declared)$',
    maxLength: 100,
    description,
    examples: ['dpv:ServiceProvision', 'northford:winter-support'],
  })

export const fieldName = (description: string) =>
  Type.String({ minLength: 1, maxLength: 300, description, examples: ['postcode'] })

export const plainText = (description: string, maxLength = 2_000) =>
  Type.String({ minLength: 1, maxLength, description })

/** A closed list of words, as a union of literals so that the type is exact. */
export const oneOf = <const Word extends string>(words: readonly Word[], description: string) =>
  Type.Unsafe<Word>(Type.String({ enum: words, description }))

export const closed = { additionalProperties: false } as const
