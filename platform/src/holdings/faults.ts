/** What may go wrong beneath a read, in words for the outside: no path, SQL or value of the engine's goes with them. */
import { Problem } from '#foundation/problem.ts'

export function unreadable(): Problem {
  return new Problem(503, 'snapshot-unreadable', {
    title: 'This version cannot be read at the moment',
    detail: 'The stored table of this version is missing or damaged. Nothing of it was released.',
    mend: 'Tell the operator of this node; earlier versions may still be readable, and the uploaded file is kept apart.',
  })
}

export function tooLong(seconds: number): Problem {
  return new Problem(503, 'read-too-long', {
    title: 'The answer takes too long',
    detail: `The engine worked ${seconds} seconds on the next part of the answer and was stopped.`,
    mend: 'Ask for fewer rows, or without sorting.',
  })
}

export function busy(): Problem {
  return new Problem(503, 'engine-busy', {
    title: 'The node is busy',
    detail: 'Too many answers are being read at once.',
    mend: 'Try again in a few seconds.',
  })
}

export function closed(): Problem {
  return new Problem(503, 'read-interrupted', {
    title: 'The answer was stopped',
    detail: 'Reading was stopped before the answer was complete.',
    mend: 'Ask again.',
  })
}

/**
 * What the engine complained of. Its message may hold values of the data, so only its kind is kept, and as the cause.
 * Compiled queries cannot fail on any value, so what remains is the file, memory, or an interruption.
 */
export function enginesProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const message = error instanceof Error ? error.message : ''
  if (message.startsWith('INTERRUPT')) return closed()
  if (message.startsWith('Out of Memory')) {
    return new Problem(503, 'read-too-large', {
      title: 'The answer needs more memory than this node gives to one',
      detail: 'The engine ran out of memory and stopped.',
      mend: 'Ask for fewer fields or rows, or without sorting; the operator can raise the limit.',
    })
  }
  const kind = /^(?:Failed to [a-z ]+: )?([A-Z][A-Za-z ]+ Error|TypeError)\b/.exec(message)?.[1] ?? 'unknown'
  const problem = unreadable()
  const { status, code, title, detail, mend } = problem
  return new Problem(status, code, { title, detail, ...(mend === undefined ? {} : { mend }), cause: `engine: ${kind}` })
}
