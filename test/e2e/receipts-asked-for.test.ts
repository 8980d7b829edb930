import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { ed25519Jwk, jwkThumbprint } from '../../functions/domain/shared/jwk.ts'
import { decodeMultikey } from '../../functions/domain/shared/multikey.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { routeRequest } from '../../functions/local/route-request.ts'
import { aBadge, aKey } from '../support/badge-shapes.ts'
import { digests } from '../support/builders.ts'
import { everyItem } from '../support/every-item.ts'
import { outboundTo } from '../support/fake-web.ts'
import { holdsAsReceipt } from '../support/independent-receipts.ts'
import { BASE_URL, quietLog } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, openWorkshop } from '../support/issued-badge.ts'

const ADMIN = 'the-administrator'
const LEARNER = 'Asha Example'

let workshop: BadgeWorkshop
let fetch: (request: Request) => Response | Promise<Response>
let badge: Readonly<Record<string, unknown>>
let text: string

beforeAll(async () => {
  workshop = await openWorkshop()
  const issued = await anIssuedBadge(workshop, { names: ['Bela', 'Chandra', 'Dario'] })
  text = (await workshop.stores.credentials.load(issued.claim.credentialId))?.text ?? ''
  badge = JSON.parse(text)
  const around = { ...workshop.table, keys: workshop.keys, publicUrl: BASE_URL, log: quietLog }
  const asked = { ...around, adminTokenSha256: digests.sha256Hex(ADMIN), outbound: outboundTo(new Map()) }
  const verification = assembleVerification(asked)
  fetch = routeRequest({ api: verification, public: assemblePublic(around), verification })
})

afterAll(() => workshop.close())

const post = async (body: object | FormData, headers: Readonly<Record<string, string>> = {}) => {
  const isForm = body instanceof FormData
  const answer = await fetch(
    new Request(`${BASE_URL}/v1/verifications`, {
      method: 'POST',
      headers: { ...headers, ...(isForm ? {} : { 'content-type': 'application/json' }) },
      body: isForm ? body : JSON.stringify(body),
    }),
  )
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}
const open = async (url: string) => JSON.parse(await (await fetch(new Request(url))).text())
const form = (...fields: readonly (readonly [string, string])[]) => {
  const made = new FormData()
  for (const [name, value] of fields) made.append(name, value)
  return made
}
const itemsOf = async (entity: string) => (await everyItem(workshop.table)).filter((item) => item['entity'] === entity)

