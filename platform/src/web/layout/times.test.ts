import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sayDay, sayExactly, sayTime } from './times.ts'

const now = new Date('2026-07-15T13:30:00Z')

test('times as people say them, by the clock of the place', () => {
  const said: readonly (readonly [string, string])[] = [
    ['2026-07-15T13:29:40Z', 'just now'],
    ['2026-07-15T13:29:00Z', '1 minute ago'],
    ['2026-07-15T12:45:00Z', '45 minutes ago'],
    ['2026-07-15T08:05:00Z', 'today at 9:05am'],
    ['2026-07-14T23:30:00Z', 'today at 12:30am'],
    ['2026-07-14T22:30:00Z', 'yesterday at 11:30pm'],
    ['2026-07-14T11:00:00Z', 'yesterday at 12pm'],
    ['2026-07-12T11:00:00Z', '3 days ago'],
    ['2026-05-04T11:00:00Z', '4 May'],
    ['2024-05-04T11:00:00Z', '4 May 2024'],
    ['2026-07-16T11:00:00Z', '16 July 2026'],
  ]
  for (const [iso, words] of said) assert.equal(sayTime(iso, now), words, iso)
})

test('exactly, with the zone that was in force', () => {
  assert.equal(sayExactly('2026-07-15T13:30:05Z'), '15 July 2026 at 14:30:05 BST')
  assert.equal(sayExactly('2026-01-15T13:30:05Z'), '15 January 2026 at 13:30:05 GMT')
  assert.equal(sayDay('2026-04-01'), '1 April 2026')
})

test('what is no time is shown as it came', () => {
  assert.equal(sayTime('soon', now), 'soon')
  assert.equal(sayExactly(''), '')
})
