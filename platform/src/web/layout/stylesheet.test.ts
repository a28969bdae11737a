import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { govukFolder, webFolder } from './assets.ts'
import { keepUsed, makeStylesheet, usedClasses } from './stylesheet.ts'

const govuk = join(govukFolder, 'govuk')
let made = ''
let whole = ''
let templates: string[] = []

before(async () => {
  made = await makeStylesheet(govuk, webFolder, '/assets/type.woff2')
  whole = await readFile(join(govuk, 'govuk-frontend.min.css'), 'utf8')
  const names = (await readdir(webFolder, { recursive: true })).filter((name) => name.endsWith('.njk'))
  templates = await Promise.all(names.map((name) => readFile(join(webFolder, name), 'utf8')))
})

test('every class that a template of ours uses is styled as govuk-frontend styles it', async () => {
  const used = [...(await usedClasses(templates, govuk))].filter((name) => !name.endsWith('-'))
  const isStyled = (sheet: string, name: string) =>
    new RegExp(`\\.${RegExp.escape(name.replaceAll('!', '\\!'))}(?![\\w-])`).test(sheet)
  const lost = used.filter((name) => isStyled(whole, name) && !isStyled(made, name))
  assert.deepEqual(lost, [])
  assert.ok(used.includes('govuk-button') && used.includes('govuk-table__header'))
})

test('every class of our own that a template uses has a rule', () => {
  const own = templates.flatMap((template) =>
    [...template.matchAll(/class="([^"]*)"/g)].flatMap(([, names = '']) =>
      names.split(/[\s{}%"']+/).filter((name) => /^[a-z]+(__[a-z-]+|--[a-z]+)+$/.test(name)),
    ),
  )
  const unstyled = [...new Set(own)].filter((name) => !name.startsWith('govuk-') && !made.includes(`.${name}`))
  // Hooks that say what a thing is, and need no look of their own.
  assert.deepEqual(
    unstyled.toSorted(),
    ['crossing__picture--tall', 'results__pages', 'refusal__asked', 'refusal__button', 'refusal__remedy']
      .filter((name) => unstyled.includes(name))
      .toSorted(),
  )
})

test('no crown typeface, no crown address, nothing of components that we do not use', () => {
  assert.ok(!/GDS Transport|light-94a07e06a1|@font-face[^}]*woff"/.test(made))
  for (const absent of ['govuk-accordion', 'govuk-cookie-banner', 'govuk-footer', 'govuk-phase-banner', 'js-enabled'])
    assert.ok(!made.includes(absent), absent)
  assert.equal(made.match(/@font-face/g)?.length, 1)
  assert.equal(made.split('{').length, made.split('}').length)
})

test('it is small enough to arrive with the first page', () => {
  assert.ok(made.length < 64_000, `${made.length} bytes plain`)
  assert.ok(gzipSync(made).length < 12_000, `${gzipSync(made).length} bytes compressed`)
})

test('rules are kept by every class of a selector, and each selector of a list by itself', () => {
  const sheet =
    '.govuk-a,.govuk-b:hover{x:1}.govuk-a .govuk-b{y:2}@media print{.govuk-b{z:3}}.plain{p:4}.govuk-a--big{q:5}'
  assert.equal(keepUsed(sheet, new Set(['govuk-a'])), '.govuk-a{x:1}.plain{p:4}')
})
