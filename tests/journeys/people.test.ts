/**
 * One person in many registers, in a real browser: an analyst puts the registers together, a social worker finds somebody, sees
 * what several holders know, decides on a pair, puts a mistake right and takes it back, and loses sight when an agreement stops.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { done } from '../linked-registers.ts'
import { type TestNode, testNode } from '../node.ts'
import { newPerson, openBrowser, type Person, weigh } from './browser.ts'

const linkage = 'hospital-discharge'
const discharges = 'st-annes-nhs-trust/discharges'

let world: TestNode
let browser: Browser
before(async () => {
  world = await testNode({ people: 5_000 })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await world?.stop()
})

const person = (as: string): Promise<Person> => newPerson(browser, { url: world.url, as })
const button = ({ page }: Person, name: string | RegExp) => page.getByRole('button', { name })
const follow = ({ page }: Person, name: string | RegExp) => page.getByRole('link', { name }).first().click()
const heading = ({ page }: Person, name: string | RegExp) => page.getByRole('heading', { name }).first().waitFor()
const says = ({ page }: Person, text: string | RegExp) => page.getByText(text).first().waitFor()

/** A year in which more people of these registers were born than a search shows. */
function crowdedYear(): string {
  const lines = readFileSync(join(world.folder, 'northford-truth.csv'), 'utf8').trim().split('\n')
  const years = lines.flatMap((line) => {
    const [dataset, , , , , , year] = line.split(',')
    return dataset === 'northford-council/winter-register' && year ? [year] : []
  })
  const counts = [...Map.groupBy(years, (year) => year)].map(([year, all]) => ({ year, count: all.length }))
  const [most] = counts.toSorted((one, other) => other.count - one.count)
  assert.ok(most && most.count > 14, `too few people are born in one year: ${most?.count}`)
  return most.year
}

type Known = Readonly<{ key: string; name: string; records: number }>

/** Somebody whom the trust and the council know, and about whom their registers differ. */
async function somebody(): Promise<Known> {
  const { entities, database } = world.node.house
  const credentials = { bearer: await world.token('northford-council-practitioner') }
  const { rows } = await database.pool.query<{ entity: string }>(
    `select entity from entities.records r join entities.linkages l on l.ref = r.linkage and l.current_run = r.run
     where l.organisation = 'northford-council' and l.id = $1 group by entity having count(*) > 1 order by entity`,
    [linkage],
  )
  for (const { entity: key } of rows) {
    const { name, sources, themes } = done(await entities.person({ credentials, key }))
    const shown = sources.filter(({ outcome }) => outcome === 'shown')
    const differs = themes.some(({ facts }) => facts.some(({ conflictsWith }) => conflictsWith.length > 0))
    const records = shown.flatMap((source) => source.records).length
    if (differs && name && records > 1 && shown.some(({ dataset }) => dataset === discharges))
      return { key, name, records }
  }
  throw new Error('nobody is known to the trust and the council with a difference between them')
}

/** Waits for the end of a run as somebody without scripts does. */
async function untilTogether({ page, look }: Person): Promise<void> {
  for (let looked = false; await page.getByText('looks again by itself').count(); looked = true) {
    if (!looked) await look()
    await page.reload()
  }
}

test('an analyst puts registers together, and sees what each gave and how good the links are', async () => {
  const priya = await person('Priya Nair')
  await priya.go('/people')
  await says(priya, 'The registers have not been put together yet.')
  await priya.look()
  await follow(priya, 'Start it')
  await heading(priya, 'Who goes home from hospital, and has care already')
  await priya.look()
  await button(priya, 'Put them together').click()
  await untilTogether(priya)
  await heading(priya, 'What each register gave')
  await priya.page
    .getByRole('cell', { name: /date of birth/ })
    .first()
    .waitFor()
  await says(priya, /of 100 right links were made/)
  await priya.page.getByRole('table', { name: 'By age band' }).waitFor()
  await priya.look()
  await priya.go('/linkages')
  await priya.look()
  await priya.leave()

  const stranger = await person('Kay Dunmore')
  for (const path of ['/people', `/people/${linkage}`, `/linkages/${linkage}`, `/review/${linkage}`]) {
    await stranger.go(path)
    await stranger.look()
    assert.ok(!(await stranger.page.content()).includes('Who goes home from hospital'), path)
  }
  await stranger.leave()
})

