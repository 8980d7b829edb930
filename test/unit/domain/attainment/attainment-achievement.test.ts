import { describe, expect, it } from 'vitest'
import {
  licenceDraft,
  publishAttainment,
  thanksDraft,
} from '../../../../functions/domain/attainment/attainment-achievement.ts'
import { openAttainedClaim } from '../../../../functions/domain/attainment/open-attained-claim.ts'
import { addDays } from '../../../../functions/domain/shared/instant.ts'
import { AchievementDraftSchema } from '../../../../schemas/achievement.ts'
import { aChallenge, anId, digests, NOW } from '../../../support/builders.ts'

const publish = (draft = thanksDraft()) =>
  publishAttainment({ id: anId('thanks'), community: 'weavers', attainment: 'careful-reviewing' }, draft, NOW, digests)

describe('publishAttainment', () => {
  it('publishes the first version at once, with the attainment as its rule', () => {
    const { achievement, version } = publish()
    expect(achievement).toMatchObject({
      id: anId('thanks'),
      attainment: 'careful-reviewing',
      publishedVersion: 1,
      draftChanged: false,
    })
    expect(version).toMatchObject({ achievementId: anId('thanks'), version: 1, publishedAt: NOW })
    expect(version.policy.attainment).toBe('careful-reviewing')
  })
})

describe('licenceDraft', () => {
  it.each([['Twill'], ['x'.repeat(200)], ['🧶'.repeat(100)], [`x${'🧶'.repeat(99)}`]])(
    'is a draft that facilitators could have written, whatever the challenge is called: %s',
    (name) => {
      const draft = licenceDraft(aChallenge({ name }))
      expect(AchievementDraftSchema.safeParse(draft).error?.issues).toBeUndefined()
      const names = [draft.name, ...(draft.translations ?? []).map((translation) => translation.name)]
      expect(names.every((one) => one.length <= 200 && one.isWellFormed() && !one.includes('\ufffd'))).toBe(true)
    },
  )

  it('names the challenge, in English and in Hindi', () => {
    const draft = licenceDraft(aChallenge())
    expect([draft.name, draft.translations?.[0]?.name]).toEqual(['Assessor licence: Twill', 'मूल्यांकनकर्ता लाइसेंस: Twill'])
    expect(draft.challenge).toBe(aChallenge().id)
  })
})

describe('thanksDraft', () => {
  it('is a draft that facilitators could have written', () => {
    expect(AchievementDraftSchema.safeParse(thanksDraft()).error?.issues).toBeUndefined()
  })
})

describe('openAttainedClaim', () => {
  const seeds = {
    claimId: anId('claim'),
    credentialId: anId('badge'),
    subjectId: 'urn:uuid:7a4c6f4e-1d3b-4c5a-8f00-2b1de2c0a001',
    salt: 'salt',
    eventId: anId('event'),
  } as const
  const open = (validUntil?: ReturnType<typeof addDays>) =>
    openAttainedClaim(
      seeds,
      { achievement: publish().version, memberId: anId('member'), attained: 'careful-reviewing', validUntil },
      NOW,
      digests,
    )

  it('opens a claim without evidence, which nobody but the service asked for', () => {
    const { claim, evidence, event } = open()
    expect(claim).toMatchObject({ learnerId: anId('member'), status: 'open', attained: 'careful-reviewing' })
    expect(claim).not.toHaveProperty('validUntil')
    expect(JSON.parse(evidence.text)).toEqual({ version: 1, addedAt: NOW })
    expect(event).toMatchObject({ id: anId('event'), type: 'claim.opened', data: { attained: 'careful-reviewing' } })
    expect(event).not.toHaveProperty('actorId')
  })

  it('says until when the badge holds, where it ends', () => {
    expect(open(addDays(NOW, 365)).claim.validUntil).toBe(addDays(NOW, 365))
  })
})
