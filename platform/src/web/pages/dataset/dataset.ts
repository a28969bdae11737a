/** One dataset: what it is, who holds it, what this visitor may see of it, and how to take it away. */
import type { FastifyInstance } from 'fastify'
import type { Dataset, Version } from '#model/dataset.ts'
import { queryString, whole, word } from '../../asked.ts'
import { organisations, type Site, show } from '../../site.ts'
import { glance } from '../may-i/glance.ts'
import { downloadFormats } from './download.ts'
import { datasetOf } from './find.ts'
import { previewFor } from './preview.ts'
import { recordsView } from './records.ts'
import { purposesFor } from './purposes.ts'

const fewFields = 100

export function dataset(server: FastifyInstance, site: Site): void {
  server.get('/data/:organisation/:name', async (request, reply) => {
    const one = await datasetOf(site, request)
    // Records are read as they are: their versions are files and definitions that were sent.
    const version = one.kind === 'records' ? null : whole(request.query, 'version')
    const purpose = word(request.query, 'purpose') || null
    const [preview, versions, all] = await Promise.all([
      previewFor(site, request, one, { purpose, version }),
      site.rooms.catalogue.versions(one.ref),
      organisations(site),
    ])
    const shown = versions.find(({ number }) => number === version) ?? one.latest
    const fields = shown?.fields ?? []
    const showAll = word(request.query, 'fields') === 'all'
    const { caller } = request.visitor
    const target = { dataset: one.ref, organisation: one.organisation }
    const maySeeReport = site.rooms.governance.authorise(caller, 'see-report', target) === null
    // How many there are is told of open data; of other data it tells about people, or about rows beyond a clause.
    const mayCount = one.classification === 'open' || maySeeReport
    // Whatever the page shows of the content is an answer like any other, and says which.
    if ('receipt' in preview) void reply.header('wayleave-receipt', preview.receipt)
    return show(site, [request, reply], 'pages/dataset/view.njk', {
      dataset: one,
      holder: all.get(one.organisation) ?? { name: one.organisation, contact: '' },
      version: shown,
      isOlder: shown !== null && shown.number !== one.latest?.number,
      versions: versions.map((each) => ({ ...metadata(each), changes: changesSince(each, versions) })),
      fields: showAll ? fields : fields.slice(0, fewFields),
      sensitive: fields.some(({ classification }) => classification === 'personal' || classification === 'special'),
      moreFields: showAll ? 0 : Math.max(0, fields.length - fewFields),
      allFieldsHref: queryString({ purpose, version, fields: 'all' }),
      preview,
      picture: one.classification === 'open' || !one.latest ? null : await glance(site, caller, one, purpose),
      purpose,
      purposes: await purposesFor(site, caller, one.ref),
      downloads: preview.kind === 'rows' ? downloads(one, shown, { purpose, version }) : [],
      commands: commandsFor(site, one, purpose),
      maySeeReport,
      mayCount,
      records: await recordsView(site, one, { mayCount, purpose }),
      mayPublish: site.rooms.governance.authorise(caller, 'publish', target) === null,
    })
  })
}

/** Only what is no secret: never profile or report. */
function metadata({ number, rows, fields, bytes, note, publishedAt, publishedBy, originalName }: Version): object {
  return { number, rows, fields: fields.length, bytes, note, publishedAt, publishedBy, originalName }
}

/** What became of the fields since the version before, in words; empty when nothing did. */
function changesSince(version: Version, versions: readonly Version[]): readonly string[] {
  const before = versions.find(({ number }) => number === version.number - 1)
  if (!before) return []
  const was = new Map(before.fields.map(({ name, type }) => [name, type]))
  const is = new Map(version.fields.map(({ name, type }) => [name, type]))
  const named = (names: readonly string[]) => (names.length > 4 ? `${names.length} fields` : names.join(', '))
  const added = [...is.keys()].filter((name) => !was.has(name))
  const gone = [...was.keys()].filter((name) => !is.has(name))
  const other = [...is].filter(([name, type]) => was.has(name) && was.get(name) !== type).map(([name]) => name)
  return [
    ...(added.length > 0 ? [`new: ${named(added)}`] : []),
    ...(gone.length > 0 ? [`gone: ${named(gone)}`] : []),
    ...(other.length > 0 ? [`other type: ${named(other)}`] : []),
  ]
}

type Chosen = Readonly<{ purpose: string | null; version: number | null }>

function downloads(one: Dataset, version: Version | null, chosen: Chosen): readonly object[] {
  const hasPlaces = version?.fields.some(({ type }) => type === 'geometry') ?? false
  return downloadFormats
    .filter(({ format }) => format !== 'geojson' || hasPlaces)
    .map(({ format, says }) => ({
      format,
      says,
      href: `/data/${one.ref}/download${queryString({ format, ...chosen })}`,
    }))
}

/** Commands that run as they stand, but for the reader's own credentials when data is not open. */
function commandsFor({ settings }: Site, { ref, name, classification }: Dataset, purpose: string | null): object {
  const stated = classification === 'open' ? null : (purpose ?? 'PURPOSE')
  const rows = `${settings.origin}/api/v1/datasets/${ref}/rows${queryString({ purpose: stated, format: 'csv' })}`
  const cli = [
    'npx wayleave get',
    ref,
    ...(stated ? ['--as CLIENT_ID', `--purpose ${stated}`] : []),
    '--format csv',
    `-o ${name}.csv`,
  ]
  return {
    needsToken: stated !== null,
    token: `${settings.origin}/oauth/token`,
    rows,
    file: `${name}.csv`,
    cli: cli.join(' '),
  }
}
