/** House rules and the place's own purposes. */
import { Problem } from '#foundation/problem.ts'
import { parse } from '#foundation/cql2/index.ts'
import type { HouseRuleDocument } from '@wayleave/kit'
import { faultsProblem, type Fault } from './document/faults.ts'
import { readDocument } from './document/read.ts'
import { shapeOfHouseRule } from './document/shape.ts'
import type { Desk, Governance } from './governance.ts'
import type { Purpose } from './purposes.ts'
import { putPurpose, putRule } from './store/store.ts'
import { insistOnAuthority } from './taking-steps.ts'

export function createRuleMaking(
  desk: Desk,
): Pick<Governance, 'putHouseRule' | 'withdrawHouseRule' | 'houseRules' | 'addPurpose'> {
  const { register } = desk
  return {
    async putHouseRule(source, by) {
      const read = readDocument(source)
      const shaped = shapeOfHouseRule(read.value)
      if (!('document' in shaped)) throw faultsProblem(shaped.faults, 'house rule', read)
      const { document } = shaped
      await register.refresh()
      const faults = checkRule(document, desk)
      if (faults.length > 0) throw faultsProblem(faults, 'house rule', read)
      if (by) insistOnAuthority(by, 'put-house-rule', { organisation: document.organisation }, register.rulebook)
      await desk.record((moment) => putRule(moment, document, false, by?.name ?? 'the node'))
      return document
    },
    async withdrawHouseRule(organisation, id, by) {
      if (by) insistOnAuthority(by, 'withdraw-house-rule', { organisation }, register.rulebook)
      const rule = register.houseRules().find((each) => each.organisation === organisation && each.id === id)
      if (!rule)
        throw new Problem(404, 'house-rule-unknown', {
          title: 'There is no such house rule',
          detail: 'The organisation has no rule of that id.',
          mend: 'List its rules.',
        })
      await desk.record((moment) => putRule(moment, rule, true, by?.name ?? 'the node'))
    },
    houseRules: (organisation) =>
      register.houseRules().filter((rule) => organisation === undefined || rule.organisation === organisation),
    async addPurpose({ id, label, definition, parent = null }) {
      const purpose: Purpose = { id, label, definition, parent }
      insistOnPurpose(purpose, desk)
      await desk.record((moment) => putPurpose(moment, purpose))
      return purpose
    },
  }
}

function checkRule({ organisation, when, require, rows }: HouseRuleDocument, { register }: Desk): Fault[] {
  const { rulebook } = register
  const faults: Fault[] = []
  if (!rulebook.organisation(organisation))
    faults.push({
      at: '/organisation',
      what: `${organisation} is not an organisation on this node`,
      mend: 'Use the id of a registered organisation.',
    })
  for (const [at, ids] of [
    ['/when/purposes', when?.purposes],
    ['/require/purposes', require?.purposes],
  ] as const) {
    for (const id of ids ?? [])
      if (!rulebook.hasPurpose(id))
        faults.push({
          at,
          what: `${id} is not on this node’s list of purposes`,
          mend: 'Choose one from the list, or ask the operator to add it.',
        })
  }
  for (const ref of when?.datasets ?? [])
    if (!ref.startsWith(`${organisation}/`))
      faults.push({
        at: '/when/datasets',
        what: `${ref} is not held by ${organisation}`,
        mend: 'A house rule is about one’s own data.',
      })
  try {
    if (rows !== undefined) parse(rows)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    faults.push({
      at: '/rows',
      what: `cannot be read as a condition: ${error.detail.replace(/\.$/, '')}`,
      mend: error.mend ?? 'Write CQL2.',
    })
  }
  return faults
}

function insistOnPurpose({ id, label, definition, parent }: Purpose, { register }: Desk): void {
  const fault =
    !/^[a-z][a-z0-9-]*:[A-Za-z0-9-]+$/.test(id) || id.length > 100
      ? 'The id of a purpose is a prefix, a colon and a name, such as northford:winter-support.'
      : id.startsWith('dpv:')
        ? 'The prefix dpv belongs to the W3C Data Privacy Vocabulary.'
        : !label || !definition || label.length > 200 || definition.length > 2_000
          ? 'A purpose has a label and a definition.'
          : parent !== null && !register.rulebook.hasPurpose(parent)
            ? 'The broader purpose is not on the list.'
            : undefined
  if (fault)
    throw new Problem(422, 'purpose-unfit', {
      title: 'The purpose cannot be taken as it is',
      detail: fault,
      mend: 'Correct it and send it again.',
    })
}