describe('POST /v1/verifications with receipt', () => {
  it('stores nothing at all when no receipt is asked for', async () => {
    for (const body of [{ credential: badge }, { credential: badge, receipt: false }]) {
      const { status, body: report } = await post(body)
      expect([status, report.outcome]).toEqual([200, 'verified'])
      expect(report).not.toHaveProperty('receipt')
    }
    expect([
      ...(await itemsOf('receipt')),
      ...(await itemsOf('platform-key')),
      ...(await itemsOf('issuer-sighting')),
    ]).toEqual([])
  })

  it('keeps the report as a receipt that anyone can open, and verify by the published key', async () => {
    const { body: report } = await post({ credential: badge, receipt: true })
    expect(report.receipt.id).toMatch(new RegExp(`^${BASE_URL}/receipts/[\\w-]{22}$`))
    const receipt = await open(report.receipt.id)
    expect(receipt).toMatchObject({
      id: report.receipt.id,
      issuer: 'did:web:badges.example.org',
      outcome: 'verified',
      verifiedAt: report.verifiedAt,
      presented: { form: 'json', digest: createHash('sha256').update(text).digest('base64url') },
      credential: { id: badge['id'], issuer: report.credential.issuer, achievementName: 'Plain weave' },
      endorsementCounts: { verified: 3, 'not-verified': 0, undetermined: 0 },
    })
    expect(receipt.checks.map(({ id }: { id: string }) => id)).toEqual(
      report.checks.map(({ id }: { id: string }) => id),
    )
    const document = await open(`${BASE_URL}/.well-known/did.json`)
    expect(holdsAsReceipt(receipt, document)).toBe(true)
    expect(holdsAsReceipt({ ...receipt, outcome: 'undetermined' }, document)).toBe(false)
  })

  it('names nobody in it: not the learner, not an endorser, nothing they wrote, nothing that was asked about them', async () => {
    const recipient = { type: 'emailAddress', value: 'asha@example.org' }
    const { body: report } = await post({ credential: badge, receipt: true, recipient })
    const receipt = await open(report.receipt.id)
    expect(receipt.recipient).toEqual({ outcome: report.recipient.outcome, type: 'emailAddress' })
    const words = JSON.stringify(receipt)
    for (const name of [LEARNER, 'Asha', 'Bela', 'Chandra', 'Dario', 'asha@example.org', 'urn:uuid:'])
      expect(words).not.toContain(name)
    for (const { credentialSubject, issuer } of [badge['endorsement']].flat() as readonly Endorsement[])
      for (const said of [credentialSubject.endorsementComment, issuer.name])
        if (said) expect(words).not.toContain(said)
  })

  it('keeps the same receipt, which has no sentences, whatever language the report is in', async () => {
    const { body: report } = await post({ credential: badge, receipt: true }, { 'accept-language': 'hi' })
    expect(report.checks[0].message).toMatch(/\p{Script=Devanagari}/u)
    const receipt = await open(report.receipt.id)
    expect(JSON.stringify(receipt)).not.toMatch(/\p{Script=Devanagari}|[mM]essage/u)
  })

  it('keeps a receipt of what was not verified as well, with the codes of what failed', async () => {
    const { body: report } = await post({ credential: { ...badge, name: 'Another name' }, receipt: true })
    const receipt = await open(report.receipt.id)
    expect(receipt.outcome).toBe('not-verified')
    expect(receipt.checks).toContainEqual(
      expect.objectContaining({ id: 'proof', status: 'fail', code: 'PROOF_INVALID' }),
    )
  })

  it('gives each of a list its own, and none to what could not be read', async () => {
    const { body } = await post({
      receipt: true,
      items: [{ credential: badge }, { credential: 'nonsense' }, { credential: badge }],
    })
    const ids = body.results.map(({ receipt }: { receipt?: { id: string } }) => receipt?.id)
    expect(ids[1]).toBeUndefined()
    expect(new Set([ids[0], ids[2]]).size).toBe(2)
  })

  it('remembers an issuer elsewhere from the first verified badge of theirs that a receipt was asked for', async () => {
    const key = aKey()
    const { credentialStatus: _, ...unsigned } = aBadge(key.did)
    const credential = await rdfcProofWriter().sign(unsigned, key.options())
    const seen = async (more: object) => (await post({ credential, ...more })).body.issuer.firstSeenAt
    expect(await seen({})).toBeUndefined()
    expect((await post({ credential: { ...credential, name: 'x' }, receipt: true })).body.outcome).toBe('not-verified')
    expect(await seen({})).toBeUndefined()
    const { body: first } = await post({ credential, receipt: true })
    expect(first.outcome).toBe('verified')
    expect(Date.parse(await seen({}))).toBeGreaterThanOrEqual(Date.parse(first.verifiedAt))
    expect(await seen({ receipt: true })).toBe(await seen({}))
  })

  it.each(['true', 'on'])('takes the field of a form with %s in it', async (value) => {
    const { body } = await post(form(['credential', text], ['receipt', value]))
    expect(body.receipt.id).toContain('/receipts/')
  })

  it('keeps none for a form whose field says no or is empty', async () => {
    for (const value of ['false', ''])
      expect((await post(form(['credential', text], ['receipt', value]))).body).not.toHaveProperty('receipt')
  })

  it.each<[string, () => object | FormData]>([
    ['a text', () => ({ credential: badge, receipt: 'true' })],
    ['a number', () => ({ credential: badge, receipt: 1 })],
    ['null', () => ({ credential: badge, receipt: null })],
    ['another word in a form', () => form(['credential', text], ['receipt', 'perhaps'])],
  ])('refuses %s in place of yes or no, and stores nothing', async (_, body) => {
    const before = (await itemsOf('receipt')).length
    const { status, body: problem } = await post(body())
    expect([status, problem.code, problem.errors[0].pointer]).toEqual([400, 'invalid_request', '/receipt'])
    expect(await itemsOf('receipt')).toHaveLength(before)
  })

  it('signs with the key that took the place of a compromised one, whose receipts fail from then on', async () => {
    const before = await open((await post({ credential: badge, receipt: true })).body.receipt.id)
    const document = await open(`${BASE_URL}/.well-known/did.json`)
    const first = keyId(document.verificationMethod[0].publicKeyMultibase)
    const marked = await fetch(
      new Request(`${BASE_URL}/v1/platform/keys/${first}/compromise`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
        body: JSON.stringify({ at: '2026-01-01T00:00:00Z' }),
      }),
    )
    expect(marked.status).toBe(200)
    const after = await open((await post({ credential: badge, receipt: true })).body.receipt.id)
    const changed = await open(`${BASE_URL}/.well-known/did.json`)
    expect([holdsAsReceipt(before, changed), holdsAsReceipt(after, changed)]).toEqual([false, true])
  })
})

describe('a receipt that is itself sent to be verified', () => {
  it('is said to be no badge, and never verified, whatever it says', async () => {
    const { body: report } = await post({ credential: badge, receipt: true })
    const receipt = await open(report.receipt.id)
    const { body } = await post({ credential: receipt })
    expect(body.outcome).toBe('not-verified')
    expect(body).not.toHaveProperty('standard')
    expect(body.checks).toContainEqual(expect.objectContaining({ status: 'fail', code: 'RECEIPT', pointer: '/type' }))
    const { body: byUrl } = await post({ url: report.receipt.id })
    expect(byUrl.outcome).toBe('not-verified')
  })
})

interface Endorsement {
  readonly issuer: { readonly name?: string }
  readonly credentialSubject: { readonly endorsementComment?: string }
}

/** The name of a key of this service, from its public half. */
const keyId = (multikey: string): string =>
  jwkThumbprint(ed25519Jwk(decodeMultikey(multikey)?.bytes ?? new Uint8Array()), digests)
