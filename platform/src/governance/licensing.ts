/** Open licences and own use: agreements that the node makes, and that are decided like all others. */
import type { AgreementDocument } from '@wayleave/kit'
import { Problem } from '#foundation/problem.ts'
import { holderOf } from './compile.ts'
import type { Desk, Governance } from './governance.ts'
import { stateOf } from './life-cycle.ts'
import { freeId, licenceCalled, licenceDocument, licenceStem, ownUseDocument } from './node-made.ts'
import { putEnd, putNodeMade, actorFor, insistOnAuthority } from './taking-steps.ts'

export function createLicensing(desk: Desk): Pick<Governance, 'grantLicence' | 'withdrawLicence' | 'ownUse'> {
  const { register, deps } = desk
  const today = () => deps.clock().toISOString().slice(0, 10)

  /** Those that have not ended or expired, suspended ones among them. */
  function current(matches: (document: AgreementDocument) => boolean): AgreementDocument[] {
    const at = deps.clock().toISOString()
    return [...register.rulebook.agreements()]
      .filter((agreement) => matches(agreement.document) && !['ended', 'expired'].includes(stateOf(agreement, at)))
      .map(({ document }) => document)
  }
  const licencesOf = (dataset: string) =>
    current(({ kind, clauses }) => kind === 'licence' && clauses[0]?.dataset === dataset)
  const isTaken = (id: string) => register.rulebook.agreement(id) !== undefined

  function named(id: string): { id: string; name: string } {
    const organisation = register.rulebook.organisation(id)
    if (organisation) return organisation
    throw new Problem(404, 'organisation-unknown', {
      title: 'There is no such organisation',
      detail: `No organisation called ${id} is registered on this node.`,
      mend: 'Ask the operator to register it.',
    })
  }

  return {
    async grantLicence(dataset, licence, by) {
      const granted = licenceCalled(licence)
      await register.refresh()
      insistOnAuthority(by, 'grant-licence', { dataset }, register.rulebook)
      const holder = named(holderOf(dataset))
      const actor = actorFor(by, ['data-officer'])
      const before = licencesOf(dataset)
      const id = freeId(licenceStem(dataset), isTaken)
      const document = licenceDocument(dataset, granted, holder, { id, starts: today() })
      const same = before.find(({ title }) => title === document.title)
      if (same) return desk.view(same.id)
      await desk.record(async (moment) => {
        for (const old of before) await putEnd(moment, old.id, actor, `replaced by the ${granted.title}`)
        await putNodeMade(moment, document, 'granted', actor)
      })
      return desk.view(id)
    },
    async withdrawLicence(dataset, by) {
      await register.refresh()
      insistOnAuthority(by, 'withdraw-licence', { dataset }, register.rulebook)
      const before = licencesOf(dataset)
      if (before.length === 0) return
      const actor = actorFor(by, ['data-officer', 'approver', 'guardian'])
      await desk.record(async (moment) => {
        for (const { id } of before) await putEnd(moment, id, actor, 'licence withdrawn')
      })
    },
    async ownUse(organisation) {
      await register.refresh()
      const [before] = current(({ kind, parties }) => kind === 'own-use' && parties[0]?.organisation === organisation)
      if (before) return desk.view(before.id)
      const id = freeId(`own-use-${organisation}`, isTaken)
      const document = ownUseDocument(named(organisation), { id, starts: today() })
      await desk.record((moment) =>
        putNodeMade(moment, document, 'made', { organisation, role: 'node', name: 'This node' }),
      )
      return desk.view(id)
    },
  }
}
