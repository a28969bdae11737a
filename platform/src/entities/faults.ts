/** Every “that will not do” of this room. Nothing of a person is in them. */
import { Problem } from '#foundation/problem.ts'

/** One that is not there and another organisation's read alike. */
export const noLinkage = (): Problem =>
  new Problem(404, 'linkage-unknown', {
    title: 'There is no such linkage',
    detail: 'Your organisation has no linkage of that name.',
    mend: 'List those that it has: under People, or with GET /api/v1/linkages.',
  })

export const noEntity = (now: readonly string[] = []): Problem =>
  new Problem(404, 'entity-unknown', {
    title: 'There is nobody of that key',
    detail:
      now.length > 0
        ? 'That key was given up when records were merged or taken apart.'
        : 'This linkage has no entity of that key.',
    mend: now.length > 0 ? `Look under ${now.join(', ')}.` : 'Search for the person again.',
  })

export const notLinkedYet = (): Problem =>
  new Problem(409, 'not-linked-yet', {
    title: 'The linkage has not been run',
    detail: 'There are no entities yet, because no run of this linkage has ended.',
    mend: 'Run it: POST /api/v1/linkages/{id}/runs, or wait for the run under way.',
  })

export const alreadyRunning = (): Problem =>
  new Problem(409, 'already-running', {
    title: 'A run of this linkage is under way',
    detail: 'Two runs of one linkage at once would mix their results.',
    mend: 'Wait for it: GET /api/v1/linkages/{id} shows how far it is.',
  })

export const nothingRead = (): Problem =>
  new Problem(422, 'nothing-to-link', {
    title: 'There is nothing to link',
    detail: 'Every dataset of the linkage was refused, is empty, or gives no field that people are told apart by.',
    mend: 'See the reasons beside each dataset: they say who can do what about it.',
  })

export const cluesMissing = (): Problem =>
  new Problem(400, 'clues-missing', {
    title: 'There is too little to search by',
    detail: 'A search needs a name, a date of birth, an NHS number, a telephone number or an e-mail address.',
    mend: 'Give at least one of them; a postcode, part of an address or an age narrows it.',
  })

export const clueUnreadable = (clue: string, mend: string): Problem =>
  new Problem(400, 'clue-unreadable', {
    title: 'A part of the search cannot be read',
    detail: `“${clue}” is not written in a way that it can be searched by.`,
    at: clue,
    mend,
  })

export function tooManySearches(seconds: number): Problem {
  return Object.assign(
    new Problem(429, 'too-many-searches', {
      title: 'Too many searches',
      detail: 'You have searched for people more often in a short time than this node allows.',
      mend: `Wait ${seconds} seconds, then go on.`,
    }),
    { retryAfterSeconds: seconds },
  )
}

export const noReview = (): Problem =>
  new Problem(404, 'review-unknown', {
    title: 'There is no such pair to review',
    detail: 'No pair of that id waits for you: it was settled, is gone since the last run, or is not for you to see.',
    mend: 'Ask for the next: under Review, or with GET /api/v1/linkages/{id}/reviews.',
  })

export const alreadyAnswered = (): Problem =>
  new Problem(409, 'already-answered', {
    title: 'You have answered this one',
    detail: 'A second opinion is somebody else’s.',
    mend: 'Ask for the next.',
  })

export const settledAlready = (): Problem =>
  new Problem(409, 'settled-already', {
    title: 'This pair is settled',
    detail: 'Enough reviewers have agreed on it.',
    mend: 'Merge or split the entities by hand if it is wrong.',
  })

export const cannotCorrect = (detail: string, mend: string): Problem =>
  new Problem(422, 'correction-impossible', { title: 'That cannot be done', detail, mend })

export const noCorrection = (): Problem =>
  new Problem(404, 'correction-unknown', {
    title: 'There is no such correction',
    detail: 'The history of this linkage has no merge or split of that number.',
    mend: 'See the history of the entity.',
  })

export const undoneAlready = (): Problem =>
  new Problem(409, 'undone-already', {
    title: 'It was taken back before',
    detail: 'That correction does not stand any more.',
    mend: 'Merge or split again if that is what you want.',
  })

export const noDispute = (): Problem =>
  new Problem(404, 'dispute-unknown', {
    title: 'There is no report of that number',
    detail: 'No report of that reference number is known here.',
    mend: 'Check the number: it begins with n and has 27 characters.',
  })

export const linkageFaulty = (faults: readonly Readonly<{ at: string; what: string }>[]): Problem =>
  new Problem(422, 'linkage-faulty', {
    title: 'The linkage cannot be used as it is written',
    detail: faults.map(({ at, what }) => `${at || 'It'} ${what}.`).join(' '),
    ...(faults[0] ? { at: faults[0].at } : {}),
    mend: 'Correct what is named; the form is in docs/guides/linkage.md.',
  })
