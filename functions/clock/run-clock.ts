import type { Claim } from '../domain/endorsement/claim.ts'
import { expireClaim } from '../domain/endorsement/claim-transitions.ts'
import { toClaimEvent } from '../domain/endorsement/to-claim-event.ts'
import type { Id } from '../domain/shared/ids.ts'
import { addDays, addMilliseconds, type Instant, toEpochMilliseconds, toInstant } from '../domain/shared/instant.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { BitstringCodec } from '../ports/bitstring-codec.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { DueItem, DueStore } from '../ports/due-store.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { IssuedBadges } from '../ports/issued-badges.ts'
import type { Log } from '../ports/log.ts'
import type { ObjectionStore } from '../ports/objection-store.ts'
import type { ParkedStore } from '../ports/parked-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { RecognitionStore } from '../ports/recognition-store.ts'
import type { ReviewDues } from '../ports/review-dues.ts'
import type { StatusListStore } from '../ports/status-list-store.ts'
import type { SummaryStore } from '../ports/summary-store.ts'
import { publishOverdue } from './publish-overdue.ts'
import { type ReviewLicenceDeps, reviewLicence } from './review-licence.ts'
import { type ThankReviewerDeps, thankReviewer } from './thank-reviewer.ts'
import { type WeighReviewsDeps, weighReviews } from './weigh-reviews.ts'

/** What the clock touches; it never signs. */
export interface ClockDeps extends ReviewLicenceDeps, WeighReviewsDeps, ThankReviewerDeps {
  readonly due: DueStore
  readonly objections: Pick<ObjectionStore, 'load'>
  readonly claims: Pick<ClaimStore, 'load' | 'loadEvidenceVersion' | 'apply' | 'nudge'>
  readonly achievements: Pick<AchievementStore, 'load' | 'loadVersion'>
  readonly recognitions: RecognitionStore
  readonly parked: Pick<ParkedStore, 'load'>
  readonly statusLists: Pick<StatusListStore, 'load' | 'isSet' | 'loadSigned'>
  readonly issuedBadges: Pick<IssuedBadges, 'count'>
  /** Goes on erasing a person; says whether nothing is left. */
  readonly continueErasure: (memberId: Id, stopAt: Instant) => Promise<boolean>
  readonly reviewDues: ReviewDues
  readonly summaries: Pick<SummaryStore, 'keepStored'>
  readonly bitstrings: BitstringCodec
  readonly bus: EventBus
  readonly random: Pick<Randomness, 'id' | 'integer' | 'salt' | 'subjectId'>
  readonly now: Now
  readonly log: Log
}

const ITEMS_A_SHARD = 50
const FIRST_WAIT_MILLISECONDS = 60_000
const LAST_WAIT_MILLISECONDS = 3_600_000
/** A claim due to expire while its badge is being made is looked at again after this long. */
const EXPIRY_RECHECK_MILLISECONDS = 3_600_000
const REFUSED_RECHECK_MILLISECONDS = 86_400_000
/** By then an appeal was made and settled, or none will be. */
const LONGEST_APPEAL_DAYS = 60

/** So many changes of one claim in a row are more than a clock waits for. */
const MAX_TRIES = 5
/** An erasure works for so long in one run; others wait for it meanwhile. */
const ERASURE_BUDGET_MILLISECONDS = 10_000
const SECOND_LOOK_MILLISECONDS = 3_600_000
const MINUTE_MILLISECONDS = 60_000

/** What one run did. */
export interface ClockRun {
  readonly handled: number
  readonly failed: number
}

/**
 * Handles everything that is due, until nothing is left or `deadline` has passed. Safe to run twice and at the same
 * time: each handling is conditional, and an item is removed only after it was handled. One that fails is put off, each
 * time for longer, and holds up no other.
 */
export async function runClock(deps: ClockDeps, deadline: Instant): Promise<ClockRun> {
  let handled = 0
  let failed = 0
  while (deps.now() < deadline) {
    const items = await deps.due.loadDue(deps.now(), ITEMS_A_SHARD)
    if (items.length === 0) break
    const outcomes = await Promise.all(items.map((item) => handle(deps, item)))
    handled += outcomes.filter((outcome) => outcome === 'handled').length
    failed += outcomes.filter((outcome) => outcome !== 'handled').length
    // What could not even be put off is still due: going on would only meet it again.
    if (outcomes.includes('stuck')) break
  }
  return { handled, failed }
}

async function handle(deps: ClockDeps, item: DueItem): Promise<'handled' | 'put off' | 'stuck'> {
  try {
    await replace(deps, item, await followUp(deps, item))
    return 'handled'
  } catch (cause) {
    return putOff(deps, item, cause)
  }
}

async function putOff(deps: ClockDeps, item: DueItem, cause: unknown): Promise<'put off' | 'stuck'> {
  const fields = { claimId: item.claimId, kind: item.kind, attempt: item.attempt }
  deps.log.error('due_item_failed', fields, cause)
  try {
    await replace(deps, item, later(deps, item))
    return 'put off'
  } catch (second) {
    deps.log.error('due_item_failed', fields, second)
    return 'stuck'
  }
}

async function replace({ due }: ClockDeps, item: DueItem, next: DueItem | undefined): Promise<void> {
  if (next) await due.put(next)
  await due.remove(item)
}

