import assert from 'node:assert/strict'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { anonymous, type Caller } from '#model/request.ts'
import { putApp, setting, temporaryFolder, tokenFor } from './identity-for-tests.ts'

const world = await setting()
const { identity, database, keysFolder } = world
const issuer = 'https://id.northford.example'

test('a person is who their provider says: issuer and subject, compared exactly', async () => {
  const upper = await identity.putPerson({ name: 'Alice', issuer, subject: 'Alice' })
  const lower = await identity.putPerson({ name: 'alice', issuer, subject: 'alice' })
  const elsewhere = await identity.putPerson({ name: 'Alice', issuer: 'https://other.example', subject: 'Alice' })
  assert.equal(new Set([upper, lower, elsewhere]).size, 3)
})

test('putting a person again by id brings them up to date, but nobody takes another’s place', async () => {
  await identity.putPerson({ id: 'p1', name: 'One', issuer, subject: 'one' })
  assert.equal(await identity.putPerson({ id: 'p1', name: 'Uno', issuer: `${issuer}:8443`, subject: 'uno' }), 'p1')
  await identity.putPerson({ id: 'p2', name: 'Two', issuer, subject: 'two' })
  const taken = await identity
    .putPerson({ id: 'p3', name: 'Three', issuer, subject: 'two' })
    .catch((error: unknown) => error)
  assert.ok(taken instanceof Error && 'code' in taken)
  assert.deepEqual([taken.code, taken.cause], ['person-taken', undefined])
  // One spelling of a provider for another: still the same person.
  await assert.rejects(identity.putPerson({ name: 'Two', issuer: `${issuer}/`, subject: 'two' }), {
    code: 'person-taken',
  })
})

test('names are kept as people write them, without what would disturb a page or a log', async () => {
  const names = [
    ['Zoë  O’Brien-Łukasz', 'Zoë O’Brien-Łukasz'],
    ['Line\r\nbreak\u001b[31m red', 'Line break [31m red'],
    ['\u202eright to left\u202c', 'right to left'],
    ['   ', 'Somebody'],
    ['e\u0301', 'é'],
    ['\ud800', '\ufffd'],
    ['x'.repeat(500), 'x'.repeat(100)],
  ]
  for (const [given, kept] of names) {
    const id = await identity.putPerson({
      name: given!,
      issuer,
      subject: `named ${names.findIndex(([name]) => name === given)}`,
    })
    const { rows } = await database.pool.query('select name from identity.persons where id = $1', [id])
    assert.equal(rows[0].name, kept)
  }
})

test('accounts that cannot be right are refused', async () => {
  const person = { name: 'X', issuer, subject: 'x' }
  for (const change of [
    { subject: '' },
    { subject: 'é' },
    { subject: 'a'.repeat(256) },
    { subject: 'a\0' },
    { issuer: 'id' },
    { id: 'a b' },
    { id: '' },
  ])
    await assert.rejects(identity.putPerson({ ...person, ...change }), { code: 'person-unsuitable' })
  const id = await identity.putPerson(person)
  await assert.rejects(identity.putMembership(id, 'northford-council', []), { code: 'person-unsuitable' })
  await assert.rejects(identity.putMembership(id, 'northford-council', ['root' as 'analyst']), { code: 'role-unknown' })
  await assert.rejects(identity.putMembership(id, 'Northford', ['analyst']), { code: 'organisation-unsuitable' })
  await assert.rejects(identity.putMembership(id, 'northford-council', ['analyst'], { until: 'soon' }), {
    code: 'person-unsuitable',
  })
})

test('a pseudonym stands for one person, the same on nodes that share keys, and tells nothing by itself', async () => {
  const caller = (id: string): Caller => ({ kind: 'person', id, name: 'X', organisation: null, roles: ['citizen'] })
  const one = identity.pseudonym(caller('p1'))!
  assert.match(one, /^[0-9a-f]{24}$/)
  assert.equal(identity.pseudonym({ ...caller('p1'), name: 'Y', organisation: 'northford-council' }), one)
  assert.notEqual(identity.pseudonym(caller('p2')), one)
  assert.equal((await world.another()).pseudonym(caller('p1')), one)
  assert.notEqual((await world.another({ keysFolder: temporaryFolder() })).pseudonym(caller('p1')), one)
  assert.equal(identity.pseudonym(anonymous), null)
  assert.equal(identity.pseudonym({ ...caller('p1'), kind: 'app' }), null)
})

test('the node’s keys are readable by their owner alone, and a folder that others can read is refused', async () => {
  const names = readdirSync(keysFolder)
  assert.deepEqual(names.toSorted(), ['access-tokens.json', 'forms.key', 'pseudonym.key'])
  for (const name of names) assert.equal(statSync(join(keysFolder, name)).mode & 0o777, 0o600)
  const folder = temporaryFolder()
  await world.another({ keysFolder: folder })
  chmodSync(join(folder, 'pseudonym.key'), 0o644)
  await assert.rejects(world.another({ keysFolder: folder }), /run chmod 600/)
  chmodSync(join(folder, 'pseudonym.key'), 0o600)
  for (const [name, content] of [
    ['pseudonym.key', 'short'],
    ['access-tokens.json', '{"keys":[]}'],
  ] as const) {
    const path = join(folder, name)
    const before = readFileSync(path)
    writeFileSync(path, content)
    await assert.rejects(world.another({ keysFolder: folder }), /damaged: restore it/)
    writeFileSync(path, before)
  }
})

test('a new signing key in front signs, and the old one still verifies', async () => {
  const [folder, spare] = [temporaryFolder(), temporaryFolder()]
  const before = await world.another({ keysFolder: folder })
  await putApp(before)
  const old = await tokenFor(before)
  await world.another({ keysFolder: spare })
  const read = (from: string) =>
    JSON.parse(readFileSync(join(from, 'access-tokens.json'), 'utf8')) as { keys: object[] }
  const keys = [...read(spare).keys, ...read(folder).keys]
  writeFileSync(join(folder, 'access-tokens.json'), JSON.stringify({ keys }))
  const after = await world.another({ keysFolder: folder })
  assert.equal((await after.identify({ bearer: old })).id, 'warm-homes-app')
  await assert.rejects(before.identify({ bearer: await tokenFor(after) }), { code: 'token-invalid' })
  assert.equal(after.jwks().keys.length, 2)
})
