/** What may be wrong with records that are sent, or asked for, in words for the outside. */
import { Problem } from '#foundation/problem.ts'

export function notRecords(): Problem {
  return new Problem(409, 'not-records', {
    title: 'That dataset does not hold records',
    detail: 'It is a table: files are published as its versions, and its rows do not change one by one.',
    mend: 'Publish a file as its next version, or make a dataset of the kind records under another name.',
  })
}

export function keyUnfit(detail: string, at = 'key'): Problem {
  return new Problem(422, 'key-unfit', {
    title: 'That field cannot be the key',
    detail,
    at,
    mend: 'Choose a field of whole numbers or of text whose values are all there and all different.',
  })
}

export function fieldsUnfit(detail: string, mend: string): Problem {
  return new Problem(422, 'fields-unfit', { title: 'The fields do not fit', detail, at: 'fields', mend })
}

export function typeUnfit(field: string, type: string, count: number): Problem {
  return new Problem(422, 'type-unfit', {
    title: 'Some values are not of that type',
    detail: `${count} values of the field, of records now or before, do not read as ${type}. Nothing was changed.`,
    at: `fields/${field.slice(0, 100)}`,
    mend: 'Correct those records first, or keep the type. Dates read as 2026-01-31, times as 10:00, numbers without signs of currency.',
  })
}

export function sequenceUnknown(): Problem {
  return new Problem(400, 'sequence-unknown', {
    title: 'There is no such commit yet',
    detail: 'The number asked for is beyond the last commit of this dataset.',
    at: 'since',
    mend: 'Begin with since=0, and go on with the sequence that each answer tells.',
  })
}

export function formatUnfit(formats: string): Problem {
  return new Problem(400, 'format-unsuitable', {
    title: 'This answer does not come in that format',
    detail: `It comes as ${formats}.`,
    at: 'format',
    mend: `Ask for ${formats}.`,
  })
}

export function batchEmpty(): Problem {
  return new Problem(400, 'changes-missing', {
    title: 'There are no changes in the request',
    detail: 'The body holds no change.',
    at: 'body',
    mend: 'Send a change a line: {"op":"upsert","record":{…}} or {"op":"delete","key":"…"}.',
  })
}

/** A fault of one line of a batch. */
export type LineFault = Readonly<{ line: number; field?: string; detail: string }>

/** All or nothing: with a fault in it, a batch changes nothing. Tells the first faults, and how many lines have any. */
export function changesInvalid(faults: readonly LineFault[], lines: number): Problem {
  const errors = faults.map(({ line, field, detail }) => ({
    at: field === undefined ? `line ${line}` : `line ${line}, field ${JSON.stringify(field.slice(0, 100))}`,
    detail,
  }))
  const [first] = errors
  const others = lines > 1 ? ` ${lines - 1} more lines have faults.` : ''
  return new Problem(422, 'changes-invalid', {
    title: 'The batch was not taken',
    detail: `Nothing was changed, because of ${first?.at ?? 'a line'}: ${first?.detail ?? 'it cannot be read'}.${others}`,
    ...(first && { at: first.at }),
    mend: 'Correct the lines and send the whole batch again.',
    errors,
  })
}

/** What the database says of a value that it does not take, without the value. Its message and detail stay inside. */
export function valueRefused(error: unknown): Problem | undefined {
  const code = (error as { code?: string }).code ?? ''
  if (!code.startsWith('22') && code !== '54000') return undefined
  return new Problem(422, 'value-unfit', {
    title: 'A value cannot be held',
    detail: 'A value is of a size or kind that the database does not take. Nothing was changed.',
    mend: 'Look for dates before year 1 or after 9999, for numbers beyond 18 digits, and for texts of many megabytes.',
    cause: `database: ${code}`,
  })
}

/** The database could not answer. Its own words, which may hold values, stay inside; its code is for the operator. */
export function databaseFailed(code: string | undefined): Problem {
  return new Problem(503, 'records-unreadable', {
    title: 'The records cannot be read at the moment',
    detail: 'The database of this node did not answer as it should. Nothing was released.',
    mend: 'Try again shortly; if it stays, tell the operator of this node.',
    cause: `database: ${code ?? 'unreachable'}`,
  })
}

export function changedMeanwhile(): Problem {
  return new Problem(409, 'fields-changed', {
    title: 'The fields were changed meanwhile',
    detail: 'The dataset got other fields, or its first rows, while this was being read. Nothing was changed by it.',
    mend: 'Send it again.',
  })
}
