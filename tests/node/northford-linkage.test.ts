/** Northford's linkages, run as their analysts would, and held to the truth that the town was made from. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { linkageKeys } from '../../platform/src/entities/keys.ts'
import { done } from '../linked-registers.ts'
import { type TestNode, testNode } from '../node.ts'

type Truth = Readonly<{ dataset: string; record: string; person: string; hard: string }>

let world: TestNode
let truth: readonly Truth[]
before(async () => {
  world = await testNode({ people: 3_000 })
  const [, ...lines] = readFileSync(join(world.folder, 'northford-truth.csv'), 'utf8').trimEnd().split('\n')
  truth = lines.map((line) => {
    const [dataset, record, person, , , , , , hard] = line.split(',') as string[]
    return { dataset, record, person, hard } as Truth
  })
})
after(() => world?.stop())

type Linked = Truth & Readonly<{ entity: string }>

/** Runs a linkage, and answers who each record was taken for beside who it is. */
async function link(organisation: string, linkage: string): Promise<readonly Linked[]> {
  const credentials = { bearer: await world.token(`${organisation}-analyst`) }
  const { entities, database } = world.node.house
  done(await entities.run({ credentials, linkage }))
  await entities.settled({ credentials, linkage })
  const { current, latest } = done(await entities.linkage({ credentials, linkage }))
  assert.equal(latest?.state, 'done', JSON.stringify(latest?.problem))
  assert.ok(
    current!.sources.every(({ outcome, receipt }) => outcome === 'read' && receipt),
    JSON.stringify(current!.sources),
  )
  const { rows } = await database.pool.query<{ ref: string; token: string; entity: string }>(
    `select l.ref, r.token, r.entity from entities.records r join entities.linkages l on l.ref = r.linkage and l.current_run = r.run
     where l.organisation = $1 and l.id = $2`,
    [organisation, linkage],
  )
  const key = await linkageKeys(join(world.folder, 'keys')).of(rows[0]!.ref)
  const entityOf = new Map(rows.map(({ token, entity }) => [token, entity]))
  const linked = truth.flatMap((each) => {
    const entity = entityOf.get(key.token(each.dataset, each.record))
    return entity === undefined ? [] : [{ ...each, entity }]
  })
  assert.equal(linked.length, rows.length, 'every record is known to the truth')
  const { facts } = current!
  console.log(
    `${linkage}: ${facts!.records} records, ${facts!.entities} persons, ${facts!.seconds.toFixed(1)} s (${facts!.cpuSeconds.toFixed(1)} CPU-seconds), ${facts!.uncertain} uncertain`,
  )
  return linked
}

const pairs = (count: number): number => (count * (count - 1)) / 2

function measure(linked: readonly Linked[]): { precision: number; recall: number; f1: number } {
  const count = (by: (record: Linked) => string) =>
    [...Map.groupBy(linked, by).values()].reduce((sum, group) => sum + pairs(group.length), 0)
  const both = count(({ person, entity }) => `${person} ${entity}`)
  const [precision, recall] = [both / count(({ entity }) => entity), both / count(({ person }) => person)]
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) }
}

/** Pairs of two who are easily taken for one, and how many of them were. */
function mistaken(linked: readonly Linked[], hard: string): number {
  const groups = [...Map.groupBy(linked, ({ entity }) => entity).values()]
  return groups.filter(
    (group) => new Set(group.filter((each) => each.hard === hard).map(({ person }) => person)).size > 1,
  ).length
}

for (const [organisation, linkage, least] of [
  ['st-annes-nhs-trust', 'home-from-hospital', 0.96],
  ['northford-council', 'hospital-discharge', 0.93],
  ['northford-water', 'priority-services', 0.85],
] as const)
  test(`${linkage} finds the same people across registers, and keeps twins and namesakes apart`, async () => {
    const linked = await link(organisation, linkage)
    const { precision, recall, f1 } = measure(linked)
    console.log(
      `${linkage}: precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, F1 ${f1.toFixed(4)}; twins taken for one ${mistaken(linked, 'twin')}, namesakes ${mistaken(linked, 'namesake')}`,
    )
    assert.ok(f1 >= least, `F1 ${f1}`)
    assert.ok(linked.some(({ hard }) => hard === 'twin' || hard === 'namesake') || linkage !== 'home-from-hospital')
    assert.deepEqual([mistaken(linked, 'twin'), mistaken(linked, 'namesake')], [0, 0])
  })
