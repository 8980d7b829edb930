import { describe, expect, it } from 'vitest'
import { openClaim, toEvidenceDocument } from '../../../../functions/domain/endorsement/open-claim.ts'
import { anAchievementVersion, anId, digests, NOW } from '../../../support/builders.ts'

const seeds = {
  claimId: anId('claim'),
  credentialId: anId('credential'),
  subjectId: 'urn:uuid:7a4c6f4e-1d3b-4c5a-8f00-2b1de2c0a001',
  salt: 'salt',
} as const
const evidence = toEvidenceDocument(1, { narrative: 'I wove it.' }, NOW, digests)
const request = { achievement: anId('achievement'), narrative: 'I wove it.' }

describe('toEvidenceDocument', () => {
  it('writes canonical JSON of what was offered and when, with the digest of exactly those bytes', () => {
    const { text, digest, version } = toEvidenceDocument(
      2,
      { narrative: 'Sehr schön ✓', evidence: [{ name: 'Cloth', id: 'https://work.example/1' }] },
      NOW,
      digests,
    )
    expect(text).toBe(
      `{"addedAt":"${NOW}","evidence":[{"id":"https://work.example/1","name":"Cloth"}],"narrative":"Sehr schön ✓","version":2}`,
    )
    expect(digest).toBe(digests.sha256Base64Url(text))
    expect(version).toBe(2)
  })

  it('leaves out what was not offered', () => {
    expect(JSON.parse(evidence.text)).toEqual({ version: 1, addedAt: NOW, narrative: 'I wove it.' })
  })

  it('digests other words, other versions and other instants differently', () => {
    const others = [
      toEvidenceDocument(1, { narrative: 'I wove it!' }, NOW, digests),
      toEvidenceDocument(2, { narrative: 'I wove it.' }, NOW, digests),
      toEvidenceDocument(1, { narrative: 'I wove it.' }, '2026-03-01T12:00:00.001Z', digests),
    ]
    expect(new Set([evidence, ...others].map(({ digest }) => digest)).size).toBe(4)
  })

  it('does not depend on the order in which members were sent', () => {
    const one = toEvidenceDocument(1, { evidence: [{ id: 'https://w.example', name: 'Cloth' }] }, NOW, digests)
    const other = toEvidenceDocument(1, { evidence: [{ name: 'Cloth', id: 'https://w.example' }] }, NOW, digests)
    expect(other).toEqual(one)
  })
})

describe('openClaim', () => {
  it('opens on the version at hand and allots the badge’s id', () => {
    const claim = openClaim(seeds, anAchievementVersion({}, { version: 4 }), anId('learner'), request, evidence, NOW)
    expect(claim).toEqual({
      id: seeds.claimId,
      community: 'weavers',
      achievementId: anId('achievement'),
      achievementVersion: 4,
      learnerId: anId('learner'),
      collaborators: [],
      identify: [],
      subjectId: seeds.subjectId,
      credentialId: seeds.credentialId,
      status: 'open',
      evidenceVersion: 1,
      evidenceDigest: evidence.digest,
      openedAt: NOW,
      expiresAt: '2026-05-30T12:00:00.000Z',
      round: 0,
      salt: 'salt',
      version: 1,
    })
  })

  it('names each collaborator once, sorted, and never the learner', () => {
    const [a, b] = [anId('ana'), anId('ben')].sort()
    const collaborators = [b ?? '', anId('learner'), a ?? '', b ?? '']
    const claim = openClaim(
      seeds,
      anAchievementVersion(),
      anId('learner'),
      { ...request, collaborators, identify: ['emailAddress'] },
      evidence,
      NOW,
    )
    expect(claim.collaborators).toEqual([a, b])
    expect(claim.identify).toEqual(['emailAddress'])
  })

  it('sets no end where the policy names none', () => {
    const version = anAchievementVersion()
    const { claimDays: _claimDays, ...policy } = version.policy
    expect(openClaim(seeds, { ...version, policy }, anId('learner'), request, evidence, NOW)).not.toHaveProperty(
      'expiresAt',
    )
  })
})
