/** The quality report of a version, for those who look after it, and the types of its fields, which they may change. */
import type { FastifyInstance } from 'fastify'
import { Problem } from '#foundation/problem.ts'
import { type FieldType, fieldTypes } from '#model/dataset.ts'
import { oneOf, word } from '../../asked.ts'
import { type Site, show, showRefusal } from '../../site.ts'
import { datasetOf } from '../dataset/find.ts'

const mostFields = 200

export function report(server: FastifyInstance, site: Site): void {
  server.get('/data/:organisation/:name/report', async (request, reply) => {
    const dataset = await datasetOf(site, request)
    const { caller, credentials } = request.visitor
    const target = { dataset: dataset.ref, organisation: dataset.organisation }
    const answer = await site.exchange.act({ credentials, act: 'see-report', target }, async () => dataset.latest)
    if (answer.kind === 'refusal')
      return showRefusal(site, [request, reply], answer, {
        asked: `You asked to see the quality report of ${dataset.title}`,
      })
    const version = answer.value
    if (!version) throw nothingYet()
    const profiles = new Map(version.profile.map((profile) => [profile.name, profile]))
    return show(site, [request, reply], 'pages/report/view.njk', {
      dataset,
      version,
      receipt: answer.receipt?.id ?? null,
      fields: version.fields.slice(0, mostFields).map((field) => ({
        ...field,
        chosenType: field.type,
        profile: profiles.get(field.name) ?? null,
        isPeople: false,
      })),
      fieldTypes,
      mayRetype: site.rooms.governance.authorise(caller, 'retype', target) === null,
      isDone: word(request.query, 'done') === 'yes',
    })
  })

  server.post('/data/:organisation/:name/report', async (request, reply) => {
    const dataset = await datasetOf(site, request)
    const target = { dataset: dataset.ref, organisation: dataset.organisation }
    const changes = changesIn(request.body, dataset.latest?.fields.slice(0, mostFields) ?? [])
    const back = `/data/${dataset.ref}/report`
    if (Object.keys(changes).length === 0) return reply.redirect(back, 303)
    const answer = await site.exchange.act({ credentials: request.visitor.credentials, act: 'retype', target }, (by) =>
      site.rooms.intake.retype(dataset.ref, changes, by),
    )
    if (answer.kind === 'refusal')
      return showRefusal(site, [request, reply], answer, {
        asked: `You asked to change the fields of ${dataset.title}`,
      })
    return reply.redirect(`${back}?done=yes`, 303)
  })
}

function changesIn(
  body: unknown,
  fields: readonly Readonly<{ name: string; type: FieldType }>[],
): Readonly<Record<string, FieldType>> {
  const changed = fields.flatMap(({ name, type }, index) => {
    const chosen = oneOf(fieldTypes, word(body, `type-${index}`))
    return chosen && chosen !== type ? [[name, chosen] as const] : []
  })
  return Object.fromEntries(changed)
}

function nothingYet(): Problem {
  return new Problem(404, 'version-unknown', {
    title: 'Nothing has been published here yet',
    detail: 'There is a report once there is a version.',
    mend: 'Publish the first file.',
  })
}
