/** May I? A decision with its reasons, and no data. */
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { dataActions, type DataAction, type Role, roles } from '#model/request.ts'
import { dutiesInWords } from '#disclosure'
import { credentialsOf } from '../credentials.ts'
import type { ApiDeps } from '../deps.ts'
import { nullable, oneOf, problems, Reason } from '../words.ts'

const Verdict = Type.Object({
  outcome: oneOf(['permit', 'refusal'], 'The decision.'),
  dataset: Type.String(),
  receipt: Type.String(),
  fields: Type.Array(Type.Object({ name: Type.String(), transform: Type.String() }), {
    description: 'What you would receive, and what is done to it first.',
  }),
  clause: nullable(Type.Object({ agreement: Type.String(), clause: Type.String() })),
  duties: Type.Array(Type.String()),
  until: nullable(Type.String()),
  reasons: Type.Array(Reason),
})

export const decisions: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { exchange, rooms }) => {
  app.post(
    '/api/v1/decisions',
    {
      schema: {
        summary: 'May I?',
        tags: ['data'],
        body: Type.Object(
          {
            dataset: Type.String({ maxLength: 161 }),
            purpose: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
            fields: Type.Optional(nullable(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 2_000 }))),
            action: Type.Optional(oneOf(dataActions, 'read when left out.')),
            role: Type.Optional(oneOf(roles, 'To ask for a colleague in another role of your organisation.')),
          },
          { additionalProperties: false },
        ),
        response: { 200: Verdict, ...problems },
      },
    },
    async (request, reply) => {
      const { dataset, purpose = null, fields = null, action = 'read', role } = request.body
      const { decision, receipt } = await exchange.mayI({
        credentials: credentialsOf(request),
        dataset,
        purpose,
        fields,
        action: action as DataAction,
        role: (role as Role | undefined) ?? null,
      })
      void reply.header('wayleave-receipt', receipt.id).header('cache-control', 'no-store')
      const about = { dataset, receipt: receipt.id }
      if (decision.outcome === 'refusal') {
        const nothing = { fields: [], clause: null, duties: [], until: null }
        return { outcome: 'refusal', ...about, ...nothing, reasons: [...decision.reasons] }
      }
      const { terms } = decision
      return {
        outcome: 'permit',
        ...about,
        fields: terms.fields.map((field) => ({ name: field.name, transform: field.transform.kind })),
        clause: terms.clause,
        duties: [...dutiesInWords(terms.duties)],
        until: terms.until,
        reasons: [],
      }
    },
  )

  app.get(
    '/api/v1/purposes',
    {
      schema: {
        summary: 'The purposes that data may be asked for',
        tags: ['data'],
        response: {
          200: Type.Object({
            purposes: Type.Array(
              Type.Object({ id: Type.String(), label: Type.String(), definition: Type.Optional(Type.String()) }),
            ),
          }),
        },
      },
    },
    async () => ({
      purposes: rooms.governance.purposes().map(({ id, label, definition }) => ({ id, label, definition })),
    }),
  )
}
