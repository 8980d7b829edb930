import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import { credentialJwtWriter } from '../../functions/adapters/vc-jwt/credential-jwt.ts'
import { signingKey } from '../../functions/domain/community/key-lifetime.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import { addMilliseconds } from '../../functions/domain/shared/instant.ts'
import { publicUrls } from '../../functions/domain/shared/public-urls.ts'
import { assembleApi } from '../../functions/lambdas/assemble-api.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { composeFanOut } from '../../functions/lambdas/compose-fan-out.ts'
import { composeStatusLists } from '../../functions/lambdas/compose-status-lists.ts'
import type { DataIntegrityKey, IssuerKey, JwtKey } from '../../functions/ports/community-store.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { type VerificationReport, VerificationReportSchema } from '../../schemas/verification-report.ts'
import { digests } from '../support/builders.ts'
import { verifyWithDigitalBazaar, verifyWithVerifierCore } from '../support/independent-verifiers.ts'
import { deliverAll } from '../support/issuance-consumer.ts'
import { aStoredCommunity, BASE_URL, quietLog, readStream } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, openWorkshop } from '../support/issued-badge.ts'

const ADMIN_TOKEN = 'administrator-of-these-tests'

let workshop: BadgeWorkshop
let api: ReturnType<typeof assembleApi>
let pages: ReturnType<typeof assemblePublic>
let verification: ReturnType<typeof assembleVerification>
let token: string

beforeAll(async () => {
  workshop = await openWorkshop()
  const adminTokenSha256 = digests.sha256Hex(ADMIN_TOKEN)
  api = assembleApi({ ...around(), keyMaker: workshop.keys, adminTokenSha256 })
  pages = assemblePublic(around())
  verification = assembleVerification({ ...around(), keys: workshop.keys, adminTokenSha256 })
})
afterAll(() => workshop.close())

const around = () => {
  const { client, tableName } = workshop.table
  return { client, tableName, publicUrl: BASE_URL, log: quietLog }
}

/** A community of its own for each story, in the same table. */
async function aWorkshop(): Promise<BadgeWorkshop> {
  const own = { ...workshop, community: await aStoredCommunity(workshop.stores, workshop.keys) }
  token = String(
    (
      await call(`/v1/communities/${own.community.slug}/api-keys`, ADMIN_TOKEN, {
        name: 'test',
        scopes: ['keys:write', 'credentials:write'],
      })
    )['key'],
  )
  return own
}

async function call(path: string, bearer: string, body: unknown): Promise<JsonObject> {
  const headers = {
    authorization: `Bearer ${bearer}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await api.request(path, { method: 'POST', headers, ...sent })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.status} ${text}`)
  return JSON.parse(text)
}

const proofKeyOf = async ({ stores, community }: BadgeWorkshop): Promise<DataIntegrityKey> => {
  const key = signingKey(await stores.communities.loadIssuerKeys(community.slug), 'data-integrity')
  if (!key) throw new Error('the community has no key')
  return key
}
const rotate = ({ community }: BadgeWorkshop, algorithm: 'Ed25519' | 'P-256' = 'Ed25519') =>
  call(`/v1/communities/${community.slug}/keys`, token, { use: 'data-integrity', algorithm })
const compromise = ({ community }: BadgeWorkshop, { id }: IssuerKey, at: string) =>
  call(`/v1/communities/${community.slug}/keys/${id}/compromise`, token, { at })

/** The key that signs JWTs now, which a thief has from here on. */
const jwtKeyOf = async ({ stores, community }: BadgeWorkshop): Promise<JwtKey> => {
  const key = signingKey(await stores.communities.loadIssuerKeys(community.slug), 'jwt')
  if (!key) throw new Error('the community has no key for JWTs')
  return key
}

const jwtOf = async ({ credentialId }: Claim): Promise<string> =>
  (await workshop.stores.credentials.load(credentialId))?.jwt?.text ?? ''

/** What a thief with the key for JWTs makes of a document. */
const signJwtWith = ({ keys, community }: BadgeWorkshop, { id, key }: JwtKey, document: JsonObject): Promise<string> =>
  credentialJwtWriter().signJwt(document, {
    kid: publicUrls(BASE_URL).key(community.slug, id),
    publicKeyJwk: key.publicKeyJwk,
    sign: (bytes) => keys.sign(key, community.issuer, bytes),
  })

