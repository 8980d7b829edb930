import type { Claim } from '../domain/endorsement/claim.ts'
import { reopenClaim } from '../domain/endorsement/claim-transitions.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import { eraseEndorsement } from '../domain/endorsement/erase-endorsement.ts'
import { isFrozen } from '../domain/endorsement/frozen-set.ts'
import { toClaimEvent } from '../domain/endorsement/to-claim-event.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { ClaimGuard, EndorsementStore } from '../ports/endorsement-store.ts'
import type { Erasure, ErasureStore, JudgedEvidence } from '../ports/erasure-store.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { Randomness } from '../ports/randomness.ts'

/** What erasing touches. */
export interface EraseJudgementsDeps {
  readonly claims: Pick<ClaimStore, 'load'>
  readonly endorsements: Pick<EndorsementStore, 'load'>
  readonly erasures: ErasureStore
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

export interface EraseEndorsementsDeps extends EraseJudgementsDeps {
  readonly members: Pick<MemberStore, 'load'>
}

export interface EraseEndorsementsInput {
  readonly community: Slug
  readonly memberId: Id
  /** Who asks, when that is a member. */
  readonly actorId: Id | undefined
}

/** How far it came. */
export interface Erased {
  readonly erased: number
  readonly done: boolean
}

/** One call works for so long; the next one goes on. */
const BUDGET_MILLISECONDS = 8000
/** So many changes of one claim in a row are more than an erasure waits for. */
const MAX_TRIES = 20

/**
 * Erases everything a member wrote as an endorser: texts, signed endorsements, and the key kept for them. Badges that embed
 * one are issued again without it by issuance, which also runs their rule again (clause `living`); award records stay, with
 * nothing but pseudonyms. Safe to repeat, also when it was stopped half-way.
 *
 * @returns how many evidence versions were cleared and whether anything is left; or `member_not_found`.
 */
export async function eraseEndorsements(
  deps: EraseEndorsementsDeps,
  { community, memberId, actorId }: EraseEndorsementsInput,
): Promise<Result<Erased, Refusal>> {
  const member = await deps.members.load(memberId)
  if (member?.community !== community) return err({ code: 'member_not_found' })
  return eraseJudgements(deps, memberId, actorId, addMilliseconds(deps.now(), BUDGET_MILLISECONDS))
}

/**
 * Erases judgements until none is left or `stopAt` has passed, but at least one.
 *
 * @returns `overloaded` when a claim keeps changing; safe to repeat.
 */
export async function eraseJudgements(
  deps: EraseJudgementsDeps,
  memberId: Id,
  actorId: Id | undefined,
  stopAt: Instant,
): Promise<Result<Erased, Refusal>> {
  let erased = 0
  for (;;) {
    const judged = await deps.erasures.loadJudged(memberId)
    if (judged.length === 0) break
    for (const one of judged) {
      if (erased > 0 && deps.now() >= stopAt) return ok({ erased, done: false })
      const cleared = await eraseJudgement(deps, memberId, actorId, one)
      if (!cleared.ok) return cleared
      erased++
    }
  }
  await deps.erasures.removeKey(memberId)
  return ok({ erased, done: true })
}

async function eraseJudgement(
  deps: EraseJudgementsDeps,
  memberId: Id,
  actorId: Id | undefined,
  judged: JudgedEvidence,
): Promise<Result<void, Refusal>> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const claim = await deps.claims.load(judged.claimId)
    const given = await deps.endorsements.load(judged.claimId, judged.evidenceVersion)
    const endorsement = given.find(({ endorserId }) => endorserId === memberId)
    const isLeft = claim !== undefined && endorsement !== undefined && endorsement.state !== 'erased'
    const erased = isLeft ? await deps.erasures.erase(toErasure(deps, claim, endorsement, actorId)) : ok(undefined)
    if (!erased.ok) continue
    await deps.erasures.removeWords(memberId, judged)
    return ok(undefined)
  }
  return err({ code: 'overloaded', detail: 'A claim keeps changing; repeat the request.' })
}

function toErasure(deps: EraseJudgementsDeps, claim: Claim, from: Endorsement, actorId: Id | undefined): Erasure {
  const now = deps.now()
  const to = eraseEndorsement(from, now)
  const isJudgedNow = from.evidenceVersion === claim.evidenceVersion
  return {
    from,
    to,
    credentialId: claim.credentialId,
    event: {
      id: deps.random.id(),
      type: 'endorsement.erased',
      at: now,
      community: claim.community,
      claimId: claim.id,
      ...(actorId === undefined ? {} : { actorId }),
      data: { endorsementId: to.id, version: to.version, evidenceVersion: to.evidenceVersion },
    },
    guard:
      claim.status === 'met' && isJudgedNow && isFrozen(claim, from)
        ? reopen(deps, claim, actorId, now)
        : { kind: 'unchanged', claim },
    reissues: claim.status === 'issued' && isJudgedNow && from.verdict === 'endorse',
  }
}

/** A badge that is just being made on it is not finished. */
function reopen({ random }: EraseJudgementsDeps, claim: Claim, actorId: Id | undefined, now: Instant): ClaimGuard {
  const change = reopenClaim(claim, 'endorser', actorId)
  return { kind: 'reopened', change, event: toClaimEvent(change, random.id(), now) }
}
