/** The pages, as one Fastify plugin. */
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { makeAssets, serveAssets } from './layout/assets.ts'
import { protectPages } from './layout/protection.ts'
import { makeRender } from './layout/render.ts'
import { receiveVisitors } from './layout/visitor.ts'
import type { WebDependencies, WebSettings } from './needs.ts'
import { catalogue } from './pages/catalogue/catalogue.ts'
import { dataset } from './pages/dataset/dataset.ts'
import { download } from './pages/dataset/download.ts'
import { failure } from './pages/failure/failure.ts'
import { home } from './pages/home/home.ts'
import type { Site } from './site.ts'

const pages = [failure, home, catalogue, dataset, download]

/**
 * Makes the plugin. It registers its pages without a prefix, on a context of its own: register it beside the JSON API,
 * and its headers, cookies and error pages stay off the API's answers.
 */
export function createWeb(deps: WebDependencies): FastifyPluginAsync {
  return async (server) => {
    const assets = await makeAssets()
    const { rooms, settings, clock } = deps
    const site: Site = { ...deps, render: makeRender(assets, clock) }
    await readForms(server, settings)
    protectPages(server, settings)
    receiveVisitors(server, rooms)
    serveAssets(server, assets)
    for (const page of pages) page(server, site)
  }
}

/** Forms are text; a file comes as a stream, one at a time, and is never held in memory. */
async function readForms(server: FastifyInstance, settings: WebSettings): Promise<void> {
  if (!server.hasRequestDecorator('cookies')) await server.register(cookie)
  await server.register(formbody, { bodyLimit: 1_000_000 })
  await server.register(multipart, {
    throwFileSizeLimit: false,
    limits: { files: 1, fields: 20, fieldSize: 10_000, parts: 21, fileSize: settings.uploadLimit },
  })
}
