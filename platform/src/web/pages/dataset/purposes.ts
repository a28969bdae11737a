/** What a caller may be asking for: the purposes that their agreements over a dataset name come first. */
import type { DatasetRef } from '#model/dataset.ts'
import type { Caller } from '#model/request.ts'
import type { Site } from '../../site.ts'

export type Choice = Readonly<{ id: string; label: string; definition: string; isAgreed: boolean }>

export async function purposesFor({ rooms }: Site, caller: Caller, dataset: DatasetRef): Promise<readonly Choice[]> {
  const agreed = new Set<string>()
  if (caller.organisation) {
    for (const { document } of await rooms.governance.agreements({
      organisation: caller.organisation,
      state: 'active',
    }))
      if (document.clauses.some((clause) => clause.dataset === dataset))
        for (const id of document.purposes) agreed.add(id)
  }
  const choices = rooms.governance
    .purposes()
    .map(({ id, label, definition }) => ({ id, label, definition, isAgreed: agreed.has(id) }))
  return [...choices.filter(({ isAgreed }) => isAgreed), ...choices.filter(({ isAgreed }) => !isAgreed)]
}
