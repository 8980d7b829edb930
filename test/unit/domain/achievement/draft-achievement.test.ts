import { describe, expect, it } from 'vitest'
import {
  changeDraft,
  draftAchievement,
  findUnknownHoldings,
  pointAtVersion,
} from '../../../../functions/domain/achievement/draft-achievement.ts'
import { publishAchievement } from '../../../../functions/domain/achievement/publish-achievement.ts'
import { aDraft, anAchievement, anAchievementVersion, anId, digests, NOW } from '../../../support/builders.ts'

/** A community without a founding panel. */
const somewhere = { foundingPanel: 0 }

describe('an achievement from draft to version', () => {
  it('starts unpublished', () => {
    expect(draftAchievement(anId('a'), 'weavers', aDraft(), NOW)).toEqual({
      id: anId('a'),
      community: 'weavers',
      draft: aDraft(),
      publishedVersion: 0,
      draftChanged: true,
      createdAt: NOW,
      changedAt: NOW,
      version: 1,
    })
  })

  it('has nothing to publish right after it was published, nor when the same draft comes again', () => {
    const published = pointAtVersion(anAchievement(), anAchievementVersion())
    expect(published).toMatchObject({ publishedVersion: 1, draftChanged: false, version: 2 })
    const { name, ...rest } = aDraft()
    const same = changeDraft(published, { ...rest, name }, NOW)
    for (const achievement of [published, same])
      expect(publishAchievement(achievement, somewhere, NOW, digests)).toMatchObject({
        ok: false,
        error: { code: 'nothing_to_publish' },
      })
  })

  it('can be published again once its draft says something else', () => {
    const published = pointAtVersion(anAchievement(), anAchievementVersion())
    const changed = changeDraft(published, aDraft({ name: 'Twill' }), NOW)
    const back = changeDraft(changed, aDraft(), NOW)
    expect([changed.draftChanged, back.draftChanged, back.version]).toEqual([true, true, 4])
    expect(publishAchievement(changed, somewhere, NOW, digests)).toMatchObject({ ok: true, value: { version: 2 } })
  })
})

describe('findUnknownHoldings', () => {
  const eligibility = [
    { kind: 'any-member' as const },
    { kind: 'holds' as const, achievement: anId('licence') },
    { kind: 'holds' as const, achievement: anId('unknown') },
  ]

  it('points at achievements the community does not have', () => {
    expect(findUnknownHoldings(aDraft({ policy: { eligibility } }), new Set([anId('licence')]))).toEqual([
      { pointer: '/policy/eligibility/2/achievement', detail: 'is no achievement of this community' },
    ])
  })

  it('finds nothing in a draft without a policy', () => {
    expect(findUnknownHoldings(aDraft(), new Set())).toEqual([])
  })
})