test('a social worker finds somebody by what is in hand, and sees what each holder knows, with its receipt', async () => {
  const { name, key } = await somebody()
  const tom = await person('Tom Bexley')
  const { page, look } = tom
  await tom.go('/people')
  await look()
  await follow(tom, 'Who goes home from hospital')
  await look()
  await button(tom, 'Find').click()
  await page
    .getByRole('alert')
    .getByRole('link', { name: /^Enter a name/ })
    .waitFor()
  await look()

  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Day').fill('31')
  await page.getByLabel('Month').fill('2')
  await page.getByLabel('Year').fill('1940')
  await page.getByLabel('Postcode').fill('nowhere at all')
  await button(tom, 'Find').click()
  await page
    .getByRole('alert')
    .getByRole('link', { name: /^Date of birth must be/ })
    .waitFor()
  assert.equal(await page.getByLabel('Name').inputValue(), name, 'what was typed is still there')
  await look()
  for (const part of ['Day', 'Month', 'Year']) await page.getByLabel(part).fill('')
  await button(tom, 'Find').click()
  await page
    .getByRole('alert')
    .getByRole('link', { name: /^Enter a postcode/ })
    .waitFor()
  await page.getByLabel('Postcode').fill('')

  await page.getByLabel('Name').fill('Xqzwv Zzyxq')
  await button(tom, 'Find').click()
  await heading(tom, 'Nobody fits')
  await look()
  await page.getByLabel('Name').fill('')
  await page.getByLabel('Year').fill(crowdedYear())
  await button(tom, 'Find').click()
  await heading(tom, 'Too many people fit')
  await look()
  await page.getByLabel('Year').fill('')
  await page.getByLabel('Name').fill(name)
  await button(tom, 'Find').click()
  await heading(tom, /may be meant, the likeliest first/)
  await says(tom, 'This look is on record')
  assert.equal(new URL(page.url()).search, '', 'what was typed stands in the address')
  await look()

  await page.locator(`a[href$="/${key}"]`).first().click()
  await heading(tom, name)
  await says(tom, /The sources differ about/)
  await says(tom, 'Sources differ')
  await heading(tom, 'Where this comes from, and what is held back')
  await says(tom, /held back/)
  await heading(tom, 'At the same address')
  await look()
  await page.getByRole('navigation', { name: 'Sources' }).getByRole('link', { name: 'Discharges expected' }).click()
  assert.match(page.url(), /#source-1$/)
  const numbers = new Set(await page.locator('#held-back ~ .source a.receipt-number').allInnerTexts())
  assert.equal(numbers.size, await page.locator('.source').count(), 'a receipt for each holder that was asked')
  await page.emulateMedia({ media: 'print' })
  assert.ok(!(await page.getByRole('link', { name: 'Take records apart' }).isVisible()))
  await page.emulateMedia({ media: 'screen' })
  await page.locator('.known__source a.receipt-number').first().click()
  await says(tom, /Going home from hospital|northford:hospital-discharge/)
  assert.ok(!(await page.content()).includes(name), 'a receipt names somebody')
  await look()
  await tom.leave()
})

test('a pair that is open is decided by a person, who says why', async () => {
  const tom = await person('Tom Bexley')
  const { page, look } = tom
  await tom.go('/review')
  await look()
  await follow(tom, 'Who goes home from hospital')
  await heading(tom, 'Are these one person?')
  assert.equal(await page.getByRole('region', { name: 'The two records' }).getByRole('columnheader').count(), 2)
  await look()
  await button(tom, 'Answer, and show the next').click()
  await page.getByRole('alert').getByRole('link', { name: 'Choose an answer' }).waitFor()
  await look()
  await page.getByRole('radio', { name: 'Cannot tell from this' }).check()
  await page.getByLabel(/^Why/).fill('The dates of birth are a generation apart, the rest is one.')
  await button(tom, 'Answer, and show the next').click()
  await page.getByRole('status').waitFor()
  await look()
  await tom.leave()
})

test('records are taken apart after a look at what it does, taken back, and one is reported as not theirs', async () => {
  const { name, key, records } = await somebody()
  const tom = await person('Tom Bexley')
  const { page, look } = tom
  const here = `/people/${linkage}/${key}`
  await tom.go(here)
  await follow(tom, 'Take records apart')
  await look()
  await button(tom, 'Continue').click()
  await page
    .getByRole('alert')
    .getByRole('link', { name: /^Choose the records/ })
    .waitFor()
  await page.getByRole('alert').getByRole('link', { name: 'Say why' }).waitFor()
  await look()
  await page
    .getByRole('checkbox', { name: /Discharges expected/ })
    .first()
    .check()
  await page.getByLabel('Why?').fill('Two brothers at one address')
  await button(tom, 'Continue').click()
  await heading(tom, 'Is this what you mean?')
  await heading(tom, 'Now')
  await says(tom, 'Two brothers at one address')
  await look()
  await tom.go(here)
  assert.equal(await page.getByText('What was put right before').count(), 0, 'a look changes something')

  await follow(tom, 'Take records apart')
  await page
    .getByRole('checkbox', { name: /Discharges expected/ })
    .first()
    .check()
  await page.getByLabel('Why?').fill('Two brothers at one address')
  await button(tom, 'Continue').click()
  await button(tom, 'Take them apart').click()
  await tom.go(here)
  await heading(tom, 'What was put right before')
  await page.getByRole('navigation', { name: 'Sources' }).getByText('No record').first().waitFor()
  await look()
  await follow(tom, 'Take it back')
  await says(tom, 'Two brothers at one address')
  await look()
  await button(tom, 'Take it back').click()
  await page.getByRole('alert').getByRole('link', { name: 'Say why' }).waitFor()
  await page.getByLabel('Why?').fill('It was one man after all')
  await button(tom, 'Take it back').click()
  await tom.go(here)
  await says(tom, '(taken back)')
  await says(tom, new RegExp(`^.*${records} records?, put together`))
  await look()

  await follow(tom, 'This is also somebody else here')
  await look()
  await page.getByLabel('Who else is this person?').fill(page.url())
  await page.getByLabel('Why?').fill('Look')
  await button(tom, 'Continue').click()
  await page.getByRole('alert').waitFor()
  await look()

  await tom.go(here)
  await follow(tom, 'Report that a record is not theirs')
  await look()
  await page.getByRole('radio').first().check()
  await page.getByLabel('Why?').fill('He never was in hospital')
  await button(tom, 'Report it').click()
  await heading(tom, 'Thank you. Somebody will look at it')
  await look()
  const reference = await page.locator('p.receipt-number').innerText()
  await tom.go('/not-me')
  await look()
  await page.getByLabel('Report number').fill(reference)
  await button(tom, 'Look up').click()
  await heading(tom, 'Thank you. Somebody will look at it')
  assert.ok(!(await page.content()).includes(name), 'a report names somebody')
  await tom.go(`/review/${linkage}`)
  await says(tom, 'Somebody said that this is not them:')
  await look()
  await tom.leave()
})

test('when an agreement is suspended, that holder’s part turns into a refusal that helps, and comes back with it', async () => {
  const { key } = await somebody()
  const joan = await person('Joan Ferris')
  await joan.go('/agreements/hospital-discharge/suspend')
  await joan.page.getByLabel('Why?').fill('We are checking the discharge list.')
  await button(joan, 'Suspend it now').click()
  await says(joan, 'It is suspended.')

  const tom = await person('Tom Bexley')
  await tom.go(`/people/${linkage}/${key}`)
  const sources = tom.page.getByRole('navigation', { name: 'Sources' })
  await sources.getByText('Not shown to you').waitFor()
  const refused = tom.page.locator('#source-1')
  await refused.getByText('What would help:').first().waitFor()
  await refused.getByText('St Anne’s NHS Trust').first().waitFor()
  await tom.look()

  await joan.go('/agreements/hospital-discharge/resume')
  await button(joan, 'Resume it now').click()
  await says(joan, 'It runs again.')
  await tom.go(`/people/${linkage}/${key}`)
  assert.equal(await sources.getByText('Not shown to you').count(), 0)
  await Promise.all([joan, tom].map(({ leave }) => leave()))
})

test('a first load of any of these pages weighs at most 100 kB', async () => {
  const { key } = await somebody()
  const tom = await person('Tom Bexley')
  for (const path of [
    '/people',
    `/people/${linkage}`,
    `/people/${linkage}/${key}`,
    `/people/${linkage}/${key}/split`,
    `/review/${linkage}`,
    `/linkages/${linkage}`,
    '/not-me',
  ]) {
    const { bytes, requests } = await weigh(tom.page.context(), new URL(path, world.url).href)
    assert.ok(bytes <= 100_000 && requests <= 5, `${path}: ${bytes} bytes in ${requests} requests`)
  }
  await tom.leave()
})
