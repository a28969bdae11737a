/** Receipts, for those who may see them, with the proof that each is in the log. */
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '#foundation/problem.ts'
import type { Receipt } from '#model/receipt.ts'
import { credentialsOf } from '../credentials.ts'
import type { ApiDeps } from '../deps.ts'
import { sendRefusal } from '../problem.ts'
import { nullable, problems, Reason } from '../words.ts'

const text = Type.String()
const ReceiptWords = Type.Object({
  id: text,
  at: text,
  outcome: text,
  action: text,
  organisation: nullable(text),
  role: nullable(text),
  app: nullable(text),
  person: nullable(Type.String({ description: 'A keyed pseudonym.' })),
  purpose: nullable(text),
  dataset: nullable(text),
  holder: nullable(text),
  version: nullable(Type.Integer()),
  fields: Type.Array(text),
  rows: nullable(Type.Integer()),
  clause: nullable(Type.Object({ agreement: text, clause: text })),
  duties: Type.Array(text),
  reasons: Type.Array(Reason),
  query: nullable(Type.String({ description: 'SHA-256 of the canonical query.' })),
})
const CompletionWords = Type.Object({ receipt: text, at: text, rows: Type.Integer(), ended: text })
const ProofWords = Type.Object({
  index: Type.Integer(),
  size: Type.Integer(),
  hashes: Type.Array(text),
  checkpoint: text,
  salt: text,
})
const Id = Type.Object({ id: Type.String({ pattern: '^r[a-z2-7]{26}$' }) })

function noReceipt(): Problem {
  return new Problem(404, 'receipt-unknown', {
    title: 'There is no such receipt',
    detail: 'No receipt of that number is known to you here.',
    mend: 'The number is in the Wayleave-Receipt header of the answer.',
  })
}

export const receipts: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { exchange, rooms }) => {
  /** Looks a receipt up and asks whether this caller may see it. */
  async function shown<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    show: (found: Found) => Promise<T>,
  ) {
    const found = await rooms.receipts.find(id)
    if (!found) throw noReceipt()
    const { dataset, holder } = found.receipt
    const target = { receipt: found.receipt, dataset, organisation: holder }
    const answer = await exchange.act({ credentials: credentialsOf(request), act: 'see-receipt', target }, () =>
      show(found),
    )
    if (answer.kind === 'refusal') return sendRefusal(reply, answer)
    return reply.header('cache-control', 'no-store').send(answer.value)
  }

  app.get(
    '/api/v1/receipts',
    {
      schema: {
        summary: "Receipts that you may see: your own, and your organisation's as asker or holder",
        tags: ['receipts'],
        querystring: Type.Object(
          {
            dataset: Type.Optional(Type.String({ maxLength: 161 })),
            limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$' })),
            before: Type.Optional(Type.String({ maxLength: 40 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ receipts: Type.Array(ReceiptWords) }), ...problems },
      },
    },
    async (request, reply) => {
      const caller = await rooms.identity.identify(credentialsOf(request))
      const { dataset, limit = '50', before } = request.query
      const more = { limit: Number(limit), ...(dataset ? { dataset } : {}), ...(before ? { before } : {}) }
      const registerOf = { receipt: null, organisation: caller.organisation }
      const whole =
        caller.organisation !== null && rooms.governance.authorise(caller, 'see-receipt', registerOf) === null
      const own =
        caller.kind === 'app' && caller.id
          ? { app: caller.id }
          : { person: rooms.identity.pseudonym(caller) ?? 'nobody' }
      const found = await rooms.receipts.list({ ...(whole ? { concerning: caller.organisation! } : own), ...more })
      return reply.header('cache-control', 'no-store').send({ receipts: found.map(toWords) })
    },
  )

  app.get(
    '/api/v1/receipts/:id',
    {
      schema: {
        summary: 'One receipt',
        tags: ['receipts'],
        params: Id,
        response: { 200: Type.Object({ receipt: ReceiptWords, completion: nullable(CompletionWords) }), ...problems },
      },
    },
    (request, reply) =>
      shown(request, reply, request.params.id, async ({ receipt, completion }) => ({
        receipt: toWords(receipt),
        completion,
      })),
  )

  app.get(
    '/api/v1/receipts/:id/proof',
    {
      schema: {
        summary: 'The proof that it is in the log (RFC 6962 inclusion, C2SP checkpoint)',
        tags: ['receipts'],
        params: Id,
        response: { 200: ProofWords, ...problems },
      },
    },
    (request, reply) =>
      shown(request, reply, request.params.id, async ({ receipt }) => {
        const proof = await rooms.receipts.prove(receipt.id)
        if (!proof) throw noReceipt()
        return { ...proof, hashes: [...proof.hashes] }
      }),
  )
}

type Found = NonNullable<Awaited<ReturnType<ApiDeps['rooms']['receipts']['find']>>>

const toWords = (receipt: Receipt) => ({
  ...receipt,
  fields: [...receipt.fields],
  duties: [...receipt.duties],
  reasons: [...receipt.reasons],
})
