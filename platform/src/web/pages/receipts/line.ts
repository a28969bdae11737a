/** A receipt in one line of a list: who, what, and how it ended, in words. */
import type { Receipt } from '#model/receipt.ts'
import { roleWords } from '../../layout/words.ts'
import { namesOf, type Site } from '../../site.ts'

export type Names = Readonly<{ organisation: (id: string) => string; purpose: (id: string) => string }>

export async function namesForLines(site: Site): Promise<Names> {
  const purposes = new Map(site.rooms.governance.purposes().map(({ id, label }) => [id, label]))
  return { organisation: await namesOf(site), purpose: (id) => purposes.get(id) ?? id }
}

export type Line = Readonly<{
  id: string
  at: string
  outcome: Receipt['outcome']
  did: string
  who: string
  dataset: string | null
  purpose: string
}>

export function lineOf(receipt: Receipt, names: Names): Line {
  const { id, at, outcome, dataset, purpose } = receipt
  return {
    id,
    at,
    outcome,
    did: sayAction(receipt.action),
    who: sayWho(receipt, names),
    dataset,
    purpose: purpose === null ? '' : names.purpose(purpose),
  }
}

/** “practitioner, Brightspark Energy”, “A member of the public”. Never a person's name: a receipt holds none. */
export function sayWho({ organisation, role, app }: Receipt, names: Names): string {
  if (organisation === null) return app === null ? 'A member of the public' : `The app ${app}`
  const known: Readonly<Record<string, string>> = roleWords
  const roles = (role ?? '')
    .split(' ')
    .filter(Boolean)
    .map((each) => known[each] ?? each)
  return [...roles, names.organisation(organisation), ...(app === null ? [] : [`by the app ${app}`])].join(', ')
}

const did: Readonly<Record<string, string>> = {
  read: 'Read',
  verify: 'Checked a fact',
  export: 'Took the file',
  'ask to read': 'Asked: may I read?',
  'ask to verify': 'Asked: may I check?',
  'ask to export': 'Asked: may I take the file?',
  publish: 'Published',
  retype: 'Changed field types',
  propose: 'Proposed an agreement',
  sign: 'Signed an agreement',
  suspend: 'Suspended an agreement',
  resume: 'Resumed an agreement',
  end: 'Ended an agreement',
  'see-agreement': 'Asked to see an agreement',
  'see-receipt': 'Asked to see receipts',
  'see-report': 'Asked to see a quality report',
}

export function sayAction(action: string): string {
  return did[action] ?? action
}
