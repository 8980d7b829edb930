import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { OpenBadgeCredentialSchema } from '../../../schemas/open-badges.ts'
import { digests } from '../../support/builders.ts'
import { aPublishedAchievement, aStoredClaim, aStoredMember, give } from '../../support/issuance-scenario.ts'
import { type BadgeWorkshop, issue, openWorkshop } from '../../support/issued-badge.ts'

const PEERS = 150

let workshop: BadgeWorkshop

beforeAll(async () => {
  workshop = await openWorkshop()
})

afterAll(() => workshop.close())

it('a badge with many long endorsements, beyond what one item holds, is stored whole', async () => {
  const { stores, community } = workshop
  const achievement = await aPublishedAchievement(stores, community, { policy: { minEndorsers: PEERS } })
  const claim = await aStoredClaim(stores, achievement, await aStoredMember(stores, community))
  // 4,000 characters that gzip cannot make much shorter.
  const comments = Array.from({ length: PEERS }, () => randomBytes(3000).toString('base64'))
  await Promise.all(
    comments.map(async (comment) =>
      give(stores, achievement, claim, await aStoredMember(stores, community), { comment }),
    ),
  )
  await issue(workshop, { claim })
  const badge = await stores.credentials.load(claim.credentialId)
  expect(badge?.digest).toBe(digests.sha256Base64Url(badge?.text ?? ''))
  expect(badge?.text.length).toBeGreaterThan(600_000)
  const { endorsement = [] } = OpenBadgeCredentialSchema.parse(JSON.parse(badge?.text ?? '{}'))
  expect(endorsement.map(({ credentialSubject }) => credentialSubject.endorsementComment).sort()).toEqual(
    comments.sort(),
  )
}, 60_000)
