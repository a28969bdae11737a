/** Putting a document forward: read, checked against this node, and asked what it would change. */
import type { AgreementDocument } from '@wayleave/kit'
import { Problem } from '#foundation/problem.ts'
import type { Caller, DatasetFacts } from '#model/request.ts'
import { checkAgreement, warningsOf, type World } from './document/check.ts'
import { faultsProblem } from './document/faults.ts'
import { readDocument } from './document/read.ts'
import { shapeOfAgreement } from './document/shape.ts'
import type { Desk, Governance } from './governance.ts'
import { newlyAllowed } from './newly-allowed.ts'
import { isNodeMade } from './node-made.ts'
import { actorFor, insistOnAuthority, putProposal } from './taking-steps.ts'

export function createDrafting(desk: Desk): Pick<Governance, 'draft' | 'propose' | 'wouldAllow'> {
  async function put(step: 'draft' | 'propose', source: unknown, by: Caller) {
    const { document, world } = await readAgreement(source, desk)
    insistOnAuthority(by, 'propose', { document }, desk.register.rulebook)
    await desk.record((moment) => putProposal(moment, document, step, actorFor(by, ['data-officer', 'approver'])))
    return { ...(await desk.view(document.id)), warnings: warningsOf(document, world) }
  }
  return {
    draft: (source, by) => put('draft', source, by),
    propose: (source, by) => put('propose', source, by),
    async wouldAllow(source) {
      const { document, world } = await readAgreement(source, desk)
      return newlyAllowed(document, desk.register.rulebook, { facts: world.facts, at: desk.deps.clock().toISOString() })
    },
  }
}

/** Problem 400, 413 or 422 when it is not an agreement that could be proposed here. */
async function readAgreement(
  source: unknown,
  { deps, register }: Desk,
): Promise<{ document: AgreementDocument; world: World }> {
  const read = readDocument(source)
  const shaped = shapeOfAgreement(read.value)
  if (!('document' in shaped)) throw faultsProblem(shaped.faults, 'agreement', read)
  const { document } = shaped
  if ((document.kind ?? 'sharing') !== 'sharing' || isNodeMade(document.id)) throw nodeMakes()
  await register.refresh()
  const facts = await factsOf(document, deps)
  const { rulebook } = register
  const world: World = {
    isOrganisation: (id) => rulebook.organisation(id) !== undefined,
    hasPurpose: (id) => rulebook.hasPurpose(id),
    facts: (ref) => facts.get(ref),
  }
  const faults = checkAgreement(document, world)
  if (faults.length > 0) throw faultsProblem(faults, 'agreement', read)
  return { document, world }
}

/** Of the datasets that are published already. */
async function factsOf(
  { clauses }: AgreementDocument,
  { catalogue }: Desk['deps'],
): Promise<ReadonlyMap<string, DatasetFacts>> {
  const refs = [...new Set(clauses.map(({ dataset }) => dataset))].filter((ref) => !ref.endsWith('/*'))
  const found = new Map<string, DatasetFacts>()
  for (const ref of refs) {
    const dataset = await catalogue.dataset(ref)
    if (dataset?.latest)
      found.set(ref, {
        ref,
        organisation: dataset.organisation,
        classification: dataset.classification,
        fields: dataset.latest.fields,
      })
  }
  return found
}

function nodeMakes(): Problem {
  return new Problem(422, 'agreement-unfit', {
    title: 'Only the node makes such an agreement',
    detail: 'Licences and own use, and ids that begin with “licence-” or “own-use-”, are made by the node itself.',
    at: '/kind',
    mend: 'For open data, choose a licence when publishing; for sharing, leave “kind” out and choose another id.',
  })
}
