/**
 * Whole stories in a real browser against a real node with the demo place. Every page that a story passes is looked over:
 * no accessibility fault (axe, WCAG 2.2 AA), no sideways scroll at 320 px, nothing loaded from elsewhere; scripts are off.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { type TestNode, testNode } from '../node.ts'
import { newPerson, openBrowser, type Person, weigh } from './browser.ts'
import { messyFile } from './messy-file.ts'

let world: TestNode
let browser: Browser

before(async () => {
  world = await testNode({ people: 200 })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await world?.stop()
})

const person = (as?: string, at?: string): Promise<Person> =>
  newPerson(browser, { url: world.url, ...(as && { as }), ...(at && { at }) })

test('anyone finds data, sees what is open, and is told what would help with the rest', async () => {
  const { page, go, look, leave } = await person()
  await go('/')
  await look()
  await page.getByLabel('Search for data').fill('toilets')
  await page.getByRole('button', { name: 'Search' }).click()
  await look()
  await page.getByRole('link', { name: 'Public toilets' }).click()
  await page.getByText('This preview is on record').waitFor()
  assert.ok(
    (await page
      .getByRole('region', { name: /first rows/ })
      .getByRole('row')
      .count()) > 5,
  )
  await look()

  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /CSV/ }).click()])
  assert.match(file.suggestedFilename(), /^public-toilets-v1\.csv$/)

  await go('/data/northford-council/winter-register')
  await page.getByText('What would help:').first().waitFor()
  assert.equal(await page.getByRole('region', { name: /first rows/ }).count(), 0)
  await look()
  await go('/data?q=nothing+of+that+name')
  await page.getByText('Nothing matches').waitFor()
  await look()
  await go('/data/northford-council/no-such-thing')
  await look()
  await leave()
})

test('a data officer publishes a messy file by form, corrects a guess and sees its page; others do not', async () => {
  const { page, go, look, leave } = await person('Amara Osei')
  await go('/publish')
  await look()
  await page.getByRole('button', { name: 'Read it' }).click()
  await page.getByRole('link', { name: 'Choose the file that you want to publish' }).waitFor()
  await look()

  await page.getByLabel('What is it called?').fill('Meals at home')
  await page
    .locator('#file')
    .setInputFiles({ name: 'meals <b>september</b>.csv', mimeType: 'text/csv', buffer: messyFile() })
  await page.getByRole('button', { name: 'Read it' }).click()
  await page.waitForURL('**/publish/review/**')
  await page.getByRole('heading', { name: 'There are people in it' }).waitFor()
  await page.getByText('5 rows and 6 fields').waitFor()
  await page.getByRole('heading', { name: 'Set aside, not in the table' }).waitFor()
  assert.ok(await page.getByRole('radio', { name: 'Personal' }).isChecked())
  await look()

  // Nothing is open by accident, and what was typed stays when something is missing.
  await page.getByRole('radio', { name: 'Open' }).check()
  await page.getByLabel('What is it, and what is it good for?').fill('Who gets a meal, when')
  await page.getByRole('button', { name: 'Publish it' }).click()
  await page.getByRole('link', { name: /nobody can be recognised/ }).waitFor()
  assert.equal(await page.getByLabel('What is it, and what is it good for?').inputValue(), 'Who gets a meal, when')
  await look()

  await page.getByRole('radio', { name: 'Personal' }).check()
  await page.getByRole('combobox', { name: 'Cost' }).selectOption('text')
  await page.getByRole('button', { name: 'Publish it' }).click()
  await page.getByRole('heading', { name: 'Published' }).waitFor()
  await look()
  await page.getByRole('link', { name: 'See its page' }).click()
  await page.getByRole('heading', { name: 'Meals at home', level: 1 }).waitFor()
  await page.getByText('Zoë Ågren').waitFor()
  await page.getByText('£1,204.50').waitFor()
  await look()
  await page.getByRole('link', { name: 'Quality report and field types' }).click()
  await page.getByRole('combobox', { name: 'Ref', exact: true }).waitFor()
  await look()

  await go('/publish')
  await page.getByLabel('What is it called?').fill('Meals at home')
  await page.locator('#file').setInputFiles({ name: 'meals.csv', mimeType: 'text/csv', buffer: messyFile() })
  await page.getByRole('button', { name: 'Read it' }).click()
  await page.getByRole('button', { name: 'Publish it' }).click()
  await page.getByRole('heading', { name: 'You have published this before' }).waitFor()
  await look()

  await go('/publish')
  await page.getByLabel('What is it called?').fill('A picture')
  await page.locator('#file').setInputFiles({
    name: 'picture.png',
    mimeType: 'image/png',
    buffer: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  })
  await page.getByRole('button', { name: 'Read it' }).click()
  await page.getByText('Nothing was published.').waitFor()
  await look()
  await leave()

  const stranger = await person('Kay Dunmore')
  await stranger.go('/data/northford-council/meals-at-home')
  await stranger.page.getByText('What would help:').first().waitFor()
  assert.ok(!(await stranger.page.content()).includes('Ågren'))
  await stranger.go('/data/northford-council/meals-at-home/report')
  await stranger.page.getByRole('heading', { name: 'This is not covered yet' }).waitFor()
  await stranger.look()
  await stranger.go('/publish')
  await stranger.page.getByRole('heading', { name: 'This is not covered yet' }).waitFor()
  await stranger.look()
  await stranger.leave()
})

const agreement = `wayleave: agreement/1
id: meals-and-heating
title: Meals and heating
parties:
  - { organisation: northford-council, role: provider }
  - { organisation: brightspark-energy, role: recipient }
purposes: [northford:winter-support]
description: So that a cold home is noticed by whoever brings the meal.
lawfulBasis: { id: "eu-gdpr:A6-1-e", law: "Care Act 2014, section 2" }
specialCategoryBasis: { id: "eu-gdpr:A9-2-h", law: "Care Act 2014, section 6" }
starts: 2020-01-01
ends: 2099-12-31
clauses:
  - id: c1
    dataset: northford-council/meals-at-home
    action: read
    roles: [practitioner]
    fields: { Ref: as-is, Name: masked, Delivered: as-is }
`

test('two approvers sign an agreement: May I? turns from no to yes, and back when it is suspended', async () => {
  const kay = await person('Kay Dunmore')
  const ask = '/may-i?ask=yes&dataset=northford-council/meals-at-home&purpose=northford%3Awinter-support'
  await kay.go(ask)
  await kay.page.getByRole('heading', { name: 'Not as you asked it.' }).waitFor()
  await kay.page.getByRole('link', { name: 'Draft an agreement for this' }).first().waitFor()
  await kay.look()

  const helen = await person('Helen Whitfield')
  await helen.go('/agreements/new')
  await helen.look()
  await helen.page
    .getByLabel('The document')
    .fill(agreement.replace('dataset: northford-council', 'dataset: somebody-else'))
  await helen.page.getByRole('button', { name: 'Propose it to the parties' }).click()
  await helen.page.getByRole('alert').getByText('line 15').waitFor()
  assert.match(await helen.page.getByLabel('The document').inputValue(), /Meals and heating/)
  await helen.look()
  await helen.page.getByLabel('The document').fill(agreement)
  await helen.page.getByRole('button', { name: 'Propose it to the parties' }).click()
  await helen.page.getByText('It is proposed.').waitFor()
  await helen.page.getByRole('heading', { name: 'What this newly allows' }).waitFor()
  await helen.look()
  await sign(helen, 'It starts when the others have signed too.')

  const victor = await person('Victor Lund')
  await victor.go('/agreements')
  await victor.page.getByRole('heading', { name: 'This one waits for your signature' }).waitFor()
  await victor.look()
  await victor.page.getByRole('link', { name: 'Meals and heating' }).first().click()
  await sign(victor, 'from now on it is the rule that runs')

  await kay.go(ask)
  await kay.page.getByRole('heading', { name: 'Yes. You may read this.' }).waitFor()
  await kay.look()
  await kay.go(`${ask}&fields=Ref&fields=NHS+number`)
  await kay.page.getByRole('heading', { name: 'Not as you asked it.' }).waitFor()
  await kay.look()
  await kay.page.getByRole('link', { name: 'Ask without those fields' }).first().click()
  await kay.page.getByRole('link', { name: 'Use it' }).click()
  await kay.page.getByText('00017').waitFor()
  assert.ok(!/Ågren|943 ?476/.test(await kay.page.content()))
  await kay.look()

  await victor.page.getByRole('link', { name: 'Suspend it' }).click()
  await victor.look()
  await victor.page.getByRole('button', { name: 'Suspend it now' }).click()
  await victor.page.getByRole('link', { name: /Say why/ }).waitFor()
  await victor.look()
  await victor.page.getByLabel('Why?').fill('We are checking the rota.')
  await victor.page.getByRole('button', { name: 'Suspend it now' }).click()
  await victor.page.getByText('It is suspended.').waitFor()
  await victor.page.getByText('We are checking the rota.').waitFor()
  await victor.look()
  await kay.go(ask)
  await kay.page.getByRole('heading', { name: 'Not as you asked it.' }).waitFor()

  await helen.go('/agreements/meals-and-heating/resume')
  await helen.page.getByText('This cannot be done now, or not by you').waitFor()
  await victor.page.getByRole('link', { name: 'Resume it' }).click()
  await victor.page.getByRole('button', { name: 'Resume it now' }).click()
  await victor.page.getByText('It runs again.').waitFor()
  await Promise.all([kay, helen, victor].map(({ leave }) => leave()))
})

async function sign({ page, look }: Person, expected: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign it' }).click()
  await look()
  await page.getByRole('button', { name: 'Sign it now' }).click()
  await page.getByRole('link', { name: /Tick the box/ }).waitFor()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Sign it now' }).click()
  await page.getByText(expected).waitFor()
  await look()
}

test('May I? as anyone, and without saying what is needed', async () => {
  const { page, go, look, leave } = await person()
  await go('/may-i')
  await look()
  await page.getByRole('button', { name: 'May I?' }).click()
  await page.getByRole('link', { name: 'Choose the data that you need' }).waitFor()
  await look()
  await page.getByLabel('2. What do you need?').selectOption('northford-council/public-toilets')
  await page.getByRole('button', { name: 'May I?' }).click()
  await page.getByRole('heading', { name: 'Yes. You may read this.' }).waitFor()
  assert.match(page.url(), /dataset=northford-council%2Fpublic-toilets/)
  await leave()
})

test('a receipt is looked up by its number, holds when it is checked, and can be taken away', async () => {
  const { page, go, look, leave } = await person()
  await go('/data/northford-council/public-toilets')
  const number = await page.getByText('This preview is on record').getByRole('link').innerText()
  await go('/receipts')
  await page.getByLabel('Look up a receipt by its number').fill('nonsense')
  await page.getByRole('button', { name: 'Look up' }).click()
  await page.getByRole('link', { name: /A receipt number is/ }).waitFor()
  await look()
  await page.getByLabel('Look up a receipt by its number').fill(number)
  await page.getByRole('button', { name: 'Look up' }).click()
  await page.getByRole('heading', { name: 'Receipt', exact: true }).waitFor()
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  await look()
  await page.getByRole('link', { name: 'Check this receipt' }).click()
  await page.getByRole('heading', { name: 'It holds' }).waitFor()
  await look()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'the receipt with its proof' }).click(),
  ])
  assert.equal(file.suggestedFilename(), `receipt-${number}.json`)
  await go('/log')
  await look()

  const staff = await person('Kay Dunmore')
  await staff.go('/data/northford-council/winter-register?purpose=northford:winter-support')
  const theirs = await staff.page.getByText('on record').getByRole('link').innerText()
  await staff.go('/my-data')
  await staff.look()
  await staff.go('/receipts')
  await staff.look()
  await staff.leave()
  await go(`/receipts/${theirs}`)
  await page.getByRole('heading', { name: 'This is not covered yet' }).waitFor()
  await leave()
})

test('signing in leads back, asks for whom to act, and signing out ends it', async () => {
  const visitor = await person()
  await visitor.go('/receipts')
  await visitor.page.locator('main').getByRole('link', { name: 'Sign in' }).click()
  await visitor.look()
  await visitor.leave()

  const { page, go, look, leave } = await person('Lucy Hale')
  await page.getByRole('heading', { name: 'Who do you act for?' }).waitFor()
  await look()
  await page.getByRole('radio', { name: 'Northford City Council' }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.locator('header').getByText('Northford City Council').waitFor()
  await look()
  const [session] = (await page.context().cookies()).filter(({ name }) => name.includes('session'))
  assert.ok(session?.httpOnly && session.sameSite === 'Lax' && session.expires === -1)

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed out.').waitFor()
  await look()
  await page.context().addCookies([session])
  await go('/receipts')
  assert.equal(
    await page.getByRole('button', { name: 'Sign out' }).count(),
    0,
    'a session that was signed out does not come back',
  )
  await leave()

  const citizen = await person('Maggie Thornley')
  await citizen.go('/my-data')
  await citizen.look()
  await citizen.go('/agreements')
  await citizen.look()
  await citizen.leave()
})

test('the small pages, and what goes wrong, look as well as the rest', async () => {
  const { go, look, leave } = await person()
  for (const path of [
    '/cookies',
    '/my-data',
    '/agreements',
    '/nothing-here',
    '/receipts/raaaaaaaaaaaaaaaaaaaaaaaaaa',
    '/data?page=999',
  ]) {
    await go(path)
    await look()
  }
  await leave()
})

test('with scripts on, nothing is different', async () => {
  const { go, look, leave } = await newPerson(browser, { url: world.url, script: true })
  for (const path of ['/', '/data', '/data/northford-council/ward-boundaries', '/may-i']) {
    await go(path)
    await look()
  }
  await leave()
})

test('a first visit weighs at most 100 kB, in at most five requests', async () => {
  for (const path of [
    '/',
    '/data',
    '/data/northford-council/public-toilets',
    '/may-i?ask=yes&dataset=northford-council/winter-register',
  ]) {
    const context = await browser.newContext()
    const { bytes, requests } = await weigh(context, new URL(path, world.url).href)
    await context.close()
    assert.ok(bytes > 10_000 && bytes <= 100_000, `${path} weighs ${bytes} bytes`)
    assert.ok(requests <= 5, `${path} takes ${requests} requests`)
  }
})

/** Runs in the page. The browser's own bar, beyond the last stop, counts as seen. */
const isFocusSeen = `(() => {
  const at = document.activeElement
  if (!at || at === document.body) return true
  const { outlineStyle, boxShadow } = getComputedStyle(at)
  return at.getBoundingClientRect().width > 0 && (outlineStyle !== 'none' || boxShadow !== 'none')
})()`

test('by keyboard alone: the first stop skips to the content, and every stop can be seen', async () => {
  const { page, go, leave } = await person()
  await go('/data/northford-council/public-toilets')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate('document.activeElement.textContent.trim()'), 'Skip to main content')
  for (let stops = 0; stops < 25; stops++) {
    await page.keyboard.press('Tab')
    const seen = await page.evaluate(isFocusSeen)
    assert.ok(seen, `stop ${stops} cannot be seen`)
  }
  await leave()
})

test('on paper a receipt keeps its facts and its code, and loses what is only for screens', async () => {
  const { page, go, leave } = await person()
  await go('/data/northford-council/public-toilets')
  await page.getByText('This preview is on record').getByRole('link').click()
  await page.emulateMedia({ media: 'print' })
  assert.ok(await page.getByRole('img', { name: /QR code/ }).isVisible())
  assert.ok(!(await page.getByRole('navigation', { name: 'Main' }).isVisible()))
  assert.ok(!(await page.getByRole('link', { name: 'Check this receipt' }).isVisible()))
  await leave()
})
