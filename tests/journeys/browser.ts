/** A person at a browser: signs in, goes about, and has every page that they see looked over. */
import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { chromiumPath } from './chromium.ts'

// Text, not functions: these run in the page, and this program knows no DOM.
const widthBeyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

const sizes = [
  { width: 1280, height: 900 },
  { width: 360, height: 780 },
] as const
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export type Person = Readonly<{
  page: Page
  /** Goes to a path of the node. */
  go(path: string): Promise<void>
  /** Looks the page over as it stands: accessibility, width, what it loads. */
  look(): Promise<void>
  leave(): Promise<void>
}>

export async function openBrowser(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (!executablePath) throw new Error('the journeys need Chromium: apt-get install chromium, or set CHROMIUM_PATH')
  // Chromium does not start as root with its sandbox, and CI runs as root.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
}

/**
 * What a visitor without scripts sees, looked over by axe, which is a script: the same bytes are shown once more in a window
 * that has them. Nothing is asked of the node a second time but what the page loads.
 */
async function lookOver(seen: Page, twin: Page): Promise<void> {
  const html = await seen.content()
  const where = new URL(seen.url()).pathname
  assert.ok(
    !/<script|\son[a-z]+=|\sstyle=|<style|javascript:/i.test(html),
    `${where} has script or style in its markup`,
  )
  await twin.route(seen.url(), (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }), {
    times: 1,
  })
  await twin.goto(seen.url())
  for (const size of sizes) {
    await twin.setViewportSize(size)
    const { violations } = await new AxeBuilder({ page: twin }).withTags(rules).analyze()
    const told = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html: at }) => at.slice(0, 120)).join(' | ')}`,
    )
    assert.deepEqual(told, [], `${where} at ${size.width} px`)
  }
  await twin.setViewportSize({ width: 320, height: 640 })
  assert.equal(await twin.evaluate(widthBeyond), 0, `${where} scrolls sideways at 320 px`)
}

type Wanted = Readonly<{ url: string; as?: string; at?: string; script?: boolean }>

/** Somebody new, signed in with the button of that name when `as` is given. Scripts are off unless asked for: no page needs one. */
export async function newPerson(browser: Browser, { url, as, at, script = false }: Wanted): Promise<Person> {
  const context = await browser.newContext({ javaScriptEnabled: script, viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const other = await browser.newContext()
  const twin = await other.newPage()
  const strange = [watch(page, url), watch(twin, url)]
  const go = async (path: string) => void (await page.goto(new URL(path, url).href))
  if (as) {
    await go('/sign-in')
    await page.getByRole('link', { name: /^Sign in with/ }).click()
    await page.getByRole('button', { name: as }).click()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
    if (at) {
      await page.getByRole('radio', { name: at }).check()
      await page.getByRole('button', { name: 'Continue' }).click()
    }
  }
  return {
    page,
    go,
    look: async () => {
      await lookOver(page, twin)
      assert.deepEqual(
        strange.flat(),
        [],
        'the page asked for something of another host, or was stopped by its own policy',
      )
    },
    async leave() {
      await context.close()
      await other.close()
    },
  }
}

/** What no page of ours may do: load from elsewhere, or break the rules that it gave the browser. */
function watch(page: Page, url: string): readonly string[] {
  const strange: string[] = []
  const { origin } = new URL(url)
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) strange.push(request.url())
  })
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) strange.push(message.text())
  })
  return strange
}

/** Bytes that came over the wire for a page and all that it loads, on a first visit, and how many requests that took. */
export async function weigh(
  context: BrowserContext,
  url: string,
): Promise<Readonly<{ bytes: number; requests: number }>> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  let bytes = 0
  let requests = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
    requests++
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.close()
  return { bytes, requests }
}
