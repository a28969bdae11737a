/** What this visitor may see of a dataset: ten rows, by the same corridor as any other answer. */
import type { FastifyRequest } from 'fastify'
import { CutOff, type Release } from '#exchange'
import type { Dataset } from '#model/dataset.ts'
import type { Query } from '#model/query.ts'
import type { Site } from '../../site.ts'
import { type Refused, refusalView } from '../../site.ts'

export const firstTen: Query = { fields: null, filter: null, order: [], limit: 10, offset: 0, format: 'json' }

/** A screen holds no more; the download holds all. */
const widest = 40

export type Preview =
  | Readonly<{
      kind: 'rows'
      fields: readonly string[]
      rows: readonly (readonly string[])[]
      hiddenFields: number
      receipt: string
      clause: Release['clause']
      duties: readonly string[]
    }>
  | Readonly<{ kind: 'refusal'; refusal: object; needsPurpose: boolean; receipt: string }>
  | Readonly<{ kind: 'empty' }>
  | Readonly<{ kind: 'cut' }>

export async function previewFor(
  site: Site,
  request: FastifyRequest,
  dataset: Dataset,
  asked: Readonly<{ purpose: string | null; version: number | null }>,
): Promise<Preview> {
  if (!dataset.latest) return { kind: 'empty' }
  const { credentials } = request.visitor
  const answer = await site.exchange.read({
    credentials,
    dataset: dataset.ref,
    action: 'read',
    query: firstTen,
    ...asked,
  })
  if (answer.kind === 'refusal') return refusalOf(site, answer, dataset, asked.purpose)
  try {
    const rows = await rowsOf(answer)
    const shown = answer.fields.slice(0, widest)
    return {
      kind: 'rows',
      fields: shown.map(({ name }) => name),
      rows: rows.map((row) =>
        shown.map(({ name, type }) => (type === 'geometry' ? sayPlace(row[name]) : sayValue(row[name]))),
      ),
      hiddenFields: answer.fields.length - shown.length,
      receipt: answer.receipt.id,
      clause: answer.clause,
      duties: answer.duties,
    }
  } catch (error) {
    if (error instanceof CutOff) return { kind: 'cut' }
    throw error
  }
}

async function refusalOf(site: Site, refused: Refused, dataset: Dataset, purpose: string | null): Promise<Preview> {
  const query = new URLSearchParams({ dataset: dataset.ref, ...(purpose && { purpose }) })
  const words = {
    asked: `You asked to see ${dataset.title}`,
    action: { href: `/may-i?${query.toString()}`, text: 'See what would help' },
  }
  return {
    kind: 'refusal',
    receipt: refused.receipt.id,
    refusal: await refusalView(site, refused, words),
    needsPurpose: refused.reasons.some(({ code }) => code.startsWith('purpose-')),
  }
}

async function rowsOf(release: Release): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const parts: Uint8Array[] = []
  for await (const batch of release.batches) parts.push(batch.bytes)
  return JSON.parse(`[${Buffer.concat(parts).toString('utf8')}]`) as Record<string, unknown>[]
}

/** A value in a cell. Shapes and long texts are cut: the download has them whole. */
function sayValue(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}

/** A shape on a map (RFC 7946) as a word; a point with its position, latitude first as people say it. */
function sayPlace(value: unknown): string {
  const shape = (typeof value === 'string' ? parsed(value) : value) as { type?: unknown; coordinates?: unknown } | null
  if (!shape || typeof shape.type !== 'string') return sayValue(value)
  const [x, y] = Array.isArray(shape.coordinates) ? (shape.coordinates as unknown[]) : []
  if (shape.type !== 'Point' || typeof x !== 'number' || typeof y !== 'number') return shape.type
  return `Point ${y.toFixed(5)}, ${x.toFixed(5)}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
