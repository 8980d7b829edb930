import { AwardRecordSchema } from '../../schemas/award-record.ts'
import type { ClaimView } from '../../schemas/claim.ts'
import { sitting } from '../domain/dispute/objection.ts'
import { judgedBy, mayKnowWhy, type Viewer } from '../domain/endorsement/blindness.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { judgeEndorsements } from '../domain/endorsement/decide-threshold.ts'
import type { Rule } from '../domain/endorsement/decision.ts'
import { type AwardedDecision, decidedAtOf, decisionOfClaim } from '../domain/endorsement/decision-of-claim.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import { versionBefore } from '../domain/endorsement/undo-endorsement.ts'
import type { Digests, Id } from '../domain/shared/ids.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { CredentialStore } from '../ports/credential-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { ObjectionStore } from '../ports/objection-store.ts'
import type { ClaimLanguage } from './claim-words.ts'
import { toClaimView } from './to-claim-view.ts'
import type { EarlierJudgement } from './to-endorsement-view.ts'

/** Endorsements of this many newest evidence versions are shown; each is one query. */
const SHOWN_EVIDENCE_VERSIONS = 10

export interface LoadClaimViewDeps {
  readonly claims: Pick<ClaimStore, 'loadEvidence'>
  readonly endorsements: Pick<EndorsementStore, 'load' | 'loadEarlier' | 'loadTexts'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly communities: Pick<CommunityStore, 'load'>
  readonly credentials: Pick<CredentialStore, 'loadEmbedded' | 'loadAward'>
  readonly objections: Pick<ObjectionStore, 'load'>
  readonly digests: Digests
  readonly now: Now
}

/** Who reads a claim, and in which language they are told about it. */
export interface ClaimReader {
  readonly viewer: Viewer
  readonly language: ClaimLanguage
}

/** A claim as one of its community sees it, with the decision: the present one, or the one its badge was issued on. */
export async function loadClaimView(
  deps: LoadClaimViewDeps,
  claim: Claim,
  { viewer, language }: ClaimReader,
): Promise<ClaimView> {
  const [community, achievement, evidence, endorsements, embedded, awarded] = await Promise.all([
    deps.communities.load(claim.community),
    deps.achievements.loadVersion(claim.achievementId, claim.achievementVersion),
    deps.claims.loadEvidence(claim),
    loadShown(deps, claim),
    claim.status === 'issued' ? deps.credentials.loadEmbedded(claim.credentialId) : undefined,
    claim.status === 'issued' ? loadAwarded(deps, claim) : undefined,
  ])
  if (!community || !achievement) throw new Error(`claim ${claim.id} has lost its community or achievement version`)
  const rule: Rule = { policy: achievement.policy, rubric: achievement.content.rubric ?? [] }
  const now = deps.now()
  const context = { ...rule, claim, now: decidedAtOf(claim, now) }
  const current = endorsements.filter(({ evidenceVersion }) => evidenceVersion === claim.evidenceVersion)
  const [texts, earlier, settles] = await Promise.all([
    deps.endorsements.loadTexts(endorsements),
    loadBeforeRevision(deps, endorsements),
    isOnPanel(deps, rule, claim, viewer),
  ])
  const looking = { claim, policy: rule.policy, viewer, judged: judgedBy(viewer, endorsements), settles }
  const mayKnow = (endorserId: Id) => mayKnowWhy(looking, endorserId)
  return toClaimView({
    claim,
    looking,
    baseUrl: community.baseUrl,
    evidence,
    judged: judgeEndorsements(endorsements, context),
    rubric: rule.rubric,
    texts,
    earlier,
    decision: decisionOfClaim(rule, claim, current, now, { awarded, language, mayKnowWhy: mayKnow }),
    embedded,
    language,
    digests: deps.digests,
    now,
  })
}

/** Whether the viewer settles an objection to a claim that is judged under seal; otherwise nobody asks. */
async function isOnPanel(
  { objections }: Pick<LoadClaimViewDeps, 'objections'>,
  { policy }: Rule,
  claim: Claim,
  viewer: Viewer,
): Promise<boolean> {
  if (policy.blindness !== 'sealed' || claim.status !== 'contested' || viewer.kind !== 'member') return false
  const objection = claim.disputeId === undefined ? undefined : await objections.load(claim.id, claim.disputeId)
  return objection !== undefined && sitting(objection).some(({ memberId }) => memberId === viewer.id)
}

/** Oldest evidence version first, each in the order of endorsement ids, which is that of time. */
async function loadShown(
  { endorsements }: Pick<LoadClaimViewDeps, 'endorsements'>,
  { id, evidenceVersion }: Claim,
): Promise<readonly Endorsement[]> {
  const count = Math.min(evidenceVersion, SHOWN_EVIDENCE_VERSIONS)
  const versions = Array.from({ length: count }, (_, index) => evidenceVersion - count + 1 + index)
  const loaded = await Promise.all(versions.map((version) => endorsements.load(id, version)))
  return loaded.flatMap((ofVersion) => [...ofVersion].sort((a, b) => (a.id < b.id ? -1 : 1)))
}

/** Of each that was revised, what it was before: one query for every evidence version that has such. */
async function loadBeforeRevision(
  { endorsements: store }: Pick<LoadClaimViewDeps, 'endorsements'>,
  endorsements: readonly Endorsement[],
): Promise<ReadonlyMap<Id, EarlierJudgement>> {
  const revised = endorsements.filter((one) => one.revised && one.state !== 'erased')
  const places = new Map(revised.map((one) => [one.evidenceVersion, one.claimId]))
  const loaded = await Promise.all([...places].map(([version, claimId]) => store.loadEarlier(claimId, version)))
  const before = revised.flatMap((one) => findBeforeRevision(one, loaded.flat()) ?? [])
  const texts = await store.loadTexts(before)
  return new Map(before.map((endorsement) => [endorsement.id, { endorsement, texts: texts.get(endorsement.id) ?? {} }]))
}

/** Withdrawals in between hold no judgement of their own. */
function findBeforeRevision(newest: Endorsement, earlier: readonly Endorsement[]): Endorsement | undefined {
  const before = ({ id, ...one }: Endorsement) =>
    earlier.find((candidate) => candidate.id === id && candidate.version === versionBefore(one))
  let revision: Endorsement | undefined = newest
  while (revision?.state === 'withdrawn') revision = before(revision)
  let found = revision && before(revision)
  while (found?.state === 'withdrawn') found = before(found)
  return found
}

async function loadAwarded(
  { credentials }: Pick<LoadClaimViewDeps, 'credentials'>,
  { credentialId }: Claim,
): Promise<AwardedDecision | undefined> {
  const award = await credentials.loadAward(credentialId)
  return award && AwardRecordSchema.parse(JSON.parse(award.text)).decision
}
