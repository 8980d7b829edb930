import { describe, expect, it } from 'vitest'
import { toAchievement } from '../../../../functions/domain/credential/to-achievement.ts'
import { toProfile } from '../../../../functions/domain/credential/to-profile.ts'
import { OpenBadgesAchievementSchema, ProfileSchema } from '../../../../schemas/open-badges.ts'
import { aCommunity, aCriterion, anAchievementVersion, anId } from '../../../support/builders.ts'

const id = `https://badges.example.org/achievements/${anId('achievement')}/2`
const full = toAchievement(
  anAchievementVersion(
    {
      criteria: { id: 'https://example.org/criteria', narrative: 'Show a cloth.' },
      achievementType: 'Badge',
      inLanguage: 'en',
      tag: ['weaving'],
      image: { id: 'https://example.org/badge.png', caption: 'A loom' },
      alignment: [{ targetName: 'Textiles', targetUrl: 'https://example.org/textiles', targetCode: 'T1' }],
      rubric: [
        aCriterion('craft', {
          levels: [
            { id: 'rough', name: 'Rough', description: 'Uneven', points: '1' },
            { id: 'sound', name: 'Sound', points: '2' },
          ],
        }),
      ],
    },
    { version: 2 },
  ),
  aCommunity(),
)

describe('toAchievement', () => {
  it('has its versioned URL as id and every member that was drafted (ACH-01 … ACH-16)', () => {
    expect(full).toMatchObject({
      id,
      type: ['Achievement'],
      name: 'Plain weave',
      version: '2',
      achievementType: 'Badge',
      inLanguage: 'en',
      tag: ['weaving'],
      image: { id: 'https://example.org/badge.png', type: 'Image', caption: 'A loom' },
      alignment: [
        { type: ['Alignment'], targetName: 'Textiles', targetUrl: 'https://example.org/textiles', targetCode: 'T1' },
      ],
      creator: { id: 'did:web:badges.example.org:communities:weavers' },
    })
    expect(OpenBadgesAchievementSchema.parse(full)).toEqual(full)
  })

  it('states the rule in its criteria, behind what the community wrote (ACH-04, CRI-01)', () => {
    expect(full.criteria.id).toBe('https://example.org/criteria')
    expect(full.criteria.narrative).toMatch(
      /^Show a cloth\.\n\nThe rule:\n\n- Given when 3 peers endorse the same evidence\.\n- Who may endorse: /,
    )
  })

  it('states the rule alone where criteria are a page only', () => {
    const page = toAchievement(anAchievementVersion({ criteria: { id: 'https://example.org/c' } }), aCommunity())
    expect(page.criteria.narrative).toMatch(/^The rule:\n\n- Given when 3 peers endorse/)
  })

  it('keeps levels lowest first and says the rank of each in itself (RES-06, RES-08)', () => {
    expect(full.resultDescription?.[1]).toEqual({
      id: `${id}#criterion-craft`,
      type: ['ResultDescription'],
      name: 'Craft',
      resultType: 'RubricCriterionLevel',
      requiredLevel: `${id}#criterion-craft-level-sound`,
      rubricCriterionLevel: [
        {
          id: `${id}#criterion-craft-level-rough`,
          type: ['RubricCriterionLevel'],
          name: 'Rough',
          description: 'Uneven',
          level: '1',
          points: '1',
        },
        {
          id: `${id}#criterion-craft-level-sound`,
          type: ['RubricCriterionLevel'],
          name: 'Sound',
          level: '2',
          points: '2',
        },
      ],
    })
  })

  it('leaves out what was not drafted (GEN-15)', () => {
    const { requiredLevel: _requiredLevel, ...free } = aCriterion('flair')
    const plain = toAchievement(anAchievementVersion({ rubric: [free] }), aCommunity())
    for (const member of ['tag', 'alignment', 'inLanguage', 'achievementType']) expect(plain).not.toHaveProperty(member)
    expect(plain.resultDescription?.[1]).not.toHaveProperty('requiredLevel')
    expect(plain.resultDescription?.[1]?.rubricCriterionLevel?.[0]).not.toHaveProperty('points')
  })

  it('ACH-11, IMG-01: has an image where none was drafted, under an address of its own version', () => {
    const plain = toAchievement(anAchievementVersion({}, { version: 2 }), aCommunity())
    expect(plain.image).toEqual({ id: `${id}/image`, type: 'Image', caption: 'Badge of Plain weave' })
  })

  it('ACH-11: names an upload by the version, whatever address it was kept under', () => {
    const image = { id: `https://badges.example.org/communities/weavers/images/${'a'.repeat(43)}`, caption: 'A loom' }
    const own = toAchievement(anAchievementVersion({ image }, { version: 2 }), aCommunity())
    expect(own.image).toEqual({ id: `${id}/image`, type: 'Image', caption: 'A loom' })
    const elsewhere = { ...image, id: image.id.replace('weavers', 'potters') }
    const others = toAchievement(anAchievementVersion({ image: elsewhere }, { version: 2 }), aCommunity())
    expect(others.image?.id).toBe(elsewhere.id)
  })

  it('names the count required even without a rubric (PE-06, RES-05)', () => {
    const plain = toAchievement(anAchievementVersion({ policy: { minEndorsers: 7 } }), aCommunity())
    expect(plain.resultDescription).toEqual([
      expect.objectContaining({ resultType: 'RawScore', requiredValue: '7', type: ['ResultDescription'] }),
    ])
  })

  it('gives different ids to criteria and levels of different names', () => {
    const version = anAchievementVersion({ rubric: [aCriterion('craft'), aCriterion('care')] })
    const ids = (toAchievement(version, aCommunity()).resultDescription ?? []).flatMap((description) => [
      description.id,
      ...(description.rubricCriterionLevel ?? []).map((level) => level.id),
    ])
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('toProfile (PRO-01, IS-02)', () => {
  it('says everything a community published of itself', () => {
    const profile = toProfile(
      aCommunity({
        url: 'https://weavers.example',
        description: 'We weave.',
        email: 'guild@weavers.example',
        image: { id: 'https://weavers.example/logo.png', caption: 'A shuttle' },
      }),
    )
    expect(profile).toEqual({
      id: 'did:web:badges.example.org:communities:weavers',
      type: ['Profile'],
      name: 'Weavers’ Guild',
      url: 'https://weavers.example',
      description: 'We weave.',
      email: 'guild@weavers.example',
      image: { id: 'https://weavers.example/logo.png', type: 'Image', caption: 'A shuttle' },
    })
    expect(ProfileSchema.parse(profile)).toEqual(profile)
  })

  it('names its own public page where a community has no other (IS-03)', () => {
    expect(toProfile(aCommunity()).url).toBe('https://badges.example.org/communities/weavers')
  })
})
