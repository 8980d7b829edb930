import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rdfcProofReader } from '../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { credentialJwtReader } from '../../../functions/adapters/vc-jwt/credential-jwt.ts'
import { communityDidDocument } from '../../../functions/domain/credential/community-did-document.ts'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import { publicUrls } from '../../../functions/domain/shared/public-urls.ts'
import type { StoredCredential } from '../../../functions/ports/credential-store.ts'
import { type OpenBadgeCredential, OpenBadgeCredentialSchema } from '../../../schemas/open-badges.ts'
import { verifyWithDigitalBazaar, verifyWithVerifierCore } from '../../support/independent-verifiers.ts'
import { consumerOf, deliverAll, eventTypesOf, withdrawOn } from '../../support/issuance-consumer.ts'
import { aStoredMember, BASE_URL, give, mortal, readStream, recordsOf } from '../../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, type EndorsedClaim, openWorkshop } from '../../support/issued-badge.ts'

/** More calls than one refresh makes; the test fails when this is not enough. */
const MOST_CALLS = 80

let workshop: BadgeWorkshop

beforeAll(async () => {
  workshop = await openWorkshop()
})

afterAll(() => workshop.close())

const storedOf = async ({ credentialId }: Claim): Promise<StoredCredential> => {
  const stored = await workshop.stores.credentials.load(credentialId)
  if (!stored) throw new Error('there is no badge')
  return stored
}

const parse = ({ text }: Pick<StoredCredential, 'text'>): OpenBadgeCredential =>
  OpenBadgeCredentialSchema.parse(JSON.parse(text))

/** One more peer endorses an issued claim. */
async function endorseLater({ claim, achievement }: EndorsedClaim, name = 'Late') {
  const peer = await aStoredMember(workshop.stores, workshop.community, { name })
  return give(workshop.stores, achievement, claim, peer)
}

async function ask({ claim }: Pick<EndorsedClaim, 'claim'>) {
  expect((await workshop.stores.refreshes.ask(claim.id)).ok).toBe(true)
}

/** What the stream says of the claim once somebody asked. */
async function askedRecords(badge: EndorsedClaim) {
  const seen = recordsOf(await readStream(workshop.table), badge.claim.id).length
  await ask(badge)
  return recordsOf(await readStream(workshop.table), badge.claim.id).slice(seen)
}

const secondsOf = (date: string) => Date.parse(date) / 1000

describe('a badge that is issued', () => {
  it('JWT-11: has a JWT form that wraps the document with its embedded proof, and says the same', async () => {
    const { claim } = await anIssuedBadge(workshop)
    const stored = await storedOf(claim)
    const [, payload = ''] = stored.jwt?.text.split('.') ?? []
    const wrapped = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    expect(wrapped).toMatchObject(JSON.parse(stored.text))
    expect(wrapped.proof).toHaveLength(1)
  })

  it('REF-01: REF-04: names a refresh address of its own that cannot be guessed, and the store knows it', async () => {
    const badges = [await anIssuedBadge(workshop), await anIssuedBadge(workshop)]
    const capabilities = await Promise.all(
      badges.map(async ({ claim }) => {
        const { refreshService } = parse(await storedOf(claim))
        expect(refreshService?.type).toBe('1EdTechCredentialRefresh')
        const capability = refreshService?.id.slice(`${BASE_URL}/refresh/`.length) ?? ''
        expect(Buffer.from(capability, 'base64url')).toHaveLength(32)
        expect(await workshop.stores.credentials.locateRefresh(capability)).toBe(claim.credentialId)
        return capability
      }),
    )
    expect(new Set(capabilities).size).toBe(2)
  })
})

