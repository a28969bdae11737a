/** Requests that no clause could cover: unknown, empty or half-loaded. What cannot be read is refused. */
import { classifications } from '#model/dataset.ts'
import type { Reason } from '#model/refusal.ts'
import { type AccessRequest, dataActions, type DatasetFacts } from '#model/request.ts'
import { holderOf } from './compile.ts'
import { platformReason } from './refusal.ts'
import type { Rulebook } from './rulebook.ts'

const actions: ReadonlySet<string> = new Set(dataActions)
const known: ReadonlySet<string> = new Set(classifications)
const notOffered: ReadonlySet<string> = new Set(['aggregate', 'subscribe'])

export function unfit(request: AccessRequest, rulebook: Rulebook): Reason | undefined {
  if (!rulebook.isWhole()) return policyUnreadable
  const part = unreadablePart(request)
  if (part) return unreadable(part)
  if (notOffered.has(request.action))
    return platformReason('action-not-offered', `This release does not offer “${request.action}” yet.`, {
      who: 'You',
      can: 'ask to read, verify or export instead, where an agreement covers it',
    })
  if (request.fields?.length === 0) return fieldsEmpty
  if (request.purpose !== null && !rulebook.hasPurpose(request.purpose)) return purposeUnknown
  return undefined
}

function unreadablePart(request: AccessRequest): string | undefined {
  const { caller, action, at, purpose, fields } = request
  if (!caller || !Array.isArray(caller.roles)) return 'who asks'
  if (caller.organisation !== null && !isText(caller.organisation)) return 'the organisation that asks'
  if (!isKnown(request.dataset)) return 'what is known of the dataset'
  if (!actions.has(action)) return 'the action'
  if (typeof at !== 'string' || !isInstant(at)) return 'the instant of the request'
  if (purpose !== null && !isText(purpose)) return 'the purpose'
  return fields === null || (Array.isArray(fields) && fields.every(isName)) ? undefined : 'the list of fields'
}

/** Whole, and held by whom its name says. */
function isKnown(dataset: DatasetFacts | undefined): boolean {
  if (!dataset || !isText(dataset.ref) || !Array.isArray(dataset.fields) || !isText(dataset.organisation)) return false
  return known.has(dataset.classification) && holderOf(dataset.ref) === dataset.organisation
}

const isName = (name: unknown) => typeof name === 'string'
const isText = (value: unknown) => typeof value === 'string' && value !== ''

/** `YYYY-MM-DDTHH…Z`. The day is compared as text, so another zone or form would be another day. */
const isInstant = (at: string) =>
  at.length >= 17 && at.length <= 30 && at[4] === '-' && at[7] === '-' && at[10] === 'T' && at.endsWith('Z')

const policyUnreadable: Reason = platformReason(
  'policy-unreadable',
  'This node cannot read its agreements completely at the moment, and permits nothing until it can.',
  {
    who: 'You',
    can: 'try again shortly; the operator finds the cause with wayleave doctor',
  },
)

const fieldsEmpty: Reason = platformReason('fields-empty', 'The request lists no fields.', {
  who: 'You',
  can: 'name at least one field, or leave the list out to ask for all that is allowed',
})

/** The purpose is not repeated: it is the caller's text, and this sentence is kept. */
const purposeUnknown: Reason = platformReason(
  'purpose-unknown',
  'The stated purpose is not on this node’s list of purposes.',
  {
    who: 'You',
    can: 'choose a purpose from the list, or ask the operator to add one',
  },
)

const unreadable = (part: string): Reason =>
  platformReason(
    'request-unreadable',
    `The request was not decided on its merits, because ${part} is missing or makes no sense.`,
    {
      who: 'You',
      can: 'mend it and ask again',
    },
  )