const documentOf = async ({ credentialId }: Claim): Promise<JsonObject> =>
  JSON.parse((await workshop.stores.credentials.load(credentialId))?.text ?? '')

async function verify(credential: unknown): Promise<VerificationReport> {
  const answer = await verification.request('/v1/verifications', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ credential }),
  })
  return VerificationReportSchema.parse(await answer.json())
}
const troubles = ({ checks }: VerificationReport) =>
  checks.filter(({ status }) => status !== 'pass').map(({ id, status, code }) => `${id} ${status} ${code}`)

/** What a thief with the key makes of a document. */
const signWith = (
  { keys, community }: BadgeWorkshop,
  key: DataIntegrityKey,
  { proof: _proof, ...document }: JsonObject,
  created = new Date('2026-01-01T00:00:00Z'),
): Promise<JsonObject> =>
  rdfcProofWriter().sign(document, {
    verificationMethod: key.verificationMethod,
    publicKeyMultibase: key.key.publicKeyMultibase,
    sign: (bytes) => keys.sign(key.key, community.issuer, bytes),
    created,
  })

/** Everything the stream holds goes through fan-out, the bus and the list publisher, as it would by itself. */
async function letEventsThrough() {
  const { subscriber } = composeStatusLists({ ...workshop.table, keys: workshop.keys, log: quietLog })
  const consume = composeFanOut({ ...workshop.table, bus: inProcessBus([subscriber]), log: quietLog })
  expect(await consume({ Records: await readStream(workshop.table) })).toEqual({ batchItemFailures: [] })
}

/** What is on the web for a verifier elsewhere. */
async function webOf({ community }: BadgeWorkshop, { statusEntry }: Claim): Promise<Record<string, unknown>> {
  const paths = [`/communities/${community.slug}/did.json`, `/status/${statusEntry?.list}`]
  const documents = await Promise.all(paths.map(async (path) => JSON.parse(await (await pages.request(path)).text())))
  return Object.fromEntries(paths.map((path, index) => [`${BASE_URL}${path}`, documents[index]]))
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 5))
const nowText = async () => {
  await tick()
  const at = new Date().toISOString()
  await tick()
  return at
}

describe('a badge whose key was retired', () => {
  it('KEY-09: verifies three rotations later, here and with two verifiers from elsewhere', async () => {
    const own = await aWorkshop()
    const { claim } = await anIssuedBadge(own)
    for (let n = 0; n < 3; n++) await rotate(own)
    const document = await documentOf(claim)
    expect(await verify(document)).toMatchObject({ outcome: 'verified' })
    const documents = await webOf(own, claim)
    expect(await verifyWithDigitalBazaar(document, { documents })).toEqual({ verified: true, errors: [] })
    expect(await verifyWithVerifierCore(document, { documents })).toEqual({ verified: true, errors: [] })
  })

  it('is followed by one under the new key, which no key of before signs', async () => {
    const own = await aWorkshop()
    const before = await proofKeyOf(own)
    await rotate(own)
    const { claim } = await anIssuedBadge(own)
    const document = await documentOf(claim)
    expect(JSON.stringify(document['proof'])).toContain((await proofKeyOf(own)).verificationMethod)
    expect(JSON.stringify(document['proof'])).not.toContain(before.verificationMethod)
    expect(await verify(document)).toMatchObject({ outcome: 'verified' })
  })
})

describe('a community with a P-256 key', () => {
  it('DI-11: issues badges and lists with ecdsa-rdfc-2019 that verify', async () => {
    const own = await aWorkshop()
    await rotate(own, 'P-256')
    const { claim } = await anIssuedBadge(own)
    const document = await documentOf(claim)
    expect(document['proof']).toMatchObject([{ cryptosuite: 'ecdsa-rdfc-2019' }])
    expect(await verify(document)).toMatchObject({ outcome: 'verified' })
    const award = await workshop.stores.credentials.loadAward(claim.credentialId)
    expect(JSON.parse(award?.text ?? '').proof).toMatchObject({ cryptosuite: 'ecdsa-jcs-2019' })
  })
})

