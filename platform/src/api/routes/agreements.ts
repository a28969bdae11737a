/** Agreements: proposed as documents, signed by every party, and from then on the running policy. */
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '#foundation/problem.ts'
import { type Act, type AgreementView, toOdrl } from '#governance'
import type { Caller } from '#model/request.ts'
import { credentialsOf } from '../credentials.ts'
import type { ApiDeps } from '../deps.ts'
import { sendRefusal } from '../problem.ts'
import { problems } from '../words.ts'
import { takeYaml } from '../yaml.ts'

const AgreementWords = Type.Object({
  id: Type.String(),
  state: Type.String({ description: 'draft, proposed, active, suspended, ended or expired.' }),
  hash: Type.String({ description: 'SHA-256 of the canonical document: what was signed.' }),
  document: Type.Unknown({ description: 'See the agreement schema in the kit.' }),
  signatures: Type.Array(
    Type.Object({ organisation: Type.String(), name: Type.String(), role: Type.String(), at: Type.String() }),
  ),
  missing: Type.Array(Type.String(), { description: 'Organisations that have yet to sign.' }),
  steps: Type.Array(
    Type.Object({
      at: Type.String(),
      step: Type.String(),
      by: Type.String(),
      organisation: Type.String(),
      note: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
})

const Id = Type.Object({ id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,119}$' }) })
const Why = Type.Object({ why: Type.Optional(Type.String({ maxLength: 2_000 })) }, { additionalProperties: false })

function words(view: AgreementView): Static<typeof AgreementWords> {
  return {
    id: view.document.id,
    state: view.state,
    hash: view.hash,
    document: view.document,
    signatures: view.signatures.map(({ organisation, name, role, at }) => ({ organisation, name, role, at })),
    missing: [...view.missing],
    steps: view.steps.map(({ at, step, by, organisation, note }) => ({
      at,
      step,
      by,
      organisation,
      note: note ?? null,
    })),
  }
}

function noAgreement(): Problem {
  return new Problem(404, 'agreement-unknown', {
    title: 'There is no such agreement',
    detail: 'No agreement of that id is known to you here.',
    mend: 'List those of your organisation: GET /api/v1/agreements.',
  })
}

export const agreements: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { exchange, rooms }) => {
  takeYaml(app)

  type Step = Readonly<{ act: Act; id: string; perform: (caller: Caller) => Promise<AgreementView> }>

  async function step(request: FastifyRequest, reply: FastifyReply, { act, id, perform }: Step) {
    const target = await targetOf(id)
    const answer = await exchange.act({ credentials: credentialsOf(request), act, target }, perform)
    if (answer.kind === 'refusal') return sendRefusal(reply, answer)
    if (answer.receipt) void reply.header('wayleave-receipt', answer.receipt.id)
    return words(answer.value)
  }

  async function targetOf(id: string) {
    const view = await rooms.governance.agreement(id)
    if (!view) throw noAgreement()
    return { agreement: view }
  }

  app.post(
    '/api/v1/agreements',
    {
      schema: {
        summary: 'Propose an agreement',
        tags: ['agreements'],
        consumes: ['application/json', 'application/yaml'],
        body: Type.Unknown(),
        response: { 201: AgreementWords, ...problems },
      },
    },
    async (request, reply) => {
      const target = { document: request.body }
      const answer = await exchange.act({ credentials: credentialsOf(request), act: 'propose', target }, (caller) =>
        rooms.governance.propose(request.body, caller),
      )
      if (answer.kind === 'refusal') return sendRefusal(reply, answer)
      return reply.code(201).send(words(answer.value))
    },
  )

  app.get(
    '/api/v1/agreements',
    {
      schema: {
        summary: 'The agreements that you may see',
        tags: ['agreements'],
        querystring: Type.Object(
          { state: Type.Optional(Type.String({ maxLength: 20 })) },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ agreements: Type.Array(AgreementWords) }), ...problems },
      },
    },
    async (request) => {
      const caller = await rooms.identity.identify(credentialsOf(request))
      const all = await rooms.governance.agreements(request.query.state ? { state: request.query.state } : {})
      const seen = all.filter(
        (view) => rooms.governance.authorise(caller, 'see-agreement', { agreement: view }) === null,
      )
      return { agreements: seen.map(words) }
    },
  )

  app.get(
    '/api/v1/agreements/:id',
    {
      schema: {
        summary: 'One agreement; as ODRL 2.2 with Accept: application/ld+json',
        tags: ['agreements'],
        params: Id,
        response: {
          200: { description: 'The agreement.', content: { 'application/json': { schema: AgreementWords } } },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const target = await targetOf(request.params.id)
      const answer = await exchange.act(
        { credentials: credentialsOf(request), act: 'see-agreement', target },
        async () => target.agreement,
      )
      if (answer.kind === 'refusal') return sendRefusal(reply, answer)
      if (request.headers.accept?.includes('application/ld+json')) return sendOdrl(reply, answer.value)
      return reply.send(words(answer.value))
    },
  )

  app.post(
    '/api/v1/agreements/:id/signatures',
    {
      schema: {
        summary: 'Sign for your organisation',
        tags: ['agreements'],
        params: Id,
        body: Type.Optional(
          Type.Object(
            {
              hash: Type.Optional(
                Type.String({ description: 'The hash you read; refused when the document is another one now.' }),
              ),
            },
            { additionalProperties: false },
          ),
        ),
        response: { 200: AgreementWords, ...problems },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const read = request.body?.hash
      return step(request, reply, {
        act: 'sign',
        id,
        async perform(caller) {
          if (read !== undefined && read !== (await rooms.governance.agreement(id))?.hash) throw otherDocument()
          return rooms.governance.sign(id, caller)
        },
      })
    },
  )

  const moves = { suspension: 'suspend', resumption: 'resume', end: 'end' } as const
  for (const [noun, verb] of Object.entries(moves) as [keyof typeof moves, 'suspend' | 'resume' | 'end'][]) {
    app.post(
      `/api/v1/agreements/:id/${noun}`,
      {
        schema: {
          summary: `${verb[0]!.toUpperCase()}${verb.slice(1)} the agreement, at once`,
          tags: ['agreements'],
          params: Id,
          body: Type.Optional(Why),
          response: { 200: AgreementWords, ...problems },
        },
      },
      async (request, reply) => {
        const { id } = request.params as Static<typeof Id>
        const why = (request.body as Static<typeof Why> | undefined)?.why ?? ''
        return step(request, reply, {
          act: verb,
          id,
          perform: (caller) =>
            verb === 'resume' ? rooms.governance.resume(id, caller) : rooms.governance[verb](id, caller, why),
        })
      },
    )
  }
}

function sendOdrl(reply: FastifyReply, { document }: AgreementView): FastifyReply {
  return reply.type('application/ld+json').send(JSON.stringify(toOdrl(document)))
}

function otherDocument(): Problem {
  return new Problem(409, 'document-changed', {
    title: 'The document is not the one you read',
    detail: 'The hash that you sent is not the hash of the agreement as it stands.',
    at: 'hash',
    mend: 'Read the agreement again, then sign that.',
  })
}
