import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { communityDidDocument } from '../../../functions/domain/credential/community-did-document.ts'
import { openKeys } from '../../../functions/lambdas/open-keys.ts'
import { verifyWithDigitalBazaar } from '../../support/independent-verifiers.ts'
import { aStoredCommunity, BASE_URL } from '../../support/issuance-scenario.ts'
import { anEndorsedClaim, type BadgeWorkshop, issue, openWorkshop } from '../../support/issued-badge.ts'
import { type StrictKms, startStrictKms } from '../../support/strict-kms.ts'

/** Issuing with keys that only KMS has, through the real client against the strict endpoint. */
let kms: StrictKms
let workshop: BadgeWorkshop
beforeAll(async () => {
  kms = await startStrictKms()
  const { issuerKeyMaker, keys } = openKeys(
    { PEERBADGE_SEALING_KEY: kms.createKey(), PEERBADGE_ISSUER_KEYS: 'kms', PEERBADGE_INSTANCE: 'peerbadge' },
    kms.client,
  )
  const opened = await openWorkshop()
  const maker: typeof keys = { ...keys, createKey: issuerKeyMaker.createKey }
  workshop = { ...opened, keys, community: await aStoredCommunity(opened.stores, maker) }
})
afterAll(async () => {
  await workshop.close()
  await kms.close()
})

const callsOf = async (work: () => Promise<unknown>) => {
  const before = kms.operations.length
  await work()
  return kms.operations.slice(before)
}

describe('issuing with keys in KMS', () => {
  it('DI-11: signs badges with Ed25519 in KMS that verify here and elsewhere', async () => {
    const { community, stores } = workshop
    const keys = await stores.communities.loadIssuerKeys(community.slug)
    expect(keys.map(({ key }) => key.sealing)).toEqual(['kms-key', 'kms-key'])
    const endorsed = await anEndorsedClaim(workshop)
    const claim = await issue(workshop, endorsed)
    const stored = await stores.credentials.load(claim.credentialId)
    const list = await stores.statusLists.loadSigned(claim.statusEntry?.list ?? '')
    const documents = {
      [`${BASE_URL}/communities/${community.slug}/did.json`]: communityDidDocument(community, keys),
      [`${BASE_URL}/status/${claim.statusEntry?.list}`]: JSON.parse(list?.text ?? ''),
    }
    const verdict = await verifyWithDigitalBazaar(JSON.parse(stored?.text ?? ''), { documents })
    expect(verdict).toEqual({ verified: true, errors: [] })
    expect(stored?.jwt).toBeDefined()
  })

  it.each([3, 12])(
    'asks KMS for one signature a proof: badge, award record and JWT, with %i endorsements',
    async (n) => {
      await issue(workshop, await anEndorsedClaim(workshop))
      const endorsed = await anEndorsedClaim(workshop, { judgements: Array.from({ length: n }, () => ({})) })
      const calls = await callsOf(() => issue(workshop, endorsed))
      expect(calls.filter((call) => call === 'Sign')).toHaveLength(3)
      // Issuance was set up anew, so it looks once whose keys these are.
      expect(calls.filter((call) => call === 'ListResourceTags').length).toBeLessThanOrEqual(2)
    },
  )

  it('keeps the keys of members sealed, and so costs nothing for each endorser', async () => {
    const calls = await callsOf(async () => issue(workshop, await anEndorsedClaim(workshop)))
    expect(calls).not.toContain('CreateKey')
    expect(calls.filter((call) => call === 'Encrypt')).toHaveLength(3)
  })
})
