/** A linkage from its definition to a corrected person, on a real node: nothing of it goes round the corridor. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Done, Refused } from '../../platform/src/exchange/index.ts'
import { careSet, linkage, linkedRegisters, patientSet, type Registers } from '../linked-registers.ts'
import { trust } from '../two-organisations.ts'

let registers: Registers
before(async () => {
  registers = await linkedRegisters()
})
after(() => registers?.world.stop())

export function done<T>(answer: Done<T> | Refused): T {
  if (answer.kind === 'refusal') assert.fail(JSON.stringify(answer.reasons))
  return answer.value
}

test('a run', async () => {
  await registers.link()
  const credentials = await registers.as(`${trust}-analyst`)
  const view = done(await registers.world.node.house.entities.linkage({ credentials, linkage }))
  console.log(JSON.stringify(view, null, 1))
  const { entities } = registers.world.node.house
  for (const clues of [
    { name: 'Magie Thornly' },
    { name: 'Smithson' },
    { name: 'Canaryrow' },
    { name: 'Zebedee' },
    { name: 'John Marsh', age: 90 },
  ]) {
    const found = done(
      await entities.search({ credentials: await registers.as(`${trust}-practitioner`), linkage, clues }),
    )
    console.log(JSON.stringify(found, null, 1))
    if (found.results[0])
      console.log(
        JSON.stringify(
          done(
            await entities.person({
              credentials: await registers.as(`${trust}-practitioner`),

              key: found.results[0].key,
            }),
          ),
          null,
          1,
        ),
      )
  }
  const q = done(await entities.reviews({ credentials, linkage }))
  console.log(JSON.stringify(q, null, 1))
})