describe('a refresh', () => {
  it('REF-03: REF-06: PE-10: END-10: AC-10: PE-07: gives the richer badge under the same id and date of award, later valid from', async () => {
    const badge = await anIssuedBadge(workshop)
    const late = await endorseLater(badge)
    await deliverAll(workshop, badge.claim)
    const before = await storedOf(badge.claim)
    expect(parse(before).endorsement).toHaveLength(3)
    await ask(badge)
    expect(await deliverAll(workshop, badge.claim)).toEqual({ batchItemFailures: [] })
    const after = await storedOf(badge.claim)
    const [was, is] = [parse(before), parse(after)]
    expect(after.version).toBe(2)
    expect(is.endorsement?.map(({ id }) => id)).toContain(publicUrls(BASE_URL).endorsement(late.id))
    expect(is.endorsement).toHaveLength(4)
    expect(is.credentialSubject.result?.[0]?.value).toBe('4')
    expect([is.id, is.issuer.id, is.awardedDate, is.credentialStatus, is.refreshService]).toEqual([
      was.id,
      was.issuer.id,
      was.awardedDate,
      was.credentialStatus,
      was.refreshService,
    ])
    expect(is.credentialSubject.identifier).toEqual(was.credentialSubject.identifier)
    expect(secondsOf(is.validFrom)).toBeGreaterThan(secondsOf(was.validFrom))
    expect(secondsOf(is.validFrom)).toBeLessThanOrEqual(Date.now() / 1000)
    expect(await eventTypesOf(workshop, badge.claim.id)).toContain('credential.refreshed')
  })

  it('holds in both forms for our readers and for two independent verifiers', async () => {
    const badge = await anIssuedBadge(workshop)
    await endorseLater(badge)
    await ask(badge)
    await deliverAll(workshop, badge.claim)
    const { text, jwt } = await storedOf(badge.claim)
    const { community, stores } = workshop
    const keys = await stores.communities.loadIssuerKeys(community.slug)
    const didDocument = communityDidDocument(community, keys)
    expect(await rdfcProofReader().verify(JSON.parse(text), async () => didDocument)).toMatchObject({ ok: true })
    const verdict = await credentialJwtReader().verifyJwt(jwt?.text ?? '', {
      resolveDid: async () => didDocument,
      resolveKey: async () => undefined,
    })
    expect(verdict).toMatchObject({ ok: true, credential: JSON.parse(text) })
    const list = badge.claim.statusEntry?.list ?? ''
    const documents = {
      [`${BASE_URL}/communities/${community.slug}/did.json`]: didDocument,
      [`${BASE_URL}/status/${list}`]: JSON.parse((await stores.statusLists.loadSigned(list))?.text ?? '{}'),
    }
    expect(await verifyWithDigitalBazaar(JSON.parse(text), { documents })).toMatchObject({ verified: true })
    expect(await verifyWithVerifierCore(JSON.parse(text), { documents })).toMatchObject({ verified: true })
  })

  it('never comes by itself: whoever endorses later is signed and waits', async () => {
    const badge = await anIssuedBadge(workshop)
    await endorseLater(badge)
    await deliverAll(workshop, badge.claim)
    await workshop.stores.claims.nudge(badge.claim.id, '2026-03-01T12:00:00.000Z')
    await deliverAll(workshop, badge.claim)
    expect((await storedOf(badge.claim)).version).toBe(1)
  })

  it('keeps the badge as it is when nothing would change', async () => {
    const badge = await anIssuedBadge(workshop)
    const before = await storedOf(badge.claim)
    await ask(badge)
    await deliverAll(workshop, badge.claim)
    expect(await storedOf(badge.claim)).toEqual(before)
    expect(await workshop.stores.refreshes.load(badge.claim.id)).toEqual({ requested: 1, asked: 1, done: 1 })
  })

  it('leaves a withdrawn endorsement out, and keeps the counts of the award when the rule would not be met any more', async () => {
    const badge = await anIssuedBadge(workshop)
    const [first] = badge.endorsements
    if (!first) throw new Error('there are three')
    expect(await withdrawOn(workshop, badge.claim, first)).toBe('done')
    await ask(badge)
    await deliverAll(workshop, badge.claim)
    const { embedded, ...stored } = await storedOf(badge.claim)
    expect(embedded.has(first.id)).toBe(false)
    expect(parse(stored).endorsement).toHaveLength(2)
    expect(parse(stored).credentialSubject.result?.[0]?.value).toBe('3')
  })

  it('keeps the earlier version byte for byte, and says since when each was held', async () => {
    const badge = await anIssuedBadge(workshop)
    const before = await storedOf(badge.claim)
    await endorseLater(badge)
    await ask(badge)
    await deliverAll(workshop, badge.claim)
    const after = await storedOf(badge.claim)
    const { credentials } = workshop.stores
    const held = ({ version, digest, jwt, storedAt }: StoredCredential) => ({
      version,
      digest,
      jwtDigest: jwt?.digest,
      storedAt,
    })
    expect(await credentials.loadEarlier(badge.claim.credentialId, 1)).toEqual({
      ...held(before),
      text: before.text,
      jwt: before.jwt,
    })
    expect(await credentials.loadHeld(badge.claim.credentialId)).toEqual([held(before), held(after)])
    expect(await credentials.loadEarlier(badge.claim.credentialId, 2)).toBeUndefined()
  })

  it('makes one new version of a storm of requests, whoever settles them', async () => {
    const badge = await anIssuedBadge(workshop)
    await endorseLater(badge)
    await Promise.all(Array.from({ length: 30 }, () => ask(badge)))
    const answers = await Promise.all(Array.from({ length: 4 }, () => deliverAll(workshop, badge.claim)))
    for (const answer of answers) expect(answer).toEqual({ batchItemFailures: [] })
    expect((await storedOf(badge.claim)).version).toBe(2)
    expect(await workshop.stores.refreshes.load(badge.claim.id)).toEqual({ requested: 30, asked: 30, done: 30 })
    expect(
      (await eventTypesOf(workshop, badge.claim.id)).filter((type) => type === 'credential.refreshed'),
    ).toHaveLength(1)
  })

  it.each(['before', 'after'] as const)(
    'ends in one new version wherever it is killed %s one of its calls to store or signer',
    async (when) => {
      let last = 0
      for (let call = 1; call <= MOST_CALLS; call++) {
        const badge = await anIssuedBadge(workshop)
        await endorseLater(badge)
        const records = await askedRecords(badge)
        const life = mortal({ call, when })
        const dying = consumerOf(workshop, {
          client: life.client(workshop.table.client),
          keys: life.keys(workshop.keys),
        })
        await dying({ Records: records }).catch(() => undefined)
        expect(await consumerOf(workshop)({ Records: records })).toEqual({ batchItemFailures: [] })
        const stored = await storedOf(badge.claim)
        expect(stored.version).toBe(2)
        expect(parse(stored).endorsement).toHaveLength(4)
        expect(await workshop.stores.refreshes.load(badge.claim.id)).toMatchObject({ requested: 1, done: 1 })
        if (!life.died()) {
          last = call
          break
        }
      }
      expect(last).toBeGreaterThan(10)
    },
    180_000,
  )

  it('takes as many calls to the store with 40 endorsements as with 3', async () => {
    const callsFor = async (count: number) => {
      const badge = await anIssuedBadge(workshop, { judgements: Array.from({ length: count }, () => ({})) })
      await endorseLater(badge)
      await deliverAll(workshop, badge.claim)
      const records = await askedRecords(badge)
      const life = mortal(undefined)
      await consumerOf(workshop, { client: life.client(workshop.table.client), keys: life.keys(workshop.keys) })({
        Records: records,
      })
      expect((await storedOf(badge.claim)).version).toBe(2)
      return life.calls()
    }
    const three = await callsFor(3)
    expect(await callsFor(40)).toBe(three)
  }, 60_000)
})