describe('the JWT form', () => {
  const openKey = async (kid: string) => JSON.parse(await (await pages.request(kid.replace(BASE_URL, ''))).text())

  it('KEY-04, JWT-13: names a key that is published alone, in the set and in the DID document, also after rotation', async () => {
    const own = await aWorkshop()
    const issued = [await anIssuedBadge(own)]
    await call(`/v1/communities/${own.community.slug}/keys`, token, { use: 'jwt', algorithm: 'P-256' })
    issued.push(await anIssuedBadge(own))
    const set = JSON.parse(await (await assemblePublic(around()).request('/.well-known/jwks.json')).text())
    const did = JSON.parse(await (await pages.request(`/communities/${own.community.slug}/did.json`)).text())
    const seen: string[] = []
    for (const { claim } of issued) {
      const jwt = (await workshop.stores.credentials.load(claim.credentialId))?.jwt?.text ?? ''
      const { kid = '', alg = '' } = decodeProtectedHeader(jwt)
      seen.push(alg)
      const jwk = await openKey(kid)
      const { payload } = await compactVerify(jwt, await importJWK(jwk, alg), { algorithms: ['RS256', 'ES256'] })
      expect(JSON.parse(Buffer.from(payload).toString()).iss).toBe(own.community.issuer)
      expect(set.keys).toContainEqual(jwk)
      const method = `${own.community.issuer}#${await calculateJwkThumbprint(jwk)}`
      expect(did.assertionMethod).toContain(method)
    }
    expect(seen).toEqual(['RS256', 'ES256'])
  })
})

