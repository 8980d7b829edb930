import type { GiveEndorsement, ReviseEndorsement } from '../../../schemas/endorsement.ts'
import type { Assurance } from '../../../schemas/policy.ts'
import type { Member } from '../community/member.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { FieldError, Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import type { Claim } from './claim.ts'
import { isEligible } from './clauses/eligibility.ts'
import type { Rule } from './decision.ts'
import { describeEligibility } from './describe-policy.ts'
import type { Endorsement, EndorserFacts } from './endorsement.ts'
import { turn } from './endorsement-transitions.ts'
import { findRatingErrors } from './find-rating-errors.ts'
import { type KnownFacts, revisedFacts } from './known-facts.ts'

/** States in which endorsements are taken; what lands after the freeze is marked `later`. */
const TAKING = ['open', 'met', 'issued'] as const

/** Everything known when a peer endorses. */
export interface GivingContext {
  readonly claim: Claim
  readonly rule: Rule
  readonly endorser: Member
  /** Of the achievements the policy asks about, those the endorser holds. */
  readonly holds: readonly Id[]
  /** What else is known of the endorser for this claim. @default nothing */
  readonly facts?: KnownFacts
  readonly assurance: Assurance
  readonly now: Instant
}

/** The facts stored with an endorsement; all that is ever judged of the endorser. */
const factsOf = ({ endorser, holds, facts }: GivingContext): EndorserFacts => ({
  ...facts,
  role: endorser.role,
  memberSince: endorser.joinedAt,
  circles: endorser.circles,
  holds,
})

/**
 * Accepts or refuses one peer's judgement of the current evidence version.
 *
 * @returns the endorsement to record; or `claim_closed`, `self_endorsement`, `collaborator_endorsement`,
 * `evidence_version_stale`, `not_eligible`, or `invalid_request` for ratings the rubric does not have.
 */
export function giveEndorsement(
  id: Id,
  context: GivingContext,
  judgement: GiveEndorsement,
): Result<Endorsement, Refusal> {
  const refusal = refusalOf(context, judgement)
  if (refusal) return err(refusal)
  const { claim, endorser, now, assurance } = context
  const given: Endorsement = {
    id,
    claimId: claim.id,
    endorserId: endorser.id,
    evidenceVersion: claim.evidenceVersion,
    version: 1,
    state: 'given',
    ...judged(context, judgement),
    assurance,
    givenAt: now,
    changedAt: now,
    facts: factsOf(context),
  }
  return ok(turn(undefined, given, 'give'))
}

/**
 * Accepts or refuses a new version of an endorsement; facts are taken anew as {@link revisedFacts} says. Reinstates a
 * withdrawn one, never an erased one. Of a `sealed` claim a judgement is revised once, with the reason why.
 *
 * @returns the next version; refusals as {@link giveEndorsement}, or `already_revised`.
 */
export function reviseEndorsement(
  earlier: Endorsement,
  context: GivingContext,
  judgement: ReviseEndorsement,
): Result<Endorsement, Refusal> {
  const refusal =
    erasedRefusal(earlier) ??
    refusalOf(context, judgement) ??
    (earlier.evidenceVersion === context.claim.evidenceVersion ? undefined : staleEvidence(context.claim)) ??
    sealedRefusal(earlier, context, judgement)
  if (refusal) return err(refusal)
  const { criterion: _criterion, relationship: _relationship, previous: _previous, ...kept } = earlier
  const revised: Endorsement = {
    ...kept,
    version: earlier.version + 1,
    state: 'given',
    ...(earlier.verdict === 'decline' ? {} : { revised: true }),
    ...judged(context, judgement),
    assurance: context.assurance,
    changedAt: context.now,
    facts: revisedFacts(earlier, factsOf(context)),
  }
  return ok(turn(earlier, revised, 'revise'))
}

/** Whoever has judged has seen the others: they may think again once, and say why. A decline has seen nothing. */
function sealedRefusal(
  earlier: Endorsement,
  { rule }: GivingContext,
  { changeReason }: ReviseEndorsement,
): Refusal | undefined {
  if (rule.policy.blindness !== 'sealed' || (earlier.verdict === 'decline' && !earlier.revised)) return undefined
  if (earlier.revised)
    return { code: 'already_revised', detail: 'A judgement of this claim is revised once; it can still be withdrawn.' }
  return changeReason === undefined
    ? {
        code: 'invalid_request',
        errors: [{ pointer: '/changeReason', detail: 'is required: the judgements of others could be read meanwhile' }],
      }
    : undefined
}

