import { createHash } from 'node:crypto'
import type { Achievement, AchievementVersion } from '../../functions/domain/achievement/achievement.ts'
import { policyDigestOf, withDefaults } from '../../functions/domain/achievement/publish-achievement.ts'
import type { Challenge } from '../../functions/domain/challenge/challenge.ts'
import type { Community } from '../../functions/domain/community/community.ts'
import type { Member } from '../../functions/domain/community/member.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import type { Rule } from '../../functions/domain/endorsement/decision.ts'
import type { Endorsement, EndorserFacts } from '../../functions/domain/endorsement/endorsement.ts'
import type { Digests, Id } from '../../functions/domain/shared/ids.ts'
import type { Instant } from '../../functions/domain/shared/instant.ts'
import type { AchievementDraft, RubricCriterion } from '../../schemas/achievement.ts'
import type { PolicyInput, ThresholdPolicy } from '../../schemas/policy.ts'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The same well-formed id for the same name, always. */
export const anId = (name: string | number): Id =>
  [...createHash('sha256').update(String(name)).digest()]
    .slice(0, 26)
    .map((byte) => CROCKFORD.charAt(byte % 32))
    .join('')

/** SHA-256, as the adapters give it to the core. */
export const digests: Digests = {
  sha256Hex: (text) => createHash('sha256').update(text).digest('hex'),
  sha256Base64Url: (text) => createHash('sha256').update(text).digest('base64url'),
}

/** The moment at which examples decide. */
export const NOW: Instant = '2026-03-01T12:00:00.000Z'

export const aCommunity = (changes: Partial<Community> = {}): Community => ({
  id: anId('community'),
  slug: 'weavers',
  name: 'Weavers’ Guild',
  oidc: [],
  foundingPanel: [],
  baseUrl: 'https://badges.example.org',
  issuer: 'did:web:badges.example.org:communities:weavers',
  createdAt: '2025-01-01T00:00:00.000Z',
  version: 1,
  ...changes,
})

export const aChallenge = (changes: Partial<Challenge> = {}): Challenge => ({
  id: anId('challenge'),
  community: 'weavers',
  name: 'Twill',
  neighbours: [],
  createdAt: '2025-06-01T00:00:00.000Z',
  changedAt: '2025-06-01T00:00:00.000Z',
  version: 1,
  ...changes,
})

export const aMember = (name = 'endorser', changes: Partial<Member> = {}): Member => ({
  id: anId(name),
  community: 'weavers',
  name,
  role: 'member',
  circles: [],
  identifiers: [],
  languages: [],
  skills: [],
  joinedAt: '2025-01-01T00:00:00.000Z',
  version: 1,
  ...changes,
})

/** Levels lowest first; `sound` is required. */
export const aCriterion = (id = 'craft', changes: Partial<RubricCriterion> = {}): RubricCriterion => ({
  id,
  name: id === 'craft' ? 'Craft' : id,
  levels: [
    { id: 'rough', name: 'Rough' },
    { id: 'sound', name: 'Sound' },
    { id: 'fine', name: 'Fine' },
  ],
  requiredLevel: 'sound',
  ...changes,
})

/** A policy with the defaults written out, as published. */
export const aPolicy = (input: PolicyInput = {}): ThresholdPolicy => withDefaults(input)

export const aRule = (input: PolicyInput = {}, rubric: readonly RubricCriterion[] = []): Rule => ({
  policy: aPolicy(input),
  rubric,
})

export const aDraft = (changes: Partial<AchievementDraft> = {}): AchievementDraft => ({
  name: 'Plain weave',
  description: 'Weaves an even plain cloth.',
  criteria: { narrative: 'Show a cloth of one square metre.' },
  ...changes,
})

export const anAchievement = (changes: Partial<Achievement> = {}): Achievement => ({
  id: anId('achievement'),
  community: 'weavers',
  draft: aDraft(),
  publishedVersion: 0,
  draftChanged: true,
  createdAt: '2025-06-01T00:00:00.000Z',
  changedAt: '2025-06-01T00:00:00.000Z',
  version: 1,
  ...changes,
})

/** A published version of a draft; policy defaults are written out and digested as publication does. */
export function anAchievementVersion(
  draftChanges: Partial<AchievementDraft> = {},
  changes: Partial<AchievementVersion> = {},
): AchievementVersion {
  const { policy: input, repeatable, ...content } = aDraft(draftChanges)
  const policy = aPolicy(input)
  return {
    achievementId: anId('achievement'),
    community: 'weavers',
    version: 1,
    publishedAt: '2025-06-01T00:00:00.000Z',
    content: { ...content, repeatable: repeatable ?? 'once' },
    policy,
    policyDigest: policyDigestOf(policy, digests),
    ...changes,
  }
}

export const aClaim = (changes: Partial<Claim> = {}): Claim => ({
  id: anId('claim'),
  community: 'weavers',
  achievementId: anId('achievement'),
  achievementVersion: 1,
  learnerId: anId('learner'),
  collaborators: [],
  identify: [],
  subjectId: 'urn:uuid:7a4c6f4e-1d3b-4c5a-8f00-2b1de2c0a001',
  credentialId: anId('credential'),
  status: 'open',
  evidenceVersion: 1,
  evidenceDigest: digests.sha256Base64Url('evidence 1'),
  openedAt: '2026-01-10T09:00:00.000Z',
  expiresAt: '2026-04-10T09:00:00.000Z',
  round: 0,
  salt: 'c2FsdC1vZi10aGUtY2xhaW0',
  version: 1,
  ...changes,
})

export const someFacts = (changes: Partial<EndorserFacts> = {}): EndorserFacts => ({
  role: 'member',
  memberSince: '2025-01-01T00:00:00.000Z',
  circles: [],
  holds: [],
  ...changes,
})

/** An `endorse` of the current evidence of {@link aClaim} that counts under the default policy. */
export const anEndorsement = (
  endorser: string | number = 'endorser',
  changes: Partial<Endorsement> = {},
): Endorsement => ({
  id: anId(`endorsement by ${endorser}`),
  claimId: anId('claim'),
  endorserId: anId(endorser),
  evidenceVersion: 1,
  version: 1,
  state: 'given',
  verdict: 'endorse',
  ratings: {},
  consentToBeNamed: true,
  assurance: 'asserted',
  givenAt: '2026-02-01T10:00:00.000Z',
  changedAt: '2026-02-01T10:00:00.000Z',
  facts: someFacts(),
  ...changes,
})
