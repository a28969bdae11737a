import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf } from './floors.ts'

const cases: [string, string, string, RegExp | null][] = [
  ['a door uses the corridor', 'api/a.ts', `import { x } from '#exchange'`, null],
  ['the corridor does not know the doors', 'exchange/a.ts', `import { x } from '#api'`, /not below/],
  ['neighbours never meet', 'holdings/a.ts', `import { x } from '#receipts'`, /not below/],
  ['a room is entered by its door', 'api/a.ts', `import { x } from '#exchange/read.ts'`, /by a window/],
  ['a shelf is entered file by file', 'api/a.ts', `import { x } from '#model/query.ts'`, null],
  ['the key belongs to governance', 'exchange/a.ts', `import { mint } from '#permit/mint.ts'`, /side door/],
  ['governance may mint', 'governance/a.ts', `import { mint } from '#permit/mint.ts'`, null],
  ['relative paths stay in the room', 'api/a.ts', `import { x } from '../web/b.ts'`, /climbs out/],
  ['a pure room reads no disk', 'disclosure/a.ts', `import { x } from 'node:fs'`, /pure/],
  ['dynamic imports count', 'exchange/a.ts', `await import('#web')`, /not below/],
  ['re-exports count', 'exchange/a.ts', `export { x } from '#web'`, /not below/],
  ['type imports count', 'exchange/a.ts', `import type { X } from '#web'`, /not below/],
  ['doors cannot reach the holdings', 'api/a.ts', `import { x } from '#holdings'`, /only for/],
  ['unknown rooms are faults', 'attic/a.ts', ``, /not a room/],
]

for (const [name, file, text, expected] of cases) {
  test(name, () => {
    const says = faultsOf(file, text).map((fault) => fault.says)
    if (expected === null) assert.deepEqual(says, [])
    else assert.match(says.join('\n'), expected)
  })
}
