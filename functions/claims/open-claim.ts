import type { OpenClaim } from '../../schemas/claim.ts'
import type { AchievementVersion } from '../domain/achievement/achievement.ts'
import type { Member } from '../domain/community/member.ts'
import { newestDid } from '../domain/community/proven-did.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { findEvidenceErrors } from '../domain/endorsement/find-evidence-errors.ts'
import { findRatingErrors } from '../domain/endorsement/find-rating-errors.ts'
import { openClaim as decideOpening, toEvidenceDocument } from '../domain/endorsement/open-claim.ts'
import { toOpenedEvent } from '../domain/endorsement/to-claim-event.ts'
import type { Digests, Id, Slug } from '../domain/shared/ids.ts'
import type { FieldError, Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { DidStore } from '../ports/did-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey } from '../ports/written.ts'

export interface OpenClaimDeps {
  readonly claims: Pick<ClaimStore, 'open' | 'load'>
  readonly achievements: Pick<AchievementStore, 'load' | 'loadVersion'>
  readonly communities: Pick<CommunityStore, 'load'>
  readonly members: Pick<MemberStore, 'load' | 'loadMany'>
  readonly dids: Pick<DidStore, 'list'>
  /** Its batch read returns what an earlier request under the same key did. */
  readonly endorsements: Pick<EndorsementStore, 'readForChange'>
  readonly random: Pick<Randomness, 'id' | 'subjectId' | 'salt'>
  readonly digests: Digests
  readonly now: Now
  /** The base URL badges would be issued under, without a trailing slash. */
  readonly publicUrl: string
}

export interface OpenClaimInput {
  readonly community: Slug
  readonly learnerId: Id
  readonly request: OpenClaim
  readonly idempotency?: IdempotencyKey | undefined
}

/**
 * Opens a claim on the newest published version of an achievement; once per idempotency key.
 *
 * Refused with `base_url_changed`, `member_not_found`, `achievement_not_found`, `achievement_not_published`,
 * `invalid_request` for people the community does not have and ratings the rubric does not have, or `claim_exists`.
 */
export async function openClaim(
  deps: OpenClaimDeps,
  { community, learnerId, request, idempotency }: OpenClaimInput,
): Promise<Result<Claim, Refusal>> {
  const [home, learner, achievement, collaborators, dids] = await Promise.all([
    deps.communities.load(community),
    deps.members.load(learnerId),
    loadClaimable(deps, community, request.achievement),
    loadMembers(deps, community, request.collaborators ?? []),
    deps.dids.list(learnerId),
  ])
  if (!home) return err({ code: 'community_not_found' })
  if (home.baseUrl !== deps.publicUrl) return err(baseUrlChanged(home.baseUrl))
  if (learner?.community !== community) return err({ code: 'member_not_found' })
  if (!achievement.ok) return achievement
  const errors = [
    ...collaboratorErrors(request, collaborators),
    ...identifyErrors(request, learner),
    ...findEvidenceErrors(request.evidence ?? [], home.baseUrl),
    ...findRatingErrors(achievement.value.content.rubric ?? [], request.selfRatings ?? {}, 'selfRatings'),
  ]
  if (errors.length > 0)
    return (await answerRepeat(deps, learnerId, idempotency)) ?? err({ code: 'invalid_request', errors })
  const now = deps.now()
  const evidence = toEvidenceDocument(1, request, now, deps.digests)
  const { random } = deps
  const seeds = {
    claimId: random.id(),
    credentialId: random.id(),
    subjectId: newestDid(dids) ?? random.subjectId(),
    salt: random.salt(),
  }
  const claim: Claim = {
    ...decideOpening(seeds, achievement.value, learnerId, request, evidence, now),
    ...(learner.person === undefined ? {} : { learnerPerson: learner.person }),
  }
  const opened = await deps.claims.open({
    claim,
    evidence,
    event: toOpenedEvent(claim, random.id(), learnerId),
    unique: achievement.value.content.repeatable !== 'many',
    due:
      claim.expiresAt === undefined
        ? undefined
        : { at: claim.expiresAt, kind: 'claim-expiry', claimId: claim.id, attempt: 0 },
    idempotency,
  })
  if (!opened.ok) return opened
  if (opened.value.kind === 'written') return ok(claim)
  return loadOpened(deps, opened.value.id)
}

/** What was right when the claim was opened may not be any more: an address that was taken back, say. */
async function answerRepeat(
  deps: OpenClaimDeps,
  learnerId: Id,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<Claim, Refusal> | undefined> {
  if (!idempotency) return undefined
  const { earlier } = await deps.endorsements.readForChange(deps.random.id(), learnerId, idempotency)
  if (!earlier) return undefined
  return earlier.digest === idempotency.digest ? loadOpened(deps, earlier.id) : err({ code: 'idempotency_key_reused' })
}

async function loadOpened({ claims }: OpenClaimDeps, id: Id): Promise<Result<Claim, Refusal>> {
  const claim = await claims.load(id)
  if (!claim) throw new Error(`claim ${id} was opened and is gone`)
  return ok(claim)
}

async function loadClaimable(
  { achievements }: OpenClaimDeps,
  community: Slug,
  id: Id,
): Promise<Result<AchievementVersion, Refusal>> {
  const achievement = await achievements.load(id)
  if (achievement?.community !== community) return err({ code: 'achievement_not_found' })
  if (achievement.publishedVersion === 0)
    return err({
      code: 'achievement_not_published',
      detail: 'It is a draft still; claims are opened on published versions.',
    })
  const version = await achievements.loadVersion(id, achievement.publishedVersion)
  if (!version) throw new Error(`achievement ${id} has lost its version ${achievement.publishedVersion}`)
  if (version.policy.attainment !== undefined)
    return err({
      code: 'achievement_not_claimable',
      detail: 'The service gives it by itself, for what it has recorded; nobody claims it.',
    })
  return ok(version)
}

/** The ids, of those given, of members of the community. */
async function loadMembers({ members }: OpenClaimDeps, community: Slug, ids: readonly Id[]): Promise<ReadonlySet<Id>> {
  const found = ids.length === 0 ? [] : await members.loadMany([...new Set(ids)])
  return new Set(found.filter((member) => member.community === community).map(({ id }) => id))
}

const collaboratorErrors = ({ collaborators }: OpenClaim, known: ReadonlySet<Id>): readonly FieldError[] =>
  (collaborators ?? []).flatMap((id, index) =>
    known.has(id) ? [] : [{ pointer: `/collaborators/${index}`, detail: 'the community has no member with this id' }],
  )

const identifyErrors = ({ identify }: OpenClaim, { identifiers }: Member): readonly FieldError[] =>
  identify?.includes('emailAddress') && !identifiers.some(({ type }) => type === 'emailAddress')
    ? [{ pointer: '/identify', detail: 'the learner has no e-mail address in this community' }]
    : []

const baseUrlChanged = (baseUrl: string): Refusal => ({
  code: 'base_url_changed',
  detail: `The community's badges live under ${baseUrl}; this service runs under another address and issues none for it.`,
})
