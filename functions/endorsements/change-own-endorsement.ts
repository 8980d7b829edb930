import { answersKindOnly } from '../domain/endorsement/blindness.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import { reopenClaim } from '../domain/endorsement/claim-transitions.ts'
import type { Rule } from '../domain/endorsement/decision.ts'
import type { Endorsement, EndorsementTexts } from '../domain/endorsement/endorsement.ts'
import { isFrozen } from '../domain/endorsement/frozen-set.ts'
import type { RuleLanguage } from '../domain/endorsement/rule-language.ts'
import { toClaimEvent } from '../domain/endorsement/to-claim-event.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRepeat } from '../http/answer-repeat.ts'
import { staleUnlessMatched, type VersionCondition } from '../http/if-match.ts'
import type { ClaimGuard, EndorsementStore, FinishedEndorsement, GivingRead } from '../ports/endorsement-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey, Written } from '../ports/written.ts'
import { type AnswerDecisionDeps, answerDecision, type EndorsementAnswer, loadRule } from './answer-decision.ts'
import { toEndorsementEvent } from './to-endorsement-event.ts'

/** So many concurrent changes in a row are more than an endorser has to wait for. */
const MAX_TRIES = 5

export interface ChangeOwnEndorsementDeps extends AnswerDecisionDeps {
  readonly endorsements: Pick<EndorsementStore, 'readForGiving' | 'readForChange' | 'change' | 'load'>
  readonly random: Pick<Randomness, 'id'>
}

export interface ChangeOwnEndorsementInput {
  readonly community: Slug
  readonly claimId: Id
  readonly endorsementId: Id
  readonly actorId: Id
  readonly ifMatch: VersionCondition
  /** Of the decision that is answered with. */
  readonly language: RuleLanguage
  readonly idempotency?: IdempotencyKey | undefined
}

/** What a change is decided from. */
export interface OwnEndorsement {
  readonly read: GivingRead & { readonly claim: Claim }
  readonly rule: Rule
  readonly earlier: Endorsement
  readonly now: Instant
}

/** A change that was decided. */
export interface OwnChange {
  /** Of the endorsement afterwards. */
  readonly version: number
  /** The event that records it. */
  readonly toEvent: (id: Id) => ClaimEvent
  /** Stores it while the claim holds still. */
  readonly write: (event: ClaimEvent, guard: ClaimGuard) => Promise<Result<Written, Refusal>>
}

type Decide = (own: OwnEndorsement) => Result<OwnChange, Refusal> | Promise<Result<OwnChange, Refusal>>

/** The next version, with its words when they change. */
export interface NextVersion {
  readonly next: Endorsement
  readonly texts?: EndorsementTexts | undefined
  /** What the endorser signed themself. */
  readonly finished?: FinishedEndorsement | undefined
  readonly type: 'endorsement.revised' | 'endorsement.withdrawn'
}

/** The change of an endorsement to its next version; the earlier one stays in its history. */
export const toNextVersion = (
  { endorsements }: Pick<ChangeOwnEndorsementDeps, 'endorsements'>,
  { idempotency }: Pick<ChangeOwnEndorsementInput, 'idempotency'>,
  { read: { claim, seen }, earlier }: OwnEndorsement,
  { next, texts, finished, type }: NextVersion,
): OwnChange => ({
  version: next.version,
  toEvent: (id) => toEndorsementEvent(type, claim, next, id),
  write: (event, guard) => endorsements.change(earlier, next, texts, event, guard, idempotency, finished, seen),
})

/**
 * Makes a change that only the endorser may make, on claim and endorsement as they are now; repeats when either moves
 * meanwhile. While the rule is met and the badge not issued yet, the claim is opened again with it. Where endorsers are kept
 * from one another, the endorsement of another looks like none.
 *
 * @param decide  The rule of the change; asked again when claim or endorsement moved.
 * @returns the next version and the decision; or `claim_not_found`, `endorsement_not_found`, `forbidden`, `stale`,
 * `idempotency_key_reused`, what `decide` refuses, or `overloaded` when the claim never rests.
 */
