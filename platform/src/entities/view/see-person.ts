/** What this caller may know of this person, for the linkage's purpose: every dataset asked, every answer with its receipt. */
import type { Done, Refused } from '#exchange'
import type { Credentials } from '#identity'
import { type AskingLinked, type Desk, onEntity } from '../desk.ts'
import { noEntity } from '../faults.ts'
import { linkedDatasets } from '../linkages/linked-datasets.ts'
import { correctionsOf } from '../store/corrections.ts'
import { recordsOfEntities, type StoredRecord } from '../store/records.ts'
import { runNumbered } from '../store/runs.ts'
import { askOfPerson, type SourceAnswer } from './ask-of-person.ts'
import { factsOf, nameOf } from './facts.ts'
import { householdOf } from './household.ts'
import { type PersonView, themes } from './person.ts'

export function person(
  desk: Desk,
  asked: Readonly<{ credentials: Credentials; key: string; household?: boolean }>,
): Promise<Done<PersonView> | Refused> {
  const { credentials, key, household = true } = asked
  return onEntity(desk, asked, async (asking) => {
    const members = await membersOf(desk, asking, key)
    const answers = await askAll(desk, { ...asking, credentials }, members)
    const facts = factsOf(answers)
    const run = await runNumbered(desk.database, asking.linkage.ref, asking.linkage.currentRun)
    return {
      linkage: asking.linkage.id,
      key,
      name: nameOf(answers),
      themes: themes
        .map((theme) => ({ theme, facts: facts.filter((fact) => fact.theme === theme).map(({ fact }) => fact) }))
        .filter((each) => each.facts.length > 0),
      sources: answers.map(({ view }) => view),
      household: household ? await householdOf(desk, { ...asking, credentials }, { key, answers }) : null,
      linkedAt: run?.endedAt ?? asking.linkage.definedAt,
    }
  })
}

/** Problem 404 `entity-unknown`, which says where the records went when it can. */
async function membersOf(desk: Desk, { linkage }: AskingLinked, key: string): Promise<readonly StoredRecord[]> {
  const { pool } = desk.database
  const members = await recordsOfEntities(pool, linkage, [key])
  if (members.length > 0) return members
  const [last] = (await correctionsOf(pool, linkage, key)).filter(({ from }) => from.includes(key))
  throw noEntity(last?.to.filter((to) => to !== key))
}

export type Onlooker = AskingLinked & Readonly<{ credentials: Credentials }>

async function askAll(
  desk: Desk,
  onlooker: Onlooker,
  members: readonly StoredRecord[],
): Promise<readonly SourceAnswer[]> {
  const datasets = await linkedDatasets(desk, onlooker.linkage.document)
  // Whether or not the person is in it: who is refused must not learn which.
  return Promise.all(
    datasets.map((dataset) =>
      askOfPerson(
        desk,
        onlooker,
        dataset,
        members.filter((member) => member.dataset === dataset.dataset),
      ),
    ),
  )
}