describe('a badge whose key was compromised', () => {
  it('KEY-09: holds when it was stored before, says so, and its list is signed anew at once', async () => {
    const own = await aWorkshop()
    const { claim } = await anIssuedBadge(own)
    const stolen = await proofKeyOf(own)
    const at = await nowText()
    await compromise(own, stolen, at)
    await letEventsThrough()
    const report = await verify(await documentOf(claim))
    expect([report.outcome, ...troubles(report)]).toEqual(['verified', 'issuer warn KEY_COMPROMISED'])
    const list = await workshop.stores.statusLists.loadSigned(claim.statusEntry?.list ?? '')
    expect(list?.text).toContain((await proofKeyOf(own)).verificationMethod)
    const suspensionId = (await workshop.stores.statusLists.load(claim.statusEntry?.list ?? ''))?.suspensionListId
    const suspensions = await workshop.stores.statusLists.loadSigned(suspensionId ?? '')
    expect(suspensions?.text).toContain((await proofKeyOf(own)).verificationMethod)
  })

  it('KEY-09: does not hold when the thief dated it back, under an id of ours or another', async () => {
    const own = await aWorkshop()
    const { claim } = await anIssuedBadge(own)
    const stolen = await proofKeyOf(own)
    const at = await nowText()
    await compromise(own, stolen, at)
    await letEventsThrough()
    const original = await documentOf(claim)
    const longBefore = new Date(addMilliseconds(stolen.createdAt, -1000))
    const forged = await signWith(own, stolen, { ...original, validFrom: '2026-01-01T00:00:00Z' }, longBefore)
    const forgery = await verify(forged)
    expect(forgery.outcome).toBe('not-verified')
    expect(troubles(forgery)).toContain('issuer fail KEY_COMPROMISED')
    const invented = await signWith(own, stolen, { ...original, id: 'urn:uuid:7a4c6f4e-1d3b-4c5a-8f00-2b1de2c0a001' })
    expect(troubles(await verify(invented))).toContain('issuer fail KEY_COMPROMISED')
    // The very same claims, signed once more, are other bytes than those that were stored.
    const again = await signWith(own, stolen, original, longBefore)
    expect(troubles(await verify(again))).toContain('issuer fail KEY_COMPROMISED')
  })

  it('does not hold when it was stored after that instant, whatever its dates say', async () => {
    const own = await aWorkshop()
    const at = await nowText()
    const { claim } = await anIssuedBadge(own)
    await compromise(own, await proofKeyOf(own), at)
    await letEventsThrough()
    expect(troubles(await verify(await documentOf(claim)))).toEqual(['issuer fail KEY_COMPROMISED'])
  })

  it('holds no longer once the instant is moved to before it was stored', async () => {
    const own = await aWorkshop()
    const early = await nowText()
    const { claim } = await anIssuedBadge(own)
    const stolen = await proofKeyOf(own)
    await compromise(own, stolen, await nowText())
    await letEventsThrough()
    expect(await verify(await documentOf(claim))).toMatchObject({ outcome: 'verified' })
    await compromise(own, stolen, early)
    expect(await verify(await documentOf(claim))).toMatchObject({ outcome: 'not-verified' })
  })

  it('holds when its key was retired before, and other badges of the community are not touched', async () => {
    const own = await aWorkshop()
    const { claim: first } = await anIssuedBadge(own)
    const retired = await proofKeyOf(own)
    await rotate(own)
    const { claim: second } = await anIssuedBadge(own)
    await compromise(own, retired, await nowText())
    await letEventsThrough()
    expect(troubles(await verify(await documentOf(first)))).toEqual(['issuer warn KEY_COMPROMISED'])
    expect(troubles(await verify(await documentOf(second)))).toEqual([])
  })

  it('is issued anew under the new key when it is refreshed, and then holds everywhere', async () => {
    const own = await aWorkshop()
    const { claim } = await anIssuedBadge(own)
    await compromise(own, await proofKeyOf(own), await nowText())
    await letEventsThrough()
    const earlier = await documentOf(claim)
    let answered = false
    const refreshed = call(`/v1/credentials/${claim.credentialId}/refresh`, token, undefined).finally(() => {
      answered = true
    })
    while (!answered) {
      await deliverAll(own, claim)
      await tick()
    }
    await refreshed
    const document = await documentOf(claim)
    expect(document['id']).toBe(earlier['id'])
    expect(troubles(await verify(document))).toEqual([])
    const documents = await webOf(own, claim)
    expect(await verifyWithDigitalBazaar(document, { documents })).toEqual({ verified: true, errors: [] })
    // The version of before still holds here, since the store held it in time.
    expect(troubles(await verify(earlier))).toEqual(['issuer warn KEY_COMPROMISED', 'issuer warn NEWER_VERSION'])
  })

  it('is refused elsewhere, where nobody knows what was stored', async () => {
    const own = await aWorkshop()
    const { claim } = await anIssuedBadge(own)
    await compromise(own, await proofKeyOf(own), await nowText())
    await letEventsThrough()
    const documents = await webOf(own, claim)
    expect(await verifyWithDigitalBazaar(await documentOf(claim), { documents })).toMatchObject({ verified: false })
  })

  it('keeps its endorsements, which members’ own keys signed', async () => {
    const own = await aWorkshop()
    const { claim } = await anIssuedBadge(own)
    await compromise(own, await proofKeyOf(own), await nowText())
    await letEventsThrough()
    const { endorsements } = await verify(await documentOf(claim))
    expect(endorsements.map(({ outcome }) => outcome)).toEqual(['verified', 'verified', 'verified'])
  })

  it('is told as JSON with other bytes from what was stored, even when it means the same', async () => {
    const own = await aWorkshop()
    const { claim } = await anIssuedBadge(own)
    await compromise(own, await proofKeyOf(own), await nowText())
    await letEventsThrough()
    const { name, ...rest } = await documentOf(claim)
    expect(troubles(await verify({ ...rest, name }))).toContain('issuer fail KEY_COMPROMISED')
  })
})

