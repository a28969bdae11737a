/** Real vectors: RFC 6962 proofs (transparency-dev/merkle) and a log written by Tessera, where they are at hand. */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Edge, hashedEntry } from '../edge.ts'
import { tilePath } from './tiles.ts'
import { entriesOf } from './tiles.ts'
import { verifyConsistency, verifyInclusion, verifyLog } from './index.ts'

const folder = fileURLToPath(new URL('../../../../../shared/data/governance/tlog', import.meta.url))
const bytes = (text: string | null | undefined) => Buffer.from(text ?? '', 'base64')

type InclusionCase = {
  leafIdx: number
  treeSize: number
  root: string
  leafHash: string
  proof: string[]
  wantErr: boolean
}
type ConsistencyCase = { size1: number; size2: number; root1: string; root2: string; proof: string[]; wantErr: boolean }

function cases<Case>(kind: string): [string, Case][] {
  return globSync(`${folder}/merkle/${kind}/**/*.json`).map((path) => [
    path,
    JSON.parse(readFileSync(path, 'utf8')) as Case,
  ])
}

if (existsSync(folder)) {
  test('inclusion proofs, good and tampered, are all judged right', () => {
    const all = cases<InclusionCase>('inclusion')
    assert.ok(all.length > 50)
    for (const [path, { leafIdx, treeSize, root, leafHash, proof, wantErr }] of all) {
      const hashes = (proof ?? []).map(bytes)
      const good = verifyInclusion({ index: leafIdx, size: treeSize, leaf: bytes(leafHash), hashes, root: bytes(root) })
      assert.equal(good, !wantErr, path)
    }
  })

  test('consistency proofs, good and tampered, are all judged right', () => {
    const all = cases<ConsistencyCase>('consistency')
    assert.ok(all.length > 50)
    for (const [path, { size1, size2, root1, root2, proof, wantErr }] of all) {
      const hashes = (proof ?? []).map(bytes)
      const good = verifyConsistency({ from: size1, to: size2, fromRoot: bytes(root1), toRoot: bytes(root2), hashes })
      assert.equal(good, !wantErr, path)
    }
  })

  const key = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx'
  const log = join(folder, 'tessera-log')

  test('a log written by Tessera is accepted, from each of its earlier checkpoints on', async () => {
    for (let size = 0; size <= 15; size++) {
      const verdict = await verifyLog(log, { key, earlier: readFileSync(join(log, `checkpoint.${size}`), 'utf8') })
      assert.ok(verdict.good, verdict.good ? '' : verdict.because)
      assert.equal(verdict.size, 15)
    }
  })

  test('our tiles and roots are those that Tessera wrote', () => {
    const entries = entriesOf(readFileSync(join(log, 'tile/entries/000.p/15')))!
    for (let size = 1; size <= 15; size++) {
      const edge = new Edge()
      edge.add(entries.slice(0, size).map(hashedEntry))
      for (const { tile, bytes } of edge.partials()) assert.deepEqual(bytes, readFileSync(join(log, tilePath(tile))))
      const [, , root] = readFileSync(join(log, `checkpoint.${size}`), 'utf8').split('\n')
      assert.equal(edge.root().toString('base64'), root)
    }
  })
}