/** Does what is due; returns the item that takes its place, if it has to be looked at again. */
async function followUp(deps: ClockDeps, item: DueItem): Promise<DueItem | undefined> {
  switch (item.kind) {
    case 'claim-expiry':
      return expire(deps, item)
    case 'claim-met': {
      const claim = await deps.claims.load(item.claimId)
      return claim?.status === 'met' ? nudge(deps, item) : undefined
    }
    case 'objection-window': {
      const claim = await deps.claims.load(item.claimId)
      return claim?.status === 'met' ? unlessLater(deps, item, claim.objectableUntil) : undefined
    }
    case 'parked': {
      const parked = await deps.parked.load(item.claimId)
      // Parked once more since: that put a later item on the clock, and this one would only multiply the tries.
      const isCurrent = parked.length > 0 && parked.every(({ attempt }) => attempt <= item.attempt)
      return isCurrent ? nudge(deps, item) : undefined
    }
    case 'revocation':
    case 'suspension':
      return (await publishOverdue(deps, item.claimId, item.kind)) ? later(deps, item) : undefined
    case 'erasure':
      return eraseOn(deps, item)
    case 'licence':
      return (await reviewLicence(deps, item.claimId)) ? later(deps, item) : undefined
    case 'objection': {
      const [claim, objection] = await Promise.all([
        deps.claims.load(item.claimId),
        item.ref === undefined ? undefined : deps.objections.load(item.claimId, item.ref),
      ])
      if (objection?.status !== 'raised') return undefined
      return unlessLater(deps, item, claim?.status === 'withdrawn' ? undefined : objection.decideBy)
    }
    case 'living-grace': {
      const claim = await deps.claims.load(item.claimId)
      return claim?.support?.state === 'lost' ? unlessLater(deps, item, claim.support.until) : undefined
    }
    case 'review-weighing':
      await weighReviews(deps, item)
      return undefined
    case 'thanks':
      await thankReviewer(deps, item)
      return undefined
    case 'badge-count': {
      const claim = await deps.claims.load(item.claimId)
      if (claim) await deps.issuedBadges.count(claim.community, claim.id)
      return undefined
    }
    case 'review-request':
    case 'review-offer':
    case 'review-lease':
    case 'review-further':
    case 'review-pool':
      return deps.reviewDues.handle(item)
    case 'summary':
      await deps.summaries.keepStored(item.claimId, item.ref ?? '')
      return undefined
  }
}

/**
 * Goes on with an erasure until it is done, and looks once more an hour later: what was on its way when it began is found then.
 */
async function eraseOn(deps: ClockDeps, item: DueItem): Promise<DueItem | undefined> {
  const isDone = await deps.continueErasure(item.claimId, addMilliseconds(deps.now(), ERASURE_BUDGET_MILLISECONDS))
  if (!isDone) return { ...item, at: after(deps.now(), 0) }
  return item.ref === 'again' ? undefined : { ...item, ref: 'again', at: after(deps.now(), SECOND_LOOK_MILLISECONDS) }
}
/** Nudges the claim once `until` has passed; another round may have moved it. */
const unlessLater = async (deps: ClockDeps, item: DueItem, until: Instant | undefined): Promise<DueItem> =>
  until !== undefined && until > deps.now() ? { ...item, at: until, attempt: 0 } : nudge(deps, item)

/** Nudges the claim, and looks again later whether that helped. */
async function nudge(deps: ClockDeps, item: DueItem): Promise<DueItem> {
  await deps.claims.nudge(item.claimId, deps.now())
  return later(deps, item)
}

/**
 * The next look at something: a minute later, then twice as long each time, up to an hour. The attempts of what is parked
 * are counted by whoever parks it.
 */
function later({ now }: ClockDeps, item: DueItem): DueItem {
  const wait = Math.min(LAST_WAIT_MILLISECONDS, FIRST_WAIT_MILLISECONDS * 2 ** Math.min(item.attempt, 10))
  return { ...item, at: after(now(), wait), attempt: item.kind === 'parked' ? item.attempt : item.attempt + 1 }
}

/** In whole minutes, rounded up, so that two clocks at once put one item and not two. */
function after(now: Instant, waitMilliseconds: number): Instant {
  const minutes = Math.ceil((toEpochMilliseconds(now) + waitMilliseconds) / MINUTE_MILLISECONDS)
  return toInstant(new Date(minutes * MINUTE_MILLISECONDS))
}

async function expire(deps: ClockDeps, item: DueItem): Promise<DueItem | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const at = deps.now()
    const claim = await deps.claims.load(item.claimId)
    if (!claim) return undefined
    const change = expireClaim(claim, at)
    if (!change) return lookAgain(claim, item, at)
    const applied = await deps.claims.apply(change, toClaimEvent(change, deps.random.id(), at))
    if (applied.ok) return undefined
  }
  throw new Error(`claim ${item.claimId} kept changing while it was being expired`)
}

/** A claim does not expire while its badge is made, or others settle a dispute about it, which gives it more time. */
function lookAgain({ status, expiresAt, refusedAt, appeal }: Claim, item: DueItem, at: Instant): DueItem | undefined {
  switch (status) {
    case 'open':
    case 'revision':
      return expiresAt === undefined ? undefined : { ...item, at: expiresAt }
    case 'met':
    case 'contested':
      return { ...item, at: after(at, EXPIRY_RECHECK_MILLISECONDS) }
    case 'refused':
      return appeal === 'raised' || mayReopen(refusedAt, at)
        ? { ...item, at: after(at, REFUSED_RECHECK_MILLISECONDS) }
        : undefined
    case 'issued':
    case 'withdrawn':
    case 'expired':
      return undefined
  }
}

/** An appeal may still come, or be settled. */
const mayReopen = (refusedAt: Instant | undefined, at: Instant): boolean =>
  refusedAt !== undefined && at < addDays(refusedAt, LONGEST_APPEAL_DAYS)
