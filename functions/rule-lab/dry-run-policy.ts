import type { DryRun, DryRunOutcome, DryRunPolicy } from '../../schemas/rule-lab.ts'
import type { Achievement } from '../domain/achievement/achievement.ts'
import { findUnknownHoldings } from '../domain/achievement/draft-achievement.ts'
import { findImpossibleClauses } from '../domain/achievement/find-impossible-clauses.ts'
import { achievementsAskedFor, policyDigestOf, withDefaults } from '../domain/achievement/publish-achievement.ts'
import type { Community } from '../domain/community/community.ts'
import { isSealedFrom, judgedBy, type Viewer } from '../domain/endorsement/blindness.ts'
import type { RuleLanguage } from '../domain/endorsement/rule-language.ts'
import { type StoredClaim, tryPolicy } from '../domain/rule-lab/try-policy.ts'
import type { Digests, Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { type LoadPolicySurroundingsDeps, loadPolicySurroundings } from '../http/load-policy-surroundings.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'

/** Nothing here can write. */
export interface DryRunPolicyDeps extends LoadPolicySurroundingsDeps {
  readonly communities: Pick<CommunityStore, 'load'>
  readonly achievements: Pick<AchievementStore, 'load' | 'loadVersion'>
  readonly claims: Pick<ClaimStore, 'listByCommunity' | 'load'>
  readonly endorsements: Pick<EndorsementStore, 'load'>
  readonly digests: Pick<Digests, 'sha256Base64Url'>
  readonly now: Now
}

/** Whose claims, who asks, and the language in which they are told how each would stand. */
export interface DryRunAsked {
  readonly slug: Slug
  readonly viewer: Viewer
  readonly language: RuleLanguage
}

/** How many claims of the community one call looks at. */
const LOOKED_AT = 50
/** So many claims are read at once. */
const AT_ONCE = 10

/**
 * Tries a rule on the stored claims of an achievement, of whatever version, a page of the community's claims at a time: one
 * query of the index, and for each claim of the achievement one read of the claim and one query for its endorsements.
 *
 * @returns what it would have meant; or `achievement_not_found`, `policy_impossible` as at publication, `invalid_request`
 * for achievements the community does not have and for one that the service gives by itself, `invalid_cursor`.
 */
export async function dryRunPolicy(
  deps: DryRunPolicyDeps,
  { slug, viewer, language }: DryRunAsked,
  { achievement: achievementId, policy: input, limit = LOOKED_AT, cursor }: DryRunPolicy,
): Promise<Result<DryRun, Refusal>> {
  const [achievement, community] = await Promise.all([
    deps.achievements.load(achievementId),
    deps.communities.load(slug),
  ])
  if (achievement?.community !== slug || !community) return err({ code: 'achievement_not_found' })
  const refusal = await refusalOf(deps, achievement, community, input)
  if (refusal) return err(refusal)
  const policy = withDefaults(input)
  const page = await deps.claims.listByCommunity(slug, { limit, ...(cursor === undefined ? {} : { cursor }) })
  if (!page.ok) return page
  const ids = page.value.items.flatMap((claim) => (claim.achievementId === achievementId ? [claim.id] : []))
  const now = deps.now()
  const found = await loadStored(deps, ids)
  const shown = found.filter((stored) => !isSealed(stored, viewer))
  const items = shown.map((stored) => ({
    claim: stored.claim.id,
    learner: stored.claim.learnerId,
    achievementVersion: stored.claim.achievementVersion,
    status: stored.claim.status,
    ...toItem(tryPolicy(policy, stored, now, language)),
  }))
  return ok({
    policyDigest: policyDigestOf(policy, deps.digests),
    looked: page.value.items.length,
    claims: found.length,
    sealed: found.length - shown.length,
    counts: countsOf(items),
    items,
    ...(page.value.next === undefined ? {} : { next: page.value.next }),
  })
}

/** Leaders may be asked to judge like anybody, and until then may not learn of others' judgements in another way. */
const isSealed = ({ claim, version, endorsements }: StoredClaim, viewer: Viewer): boolean =>
  isSealedFrom({ claim, policy: version.policy, viewer, judged: judgedBy(viewer, endorsements) }, claim.evidenceVersion)

const toItem = ({ missingFacts, ...tried }: ReturnType<typeof tryPolicy>) => ({
  ...tried,
  missingFacts: [...missingFacts],
})

const BY_ITSELF = { pointer: '/achievement', detail: 'is given by the service itself, by a rule of its own' }

/** What publication would say of the draft with this rule, each clause by its place in the request. */
async function refusalOf(
  deps: DryRunPolicyDeps,
  achievement: Achievement,
  community: Community,
  policy: DryRunPolicy['policy'],
): Promise<Refusal | undefined> {
  if (achievement.attainment !== undefined) return { code: 'invalid_request', errors: [BY_ITSELF] }
  const draft = { ...achievement.draft, policy }
  const named = await Promise.all([...new Set(achievementsAskedFor(draft))].map((id) => deps.achievements.load(id)))
  const known = new Set(named.flatMap((one) => (one?.community === achievement.community ? [one.id] : [])))
  const unknown = findUnknownHoldings(draft, known)
  if (unknown.length > 0) return { code: 'invalid_request', errors: unknown }
  const surroundings = await loadPolicySurroundings(deps, achievement, community, draft)
  const errors = findImpossibleClauses(withDefaults(policy), surroundings)
  return errors.length > 0 ? { code: 'policy_impossible', errors } : undefined
}

async function loadStored(deps: DryRunPolicyDeps, ids: readonly Id[]): Promise<readonly StoredClaim[]> {
  const found: StoredClaim[] = []
  for (let from = 0; from < ids.length; from += AT_ONCE)
    found.push(...(await Promise.all(ids.slice(from, from + AT_ONCE).map((id) => loadOne(deps, id)))).flat())
  return found
}

/** Nothing of a claim that was erased since the index named it, nor of a sample that only looks like one. */
async function loadOne(
  { claims, achievements, endorsements }: DryRunPolicyDeps,
  id: Id,
): Promise<readonly StoredClaim[]> {
  const claim = await claims.load(id)
  if (!claim || claim.planted) return []
  const [version, given] = await Promise.all([
    achievements.loadVersion(claim.achievementId, claim.achievementVersion),
    endorsements.load(claim.id, claim.evidenceVersion),
  ])
  if (!version) throw new Error(`claim ${id} has lost its achievement version`)
  return [{ claim, version, endorsements: given }]
}

function countsOf(items: readonly { readonly outcome: DryRunOutcome }[]): Record<DryRunOutcome, number> {
  const counts = { keeps: 0, earns: 0, loses: 0, waits: 0, unknown: 0 }
  for (const { outcome } of items) counts[outcome] += 1
  return counts
}
