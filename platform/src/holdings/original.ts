import { createHash } from 'node:crypto'
import { type Readable, Transform } from 'node:stream'
import type { Blobs } from '#foundation/blobs.ts'
import { Problem } from '#foundation/problem.ts'
import type { Version } from '#model/dataset.ts'
import { isGenuine, type Permit } from '#permit'
import { unreadable } from './faults.ts'

/**
 * The file as it was uploaded, for a permit that holds nothing of it back: to export, every field as it is, every row.
 * Its bytes are checked on the way out; a damaged file breaks off with an error.
 */
export async function original(permit: Permit, version: Version, blobs: Blobs): Promise<Readable> {
  if (!isGenuine(permit)) throw new TypeError('not a permit')
  const { dataset, action, fields, rows } = permit.terms
  if (dataset !== version.dataset) throw new TypeError('a permit for another dataset')
  const whole = new Set(fields.filter(({ transform }) => transform.kind === 'as-is').map(({ name }) => name))
  if (action !== 'export' || rows !== null || !version.fields.every(({ name }) => whole.has(name))) throw partOnly()
  if (!(await blobs.has(version.original))) throw unreadable()
  const content = await blobs.read(version.original)
  const hash = createHash('sha256')
  const checked = new Transform({
    transform(part: Buffer, _encoding, done) {
      hash.update(part)
      done(null, part)
    },
    flush(done) {
      done(hash.digest('hex') === version.original ? null : unreadable())
    },
  })
  content.once('error', () => checked.destroy(unreadable()))
  checked.once('close', () => content.destroy())
  return content.pipe(checked)
}

function partOnly(): Problem {
  return new Problem(403, 'original-not-covered', {
    title: 'The uploaded file is not covered',
    detail:
      'The uploaded file holds every field of every row as it is, and the agreement lets out only a part of that.',
    mend: 'Ask for the rows instead, which come as the agreement says.',
  })
}
