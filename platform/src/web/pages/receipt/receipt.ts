/** One receipt, as a slip of paper: when, who, why, what, under which clause, and its proof. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '#foundation/problem.ts'
import type { Completion, Proof, Receipt } from '#model/receipt.ts'
import { verifyReceipt } from '#receipts/verify'
import { word } from '../../asked.ts'
import { type Picture, picture, sayAgreed } from '../../crossing/picture.ts'
import { namesOf, type Site, show, showRefusal } from '../../site.ts'
import { lineOf, namesForLines } from '../receipts/line.ts'
import { isNumber } from '../receipts/receipts.ts'
import { qrCode } from './qr-code.ts'

type Found = Readonly<{ receipt: Receipt; completion: Completion | null }>

export function receipt(server: FastifyInstance, site: Site): void {
  server.get('/receipts/:id', (request, reply) =>
    whenSeen(site, [request, reply], async (found) => {
      const { key } = site.rooms.receipts
      const proof = await site.rooms.receipts.prove(found.receipt.id)
      const isChecked = word(request.query, 'check') !== ''
      const names = await namesForLines(site)
      return show(site, [request, reply], 'pages/receipt/view.njk', {
        ...found,
        line: lineOf(found.receipt, names),
        holder: found.receipt.holder ? names.organisation(found.receipt.holder) : null,
        reasons: found.receipt.reasons.map((reason) => ({ ...reason, whoseName: names.organisation(reason.whose) })),
        picture: await pictureOf(site, found.receipt),
        agreement: found.receipt.clause ? await site.rooms.governance.agreement(found.receipt.clause.agreement) : null,
        proof,
        key,
        verdict: isChecked && proof ? verifyReceipt(found.receipt, proof, key) : null,
        isChecked,
        qr: qrCode(`${site.settings.origin}/receipts/${found.receipt.id}`),
      })
    }),
  )

  // To keep: whoever holds these four can check the receipt without this node.
  server.get('/receipts/:id/proof', (request, reply) =>
    whenSeen(site, [request, reply], async (found) => {
      const proof = await site.rooms.receipts.prove(found.receipt.id)
      if (!proof) throw noReceipt()
      return reply
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="receipt-${found.receipt.id}.json"`)
        .type('application/json')
        .send(JSON.stringify({ ...found, proof, key: site.rooms.receipts.key } satisfies Kept, null, 2))
    }),
  )
}

type Kept = Found & Readonly<{ proof: Proof; key: string }>

/** Which receipts a visitor may see is itself decided; “not there” and “no such number” read alike. */
async function whenSeen(
  site: Site,
  exchange: readonly [FastifyRequest, FastifyReply],
  send: (found: Found) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const [request] = exchange
  const { id } = request.params as { id: string }
  const found = isNumber(id) ? await site.rooms.receipts.find(id) : undefined
  if (!found) throw noReceipt()
  const { caller, credentials } = request.visitor
  const { dataset, holder } = found.receipt
  const target = {
    receipt: found.receipt,
    dataset,
    organisation: holder,
    pseudonym: site.rooms.identity.pseudonym(caller),
  }
  const answer = await site.exchange.act({ credentials, act: 'see-receipt', target }, async () => found)
  if (answer.kind === 'refusal') return showRefusal(site, exchange, answer, { asked: 'You asked to see a receipt' })
  return send(answer.value)
}

/** The crossing that the receipt is about; none for acts such as signing. */
async function pictureOf(
  site: Site,
  { action, holder, organisation, fields, clause, dataset, purpose, outcome }: Receipt,
): Promise<Picture | null> {
  if (!dataset || !holder || !['read', 'export', 'verify'].includes(action)) return null
  const names = await namesOf(site)
  const [one, agreement] = await Promise.all([
    site.rooms.catalogue.dataset(dataset),
    clause && site.rooms.governance.agreement(clause.agreement),
  ])
  const isOpen = outcome === 'permit'
  const label = site.rooms.governance.purposes().find(({ id }) => id === purpose)?.label ?? purpose
  const agreed = agreement?.document.clauses.find(({ id }) => id === clause?.clause)?.fields
  const threads = fields.map((field) => {
    const transform = agreed?.[field] ?? agreed?.['*']
    return { field, passes: isOpen, says: isOpen ? (transform ? sayAgreed(transform) : 'released') : 'held back' }
  })
  return picture({
    holder: names(holder),
    held: one?.title ?? dataset,
    clause: isOpen ? (label ?? 'For any purpose') : 'Nothing crossed',
    agreement: agreement ? agreement.document.title : '',
    recipient: organisation ? names(organisation) : 'A member of the public',
    as: '',
    threads,
    rows: '',
    isOpen,
  })
}

function noReceipt(): Problem {
  return new Problem(404, 'receipt-unknown', {
    title: 'There is no such receipt',
    detail: 'No receipt of that number is known to you here.',
    mend: 'Check the number: the letter r and 26 letters or digits, as on the page or in the Wayleave-Receipt header.',
  })
}
