import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshnessField, themeOf } from './themes.ts'

const field = (name: string, meaning: string | null = null) => ({ name, meaning })

for (const [name, meaning, beside, theme] of [
  ['given', 'person-name', [], 'identity'],
  ['Known As', null, [], 'identity'],
  ['preferredLanguage', null, [], 'contact'],
  ['post', 'postcode', [], 'address'],
  ['heating', null, [], 'address'],
  ['hours_per_week', null, [], 'care'],
  ['expected_discharge', null, [], 'care'],
  ['Primary Diagnosis', null, [], 'health'],
  ['council_tax_band', null, [], 'money'],
  ['badge_colour', null, [], 'other'],
  ['Award', null, [], 'money'],
  // A ward of a town, and one of a hospital.
  ['ward', null, ['record_id', 'visits'], 'address'],
  ['ward_name', null, [], 'address'],
  ['ward', null, ['expected_discharge'], 'health'],
  ['Ward', null, ['AdmissionMethod'], 'health'],
  ['ward', 'ward-code', ['expected_discharge'], 'address'],
] as const)
  test(`${name}${meaning ? `, ${meaning}` : ''}${beside.length > 0 ? ` beside ${beside.join(', ')}` : ''}: ${theme}`, () => {
    const others = beside.map((other) => field(other))
    assert.equal(themeOf(field(name, meaning), [field(name, meaning), ...others]), theme)
  })

test('the most telling date says how fresh a row is', () => {
  const date = (name: string) => ({ name, type: 'date' as const })
  const pick = (...names: string[]) => freshnessField(names.map(date))?.name ?? null
  assert.equal(pick('issued', 'last_reviewed', 'date_of_birth'), 'last_reviewed')
  assert.equal(pick('Admitted', 'LastUpdated'), 'LastUpdated')
  assert.equal(pick('date_of_birth', 'expires'), null)
  assert.equal(freshnessField([{ name: 'last_updated', type: 'text' }]), null)
})