/**
 * Takes an endorsement back; the record of it stays.
 *
 * @returns the next version; or `claim_closed`, `evidence_version_stale`, `endorsement_not_found` when already withdrawn.
 */
export function withdrawEndorsement(earlier: Endorsement, claim: Claim, now: Instant): Result<Endorsement, Refusal> {
  const erased = erasedRefusal(earlier)
  if (erased) return err(erased)
  if (!isTaking(claim)) return err(refuseClosed(claim))
  if (earlier.evidenceVersion !== claim.evidenceVersion) return err(staleEvidence(claim))
  if (earlier.state === 'withdrawn')
    return err({ code: 'endorsement_not_found', detail: 'This endorsement was already withdrawn.' })
  const { previous: _previous, ...kept } = earlier
  return ok(turn(earlier, { ...kept, version: earlier.version + 1, state: 'withdrawn', changedAt: now }, 'withdraw'))
}

/** What was erased is never given again: its address says so for good. */
const erasedRefusal = ({ state }: Endorsement): Refusal | undefined =>
  state === 'erased' ? { code: 'endorsement_erased' } : undefined

const judged = ({ rule }: GivingContext, judgement: ReviseEndorsement) => ({
  verdict: judgement.verdict,
  ratings: judgement.ratings ?? {},
  // Where nobody is to know who endorsed, nobody is named, whoever wants to be.
  consentToBeNamed: rule.policy.blindness !== 'anonymous' && (judgement.consentToBeNamed ?? false),
  ...(judgement.criterion === undefined ? {} : { criterion: judgement.criterion }),
  ...(judgement.relationship === undefined ? {} : { relationship: judgement.relationship }),
})

const isTaking = ({ status }: Claim): boolean => TAKING.some((taking) => taking === status)

/** Why nothing is judged of a claim at present. */
export const refuseClosed = ({ status }: Pick<Claim, 'status'>): Refusal => ({
  code: 'claim_closed',
  detail:
    status === 'revision'
      ? 'The learner was asked for a revision; endorsements are taken again once new evidence is there.'
      : `The claim is ${status} and takes no endorsements.`,
})

const staleEvidence = ({ evidenceVersion }: Claim): Refusal => ({
  code: 'evidence_version_stale',
  detail: `The current evidence version is ${evidenceVersion}; judge that one.`,
})

function refusalOf(context: GivingContext, judgement: ReviseEndorsement): Refusal | undefined {
  const { claim, rule, endorser, now } = context
  if (!isTaking(claim)) return refuseClosed(claim)
  if (rule.policy.attainment !== undefined)
    return { code: 'claim_closed', detail: 'It is given by the service itself and takes no endorsements.' }
  if (endorser.id === claim.learnerId) return { code: 'self_endorsement' }
  if (claim.collaborators.includes(endorser.id)) return { code: 'collaborator_endorsement' }
  if (judgement.relationship === 'collaborator' && judgement.verdict !== 'decline')
    return {
      code: 'collaborator_endorsement',
      detail: 'Who calls themself a collaborator shares the work; they may decline to judge it.',
    }
  if (context.facts?.sharesWork && judgement.verdict !== 'decline')
    return {
      code: 'collaborator_endorsement',
      detail:
        'A claim for this achievement, or in its challenge, names them and the learner as sharing the work; they may decline to judge it.',
    }
  if (rule.policy.blindness === 'anonymous' && context.assurance === 'own-key')
    return {
      code: 'endorsement_not_anonymous',
      detail: 'The rule of this achievement keeps secret who endorses; send the judgement itself.',
    }
  if (judgement.evidenceVersion !== undefined && judgement.evidenceVersion !== claim.evidenceVersion)
    return staleEvidence(claim)
  const errors = rubricErrors(rule, judgement)
  if (errors.length > 0) return { code: 'invalid_request', detail: 'The ratings do not fit the rubric.', errors }
  if (!isEligible(rule.policy.eligibility, factsOf(context), now))
    return { code: 'not_eligible', detail: describeEligibility(rule.policy) }
  return undefined
}

function rubricErrors({ rubric }: Rule, judgement: ReviseEndorsement): readonly FieldError[] {
  const errors: FieldError[] = [...findRatingErrors(rubric, judgement.ratings ?? {}, 'ratings')]
  if (judgement.criterion !== undefined && !rubric.some(({ id }) => id === judgement.criterion))
    errors.push({ pointer: '/criterion', detail: 'the rubric has no criterion with this id' })
  if (judgement.verdict === 'not-yet' && judgement.criterion === undefined && rubric.length > 0)
    errors.push({ pointer: '/criterion', detail: 'a "not-yet" names the criterion of the rubric it is about' })
  return errors
}
