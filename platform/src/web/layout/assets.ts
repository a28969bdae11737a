/** The files that a page asks for beside itself: made once at start, compressed then, and cached for ever under a name that holds their hash. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sha256Hex } from '#foundation/hash.ts'
import { makeStylesheet } from './stylesheet.ts'

type Asset = Readonly<{ type: string; plain: Buffer; br: Buffer | null; gzip: Buffer | null }>

export type Assets = Readonly<{
  /** Where each file is served: `stylesheet`, `font`, `mark`. */
  urls: Readonly<Record<'stylesheet' | 'font' | 'mark', string>>
  find(url: string): Asset | undefined
}>

const require = createRequire(import.meta.url)
/** `dist/` of govuk-frontend: the root from which its templates import each other. */
export const govukFolder = dirname(dirname(require.resolve('govuk-frontend/dist/govuk/template.njk')))
/** Our own templates, rules and drawings. */
export const webFolder = dirname(import.meta.dirname)

export async function makeAssets(): Promise<Assets> {
  const font = await readFile(
    join(
      dirname(require.resolve('@fontsource-variable/atkinson-hyperlegible-next/package.json')),
      'files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
    ),
  )
  const mark = await readFile(join(import.meta.dirname, 'mark.svg'))
  const fontUrl = address('type', 'woff2', font)
  const stylesheet = Buffer.from(await makeStylesheet(join(govukFolder, 'govuk'), webFolder, fontUrl))
  const urls = {
    stylesheet: address('wayleave', 'css', stylesheet),
    font: fontUrl,
    mark: address('mark', 'svg', mark),
  }
  const files = new Map<string, Asset>([
    [urls.stylesheet, await compressed('text/css; charset=utf-8', stylesheet)],
    [urls.font, { type: 'font/woff2', plain: font, br: null, gzip: null }],
    [urls.mark, await compressed('image/svg+xml', mark)],
  ])
  return { urls, find: (url) => files.get(url) }
}

function address(name: string, ending: string, content: Buffer): string {
  return `/assets/${name}-${sha256Hex(content).slice(0, 12)}.${ending}`
}

async function compressed(type: string, plain: Buffer): Promise<Asset> {
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    promisify(gzip)(plain, { level: 9 }),
  ])
  return { type, plain, br, gzip: zipped }
}

/** Serves them. A browser that asks for `/favicon.ico` unasked gets the mark too. */
export function serveAssets(server: FastifyInstance, assets: Assets): void {
  server.get('/assets/:file', (request, reply) => send(request, reply, assets.find(request.url)))
  server.get('/favicon.ico', (request, reply) => send(request, reply, assets.find(assets.urls.mark)))
}

function send(request: FastifyRequest, reply: FastifyReply, asset: Asset | undefined): FastifyReply {
  if (!asset) return reply.callNotFound() as unknown as FastifyReply
  const accepted = request.headers['accept-encoding'] ?? ''
  const lasting = request.url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=86400'
  void reply.header('cache-control', lasting).header('vary', 'accept-encoding').type(asset.type)
  if (asset.br && /\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(asset.br)
  if (asset.gzip && /\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(asset.gzip)
  return reply.send(asset.plain)
}
