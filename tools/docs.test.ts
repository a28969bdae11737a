import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stale } from './docs.ts'

test('the pages that are made from the code are fresh', () => assert.deepEqual(stale(), []))
