import type { GiveEndorsement } from '../../schemas/endorsement.ts'
import type { Assurance } from '../../schemas/policy.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Rule } from '../domain/endorsement/decision.ts'
import type { Endorsement, EndorsementTexts } from '../domain/endorsement/endorsement.ts'
import { giveEndorsement as decideGiving } from '../domain/endorsement/give-endorsement.ts'
import type { RuleLanguage } from '../domain/endorsement/rule-language.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRepeat } from '../http/answer-repeat.ts'
import type { ChangeRead, EndorsementStore, FinishedEndorsement } from '../ports/endorsement-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey } from '../ports/written.ts'
import { type AnswerDecisionDeps, answerDecision, type EndorsementAnswer, loadRule } from './answer-decision.ts'
import { toEndorsementEvent, toTexts } from './to-endorsement-event.ts'

/** So many concurrent changes in a row are more than an endorser has to wait for. */
const MAX_TRIES = 10

export interface GiveEndorsementDeps extends AnswerDecisionDeps {
  readonly endorsements: Pick<EndorsementStore, 'readForGiving' | 'readForChange' | 'give' | 'load'>
  readonly random: Pick<Randomness, 'id'>
}

export interface GiveEndorsementInput {
  readonly community: Slug
  readonly claimId: Id
  readonly endorserId: Id
  readonly assurance: Assurance
  readonly judgement: GiveEndorsement
  /** Of the decision that is answered with. */
  readonly language: RuleLanguage
  readonly idempotency?: IdempotencyKey | undefined
}

/** What is stored beside a judgement: its words, and the credential when the endorser signed it themself. */
interface Kept {
  readonly texts: EndorsementTexts
  readonly finished?: FinishedEndorsement
}

/**
 * Records one peer's judgement, once per idempotency key: one batch read, one transaction, one query. Once more when the learner
 * endorses the endorser at the same moment, so that the later of the two sees the other.
 *
 * Refused with `idempotency_key_reused`, `claim_not_found`, `member_not_found`, what the pure rule refuses, or
 * `already_endorsed`.
 */
export const giveEndorsement = (
  deps: GiveEndorsementDeps,
  input: GiveEndorsementInput,
): Promise<Result<EndorsementAnswer, Refusal>> =>
  recordEndorsement(deps, input, async () => ok({ texts: toTexts(input.judgement) }))

/**
 * The same for any judgement, whatever is stored with it.
 *
 * @param toKept  Asked when the rule takes the judgement, and before anything is stored; what it refuses is refused.
 */
export function recordEndorsement(
  deps: GiveEndorsementDeps,
  input: GiveEndorsementInput,
  toKept: (claim: Claim, endorsement: Endorsement) => Promise<Result<Kept, Refusal>>,
): Promise<Result<EndorsementAnswer, Refusal>> {
  const { claimId, endorserId, idempotency } = input
  return answerRepeat(
    idempotency,
    async () => (await deps.endorsements.readForChange(claimId, endorserId, idempotency)).earlier !== undefined,
    () => repeatGiving(deps, input, toKept),
  )
}

/** Gives on what is true now; again when what the endorser shares with the learner moved meanwhile. */
async function repeatGiving(
  deps: GiveEndorsementDeps,
  input: GiveEndorsementInput,
  toKept: (claim: Claim, endorsement: Endorsement) => Promise<Result<Kept, Refusal>>,
): Promise<Result<EndorsementAnswer, Refusal>> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const given = await attemptGiving(deps, input, toKept)
    if (given.ok || given.error.code !== 'stale') return given
  }
  return err({ code: 'overloaded', detail: 'What this rests on keeps changing; repeat the request.' })
}

async function attemptGiving(
  deps: GiveEndorsementDeps,
  { community, claimId, endorserId, assurance, judgement, language, idempotency }: GiveEndorsementInput,
  toKept: (claim: Claim, endorsement: Endorsement) => Promise<Result<Kept, Refusal>>,
): Promise<Result<EndorsementAnswer, Refusal>> {
  const read = await deps.endorsements.readForGiving(claimId, endorserId, idempotency)
  const { claim, endorser, earlier, facts, seen } = read
  if (earlier && earlier.digest !== idempotency?.digest) return err({ code: 'idempotency_key_reused' })
  if (claim?.community !== community) return err({ code: 'claim_not_found' })
  const rule = await loadRule(deps, claim)
  const answered = { version: 1, language, endorser: { id: endorserId, role: endorser?.role ?? 'member' } } as const
  if (earlier) return ok(await answerDecision(deps, claim, rule, { ...answered, id: earlier.id }))
  if (endorser?.community !== community) return err({ code: 'member_not_found' })
  const context = { claim, rule, endorser, holds: heldOf(read, rule), facts, assurance, now: deps.now() }
  const given = decideGiving(deps.random.id(), context, judgement)
  if (!given.ok) return given
  const kept = await toKept(claim, given.value)
  if (!kept.ok) return kept
  const event = toEndorsementEvent('endorsement.given', claim, given.value, deps.random.id())
  const { texts, finished } = kept.value
  const stored = await deps.endorsements.give(given.value, texts, event, idempotency, finished, seen)
  if (!stored.ok) return stored
  const id = stored.value.kind === 'replayed' ? stored.value.id : given.value.id
  return ok(await answerDecision(deps, claim, rule, { ...answered, id }))
}

/** Of the achievements the policy asks about, those held: no other fact is kept. */
export const heldOf = ({ holdings }: Pick<ChangeRead, 'holdings'>, { policy }: Rule): readonly Id[] =>
  policy.eligibility.flatMap((way) =>
    way.kind === 'holds' && holdings.includes(way.achievement) ? way.achievement : [],
  )
