/** The pages, as one Fastify plugin. */
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { makeAssets, serveAssets } from './layout/assets.ts'
import { protectPages } from './layout/protection.ts'
import { makeRender } from './layout/render.ts'
import { receiveVisitors } from './layout/visitor.ts'
import type { WebDependencies } from './needs.ts'
import { agreement } from './pages/agreement/agreement.ts'
import { step } from './pages/agreement/step.ts'
import { agreements } from './pages/agreements/agreements.ts'
import { catalogue } from './pages/catalogue/catalogue.ts'
import { cookies } from './pages/cookies/cookies.ts'
import { correct } from './pages/correct/correct.ts'
import { undo } from './pages/correct/undo.ts'
import { dataset } from './pages/dataset/dataset.ts'
import { download } from './pages/dataset/download.ts'
import { failure } from './pages/failure/failure.ts'
import { home } from './pages/home/home.ts'
import { linkages } from './pages/linkages/linkages.ts'
import { log } from './pages/log/log.ts'
import { mayI } from './pages/may-i/may-i.ts'
import { myData } from './pages/my-data/my-data.ts'
import { notMe } from './pages/not-me/not-me.ts'
import { people } from './pages/people/people.ts'
import { person } from './pages/person/person.ts'
import { propose } from './pages/propose/propose.ts'
import { publish } from './pages/publish/publish.ts'
import { receipt } from './pages/receipt/receipt.ts'
import { receipts } from './pages/receipts/receipts.ts'
import { report } from './pages/report/report.ts'
import { review } from './pages/review/review.ts'
import { signIn } from './pages/sign-in/sign-in.ts'
import type { Site } from './site.ts'

const pages = [
  failure,
  home,
  catalogue,
  dataset,
  download,
  report,
  publish,
  mayI,
  agreements,
  propose,
  agreement,
  step,
  receipts,
  receipt,
  people,
  person,
  correct,
  undo,
  review,
  linkages,
  notMe,
  log,
  signIn,
  myData,
  cookies,
]

/**
 * Makes the plugin. It registers its pages without a prefix, on a context of its own: register it beside the JSON API,
 * and its headers, cookies and error pages stay off the API's answers.
 */
export function createWeb(deps: WebDependencies): FastifyPluginAsync {
  return async (server) => {
    const assets = await makeAssets()
    const { rooms, settings, clock } = deps
    const site: Site = { ...deps, render: makeRender(assets, clock) }
    await readForms(server)
    protectPages(server, settings)
    receiveVisitors(server, rooms)
    serveAssets(server, assets)
    for (const page of pages) page(server, site)
  }
}

/** Forms are text; a file comes as a stream, one at a time, and is never held in memory. */
async function readForms(server: FastifyInstance): Promise<void> {
  if (!server.hasRequestDecorator('cookies')) await server.register(cookie)
  await server.register(formbody, { bodyLimit: 1_000_000 })
  await server.register(multipart, {
    throwFileSizeLimit: false,
    limits: { files: 1, fields: 20, fieldSize: 600_000, parts: 21, fileSize: Infinity },
  })
}