describe('a badge as JWT whose key was compromised', () => {
  it('KEY-09: holds when exactly these bytes were stored before, and says so', async () => {
    const own = await aWorkshop()
    const { claim } = await anIssuedBadge(own)
    const stolen = await jwtKeyOf(own)
    await compromise(own, stolen, await nowText())
    const report = await verify(await jwtOf(claim))
    expect([report.outcome, ...troubles(report)]).toEqual(['verified', 'issuer warn KEY_COMPROMISED'])
    expect(report.endorsements).toHaveLength(3)
    // The key of the embedded proof is another, which nobody stole.
    expect(troubles(await verify(await documentOf(claim)))).toEqual([])
  })

  it('KEY-09: does not hold when the thief dated it back, with the embedded proof or without one', async () => {
    const own = await aWorkshop()
    const { claim } = await anIssuedBadge(own)
    const stolen = await jwtKeyOf(own)
    const { proof, ...original } = await documentOf(claim)
    const { endorsement: _endorsement, ...lonely } = original
    const forgeries = await Promise.all(
      [
        { ...original, validFrom: '2026-01-01T00:00:00Z' },
        { ...original, id: 'urn:uuid:7a4c6f4e-1d3b-4c5a-8f00-2b1de2c0a001' },
        lonely,
        // What was signed is genuine, and wrapped once more in other bytes than those that were stored.
        { proof, ...original },
      ].map((document) => signJwtWith(own, stolen, document)),
    )
    await compromise(own, stolen, await nowText())
    for (const forged of forgeries) {
      const report = await verify(forged)
      expect(report.outcome).toBe('not-verified')
      expect(troubles(report)).toContain('issuer fail KEY_COMPROMISED')
    }
  })

  it('does not hold when it was stored after that instant, and the refreshed one does', async () => {
    const own = await aWorkshop()
    const at = await nowText()
    const { claim } = await anIssuedBadge(own)
    await compromise(own, await jwtKeyOf(own), at)
    const earlier = await jwtOf(claim)
    expect(troubles(await verify(earlier))).toEqual(['issuer fail KEY_COMPROMISED'])
    let answered = false
    const refreshed = call(`/v1/credentials/${claim.credentialId}/refresh`, token, undefined).finally(() => {
      answered = true
    })
    while (!answered) {
      await deliverAll(own, claim)
      await tick()
    }
    await refreshed
    expect(troubles(await verify(await jwtOf(claim)))).toEqual([])
    expect(troubles(await verify(earlier))).toContain('issuer fail KEY_COMPROMISED')
  })

  it('KEY-09: holds with its own key when only that of the proof inside was stolen', async () => {
    const own = await aWorkshop()
    const { claim } = await anIssuedBadge(own)
    await compromise(own, await proofKeyOf(own), await nowText())
    await letEventsThrough()
    expect(troubles(await verify(await jwtOf(claim)))).toEqual(['issuer warn KEY_COMPROMISED'])
  })

  it('KEY-09: says it once when its own key and that of the proof inside were both stolen', async () => {
    const own = await aWorkshop()
    const { claim } = await anIssuedBadge(own)
    await compromise(own, await proofKeyOf(own), await nowText())
    await compromise(own, await jwtKeyOf(own), await nowText())
    await letEventsThrough()
    const report = await verify(await jwtOf(claim))
    expect([report.outcome, ...troubles(report)]).toEqual(['verified', 'issuer warn KEY_COMPROMISED'])
  })
})

describe('a status list signed with a stolen key', () => {
  it('does not hold, so that nobody un-revokes a badge with it', async () => {
    const own = await aWorkshop()
    const { claim } = await anIssuedBadge(own)
    const stolen = await proofKeyOf(own)
    await compromise(own, stolen, await nowText())
    await letEventsThrough()
    const list = await workshop.stores.statusLists.loadSigned(claim.statusEntry?.list ?? '')
    if (!list) throw new Error('the badge has no list')
    const forged = await signWith(own, stolen, JSON.parse(list.text))
    const published = { ...list, version: list.version + 1, text: JSON.stringify(forged) }
    expect(await workshop.stores.statusLists.publish(published)).toBe(true)
    expect(troubles(await verify(await documentOf(claim)))).toContain('status fail STATUS_VERIFICATION_ERROR')
  })
})

describe('a key of another community', () => {
  it('KEY-02: signs nothing in this one’s name that verifies', async () => {
    const [own, other] = [await aWorkshop(), await aWorkshop()]
    const { claim } = await anIssuedBadge(own)
    const theirs = await proofKeyOf(other)
    const document = await documentOf(claim)
    const underTheirName = await signWith(other, theirs, document)
    expect(troubles(await verify(underTheirName))).toContain('issuer fail ISSUER_KEY_UNBOUND')
    const ours = await proofKeyOf(own)
    const underOurName = await signWith(other, { ...theirs, verificationMethod: ours.verificationMethod }, document)
    expect(troubles(await verify(underOurName))).toContain('proof fail PROOF_INVALID')
  })

  it('is not opened for this one, so that no badge is made with it', async () => {
    const [own, other] = [await aWorkshop(), await aWorkshop()]
    const theirs = await proofKeyOf(other)
    await expect(workshop.keys.sign(theirs.key, own.community.issuer, Buffer.from('x'))).rejects.toThrow(
      'does not open',
    )
  })
})
