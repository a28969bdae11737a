import { Problem } from '#foundation/problem.ts'
import { type Classification, type Field, type FieldType, fieldTypes } from '#model/dataset.ts'
import type { KeyCheck } from './working/job.ts'

/** Problem 400 for a type or a field that there is not. */
export function checkTypes(types: Readonly<Record<string, FieldType>>, fields: readonly Field[]): void {
  for (const [name, type] of Object.entries(types)) {
    if (!fields.some((field) => field.name === name)) {
      throw new Problem(400, 'field-unknown', {
        title: 'There is no such field',
        detail: 'A type was set for a field that the dataset does not have.',
        at: `fields/${name.slice(0, 100)}`,
        mend: 'Use the name as the list of fields has it, capitals and spaces included.',
      })
    }
    if (!fieldTypes.includes(type)) {
      throw new Problem(400, 'type-unknown', {
        title: 'There is no such type',
        detail: `A field is one of ${fieldTypes.join(', ')}.`,
        at: `fields/${name.slice(0, 100)}`,
      })
    }
  }
}

export function keyUnfit(field: string, found: KeyCheck | null): Problem {
  return new Problem(422, 'key-unfit', {
    title: 'That field cannot be the key',
    detail: found
      ? `Of ${found.rows} rows, ${found.missing} have no value in it and ${found.repeated} repeat the value of another.`
      : 'The file has no field of that name.',
    at: `key/${field.slice(0, 100)}`,
    mend: 'Choose a field whose values are all there and all different, or publish without a key.',
  })
}

export function licenceNeeded(): Problem {
  return new Problem(400, 'licence-needed', {
    title: 'Open data needs a licence',
    detail: 'The dataset is to be open, and nothing says on what terms everyone may use it.',
    at: 'licence',
    mend: 'Give a licence, such as ogl-3, cc-by-4 or cc0.',
  })
}

export function licenceUnfit(classification: Classification): Problem {
  return new Problem(400, 'licence-unfit', {
    title: 'Only open data has a licence',
    detail: `A licence lets everyone use the data, and this dataset is ${classification}.`,
    at: 'licence',
    mend: 'Leave the licence out, or say classification open if everyone may have it.',
  })
}

export function earlierHasPeople(version: number): Problem {
  return new Problem(409, 'earlier-version-has-people', {
    title: 'An earlier version is about people',
    detail: `Opening the dataset would open all its versions, and people were found in version ${version}, though not in this file.`,
    at: 'classification',
    mend: 'Publish the open table under a name of its own. If everyone may have the earlier versions too, first describe the dataset as open.',
  })
}
