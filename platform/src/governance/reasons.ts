/**
 * Every reason for a “no”, with a permanent code. A code is never renamed and never given a second meaning;
 * docs/reference/reasons.md is written from this table.
 */
export type ReasonMeaning = Readonly<{ means: string; help: string }>

export const reasonMeanings = {
  'no-agreement': {
    means: 'No agreement shares this dataset with the organisation that asks. Silence means no.',
    help: 'A data officer of that organisation proposes an agreement to the organisation that holds the data.',
  },
  'purpose-missing': {
    means: 'No purpose was stated, and the clause covers named purposes only.',
    help: 'Ask again and state one of the agreed purposes.',
  },
  'purpose-unknown': {
    means: 'The purpose is not on this node’s list of purposes.',
    help: 'Choose a purpose from the list, or ask the operator to add one.',
  },
  'purpose-not-covered': {
    means: 'The agreement does not cover the stated purpose. A broader purpose does not cover a narrower one.',
    help: 'The parties add the purpose to the agreement and sign it again.',
  },
  'role-not-covered': {
    means: 'The clause is for other roles than those the caller holds in their organisation.',
    help: 'Someone in one of the agreed roles asks, or the parties add the role to the clause.',
  },
  'fields-not-covered': {
    means: 'The request mentions fields, to show, filter or sort by, that the clause does not cover.',
    help: 'Ask without those fields, or the parties add them to the clause.',
  },
  'action-not-covered': {
    means:
      'The agreement allows something else with this dataset than what was asked, such as reading but not exporting.',
    help: 'Ask for an agreed action, or the parties add a clause.',
  },
  'action-not-offered': {
    means: 'Aggregates and subscriptions can be agreed, but this release does not offer them yet.',
    help: 'Read, verify or export instead, where an agreement covers it.',
  },
  'consent-not-offered': {
    means: 'The clause needs each person’s consent, which this release cannot look up, so the answer is no.',
    help: 'The parties agree a clause that rests on another basis than consent.',
  },
  'not-in-force': {
    means:
      'An agreement exists but does not stand now: it is not signed by everyone, has not started, is suspended, has expired or was ended.',
    help: 'The reason says which of these it is, and who can sign, resume or renew it.',
  },
  'house-rule': {
    means: 'An agreement covers the request, but a rule of the organisation that holds the data says no.',
    help: 'The reason names the rule, and what it asks for.',
  },
  'fields-empty': {
    means: 'The request lists no fields at all. That is not the same as asking for all that is allowed.',
    help: 'Name at least one field, or leave the list out.',
  },
  'field-unknown': {
    means: 'The dataset has no field of that name.',
    help: 'Look up the names of the fields on the dataset’s page.',
  },
  'request-unreadable': {
    means: 'A part of the request is missing or makes no sense, so it was not decided on its merits.',
    help: 'Mend the request. If it came from this node’s own pages, tell the operator.',
  },
  'policy-unreadable': {
    means: 'This node cannot read its agreements completely at the moment. What cannot be read permits nothing.',
    help: 'Try again shortly; the operator finds the cause with `wayleave doctor`.',
  },
  'not-your-organisation': {
    means: 'Only certain organisations may do this, and the caller does not act for one of them.',
    help: 'Someone who acts for the organisation named in the reason does it.',
  },
  'role-missing': {
    means: 'The caller acts for the right organisation, but not in a role that may do this.',
    help: 'Someone in one of the roles named in the reason does it, or the operator gives the caller that role.',
  },
  'key-not-covered': {
    means: 'The changes of records cannot be followed without their key, and the clause does not let it out.',
    help: 'Ask for the rows instead; or the holder lets the key out, as it is or as a pseudonym.',
  },
  'too-few-rows': {
    means: 'The answer has fewer rows than the clause lets out, because few rows could point to a person.',
    help: 'Ask a wider question.',
  },
} as const satisfies Readonly<Record<string, ReasonMeaning>>

export type ReasonCode = keyof typeof reasonMeanings
