import { describe, expect, it } from 'vitest'
import { endorsementsOnPage } from '../../../functions/credentials/endorsement-list.tsx'
import { readFileName } from '../../../functions/credentials/public-file.ts'
import { readBadge } from '../../../functions/credentials/read-badge.ts'
import { translateAchievement } from '../../../functions/credentials/translate-achievement.ts'
import { buildCredential } from '../../../functions/domain/credential/build-credential.ts'
import { decideThreshold } from '../../../functions/domain/endorsement/decide-threshold.ts'
import type { StoredCredential } from '../../../functions/ports/credential-store.ts'
import type { EndorsementCredential } from '../../../schemas/open-badges.ts'
import { IdSchema } from '../../../schemas/text.ts'
import {
  aClaim,
  aCommunity,
  aCriterion,
  anAchievementVersion,
  anEndorsement,
  anId,
  NOW,
} from '../../support/builders.ts'

describe('endorsementsOnPage', () => {
  const many = (count: number) => Array.from({ length: count }, () => ({}) as EndorsementCredential) // only counted

  it('lists 200 on a page', () => {
    expect(endorsementsOnPage(many(450), 3)).toMatchObject({ page: 3, pages: 3, count: 450, shown: { length: 50 } })
    expect(endorsementsOnPage(many(200), 1)).toMatchObject({ pages: 1, shown: { length: 200 } })
    expect(endorsementsOnPage([], 1)).toMatchObject({ pages: 1, count: 0 })
  })

  it.each([0, -1, 4, 1.5, Number.NaN])('has no page %d', (page) => {
    expect(endorsementsOnPage(many(450), page)).toBeUndefined()
  })
})

describe('readFileName', () => {
  const id = anId('x')
  it('splits name and suffix', () => {
    expect(readFileName(id, IdSchema, ['json'])).toEqual({ name: id })
    expect(readFileName(`${id}.json`, IdSchema, ['json'])).toEqual({ name: id, suffix: 'json' })
  })

  it.each(['', '.json', `${id}.`, `${id}.pdf`, `${id}.json.json`, `${id}.JSON`, 'x.json'])('refuses %j', (file) => {
    expect(readFileName(file, IdSchema, ['json'])).toBeUndefined()
  })
})

describe('translateAchievement', () => {
  const version = anAchievementVersion({
    inLanguage: 'en',
    translations: [{ inLanguage: 'hi', name: 'बुनाई', description: 'कपड़ा' }],
  })

  it('gives the text in the reader’s language, the original where a part is not translated', () => {
    expect(translateAchievement(version, 'hi-IN')).toMatchObject({
      name: 'बुनाई',
      inLanguage: 'hi',
      criteria: version.content.criteria.narrative,
      languages: ['en', 'hi'],
    })
  })

  it('gives the original to everyone else', () => {
    expect(translateAchievement(version, 'fr')).toMatchObject({ name: 'Plain weave', inLanguage: 'en' })
    expect(translateAchievement(anAchievementVersion(), 'fr').inLanguage).toBeUndefined()
  })
})

describe('readBadge', () => {
  const achievement = anAchievementVersion({ rubric: [aCriterion()], policy: { minEndorsers: 1 } })
  const claim = aClaim({ status: 'met', decidedAt: NOW, statusEntry: { list: anId('list'), index: 7 } })
  const decision = decideThreshold(
    { policy: achievement.policy, rubric: achievement.content.rubric ?? [] },
    claim,
    [anEndorsement('peer', { ratings: { craft: 'fine' } })],
    NOW,
  )
  const credential = buildCredential({
    community: aCommunity(),
    achievement,
    claim,
    decision,
    endorsements: [],
    evidence: [],
    refreshCapability: 'capability',
    signedAt: NOW,
  })
  const stored = (changes: Partial<StoredCredential> = {}, document: object = credential): StoredCredential => ({
    id: claim.credentialId,
    claimId: claim.id,
    community: claim.community,
    version: 1,
    text: JSON.stringify(document),
    digest: '',
    storedAt: NOW,
    status: 'valid',
    statusVersion: 1,
    embedded: new Map(),
    ...changes,
  })

  it('finds the count, the number needed and the levels in the signed bytes', () => {
    expect(readBadge(stored(), NOW)).toMatchObject({
      standing: { kind: 'valid' },
      counted: '1',
      required: '1',
      levels: [{ criterion: 'Craft', level: 'Fine', requiredLevel: 'Sound' }],
    })
  })

  it('says that it is revoked, even when it has also expired', () => {
    const expired = { ...credential, validUntil: '2026-02-01T00:00:00Z' }
    expect(readBadge(stored({}, expired), NOW).standing).toEqual({ kind: 'expired', at: '2026-02-01T00:00:00Z' })
    expect(
      readBadge(stored({ status: 'revoked', statusChangedAt: NOW, statusReason: 'x' }, expired), NOW).standing,
    ).toEqual({
      kind: 'revoked',
      at: NOW,
      reason: 'x',
    })
  })

  it('throws on bytes that are no badge', () => {
    expect(() => readBadge(stored({}, { type: 'x' }), NOW)).toThrow()
  })
})