export async function changeOwnEndorsement(
  deps: ChangeOwnEndorsementDeps,
  input: ChangeOwnEndorsementInput,
  decide: Decide,
): Promise<Result<EndorsementAnswer, Refusal>> {
  const { claimId, actorId, idempotency } = input
  return answerRepeat(
    idempotency,
    async () => (await deps.endorsements.readForChange(claimId, actorId, idempotency)).earlier !== undefined,
    () => attemptChange(deps, input, decide),
  )
}

async function attemptChange(
  deps: ChangeOwnEndorsementDeps,
  input: ChangeOwnEndorsementInput,
  decide: Decide,
): Promise<Result<EndorsementAnswer, Refusal>> {
  const { community, claimId, endorsementId, actorId, ifMatch, language, idempotency } = input
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const read = await deps.endorsements.readForGiving(claimId, actorId, idempotency)
    const { claim } = read
    if (read.earlier && read.earlier.digest !== idempotency?.digest) return err({ code: 'idempotency_key_reused' })
    if (claim?.community !== community) return err({ code: 'claim_not_found' })
    const rule = await loadRule(deps, claim)
    const endorser = { id: actorId, role: read.endorser?.role ?? ('member' as const) }
    const answered = { id: endorsementId, language, endorser }
    if (read.earlier) return ok(await answerDecision(deps, claim, rule, { ...answered, version: 1 }))
    const earlier = await findEndorsement(deps, claim, endorsementId)
    if (!earlier) return err({ code: 'endorsement_not_found' })
    if (earlier.endorserId !== actorId)
      return err(
        answersKindOnly(rule.policy)
          ? { code: 'endorsement_not_found' }
          : { code: 'forbidden', detail: 'Only its endorser may do that.' },
      )
    const stale = staleUnlessMatched(ifMatch, earlier.version)
    if (stale) return err(stale)
    const now = deps.now()
    const decided = await decide({ read: { ...read, claim }, rule, earlier, now })
    if (!decided.ok) return decided
    const { version, toEvent, write } = decided.value
    const { guard, claimAfter } = holdClaim(deps, claim, earlier, now)
    const changed = await write(toEvent(deps.random.id()), guard)
    if (changed.ok) return ok(await answerDecision(deps, claimAfter, rule, { ...answered, version }))
    if (changed.error.code !== 'stale') return changed
  }
  return err({ code: 'overloaded', detail: 'The claim keeps changing; repeat the request.' })
}

/** A change in `revision` is that a judgement was undone; that of a `not-yet` may take away what asked for the revision. */
function holdClaim(
  { random }: ChangeOwnEndorsementDeps,
  claim: Claim,
  earlier: Endorsement,
  now: Instant,
): { readonly guard: ClaimGuard; readonly claimAfter: Claim } {
  const asked = claim.status === 'revision' && earlier.state === 'given' && earlier.verdict === 'not-yet'
  if (!(claim.status === 'met' && isFrozen(claim, earlier)) && !asked)
    return { guard: { kind: 'unchanged', claim }, claimAfter: claim }
  const change = reopenClaim(claim, 'endorser', earlier.endorserId)
  const event = toClaimEvent(change, random.id(), now)
  return { guard: { kind: 'reopened', change, event }, claimAfter: change.to }
}

/** Of the current evidence; or, so that the refusal can say which version is current, of an earlier one. */
export async function findEndorsement(
  { endorsements }: { readonly endorsements: Pick<EndorsementStore, 'load'> },
  claim: Claim,
  id: Id,
): Promise<Endorsement | undefined> {
  for (let version = claim.evidenceVersion; version >= 1; version--) {
    const found = (await endorsements.load(claim.id, version)).find((endorsement) => endorsement.id === id)
    if (found) return found
  }
  return undefined
}
