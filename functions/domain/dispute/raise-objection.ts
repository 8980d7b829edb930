import type { Grounds } from '../../../schemas/objection.ts'
import { type Member, personOf } from '../community/member.ts'
import type { Claim } from '../endorsement/claim.ts'
import { appealableUntil, isObjectable } from '../endorsement/claim-dispute.ts'
import { isEligible } from '../endorsement/clauses/eligibility.ts'
import type { Rule } from '../endorsement/decision.ts'
import { describeEligibility } from '../endorsement/describe-policy.ts'
import type { Endorsement, EndorserFacts } from '../endorsement/endorsement.ts'
import { isEndorsing } from '../endorsement/known-facts.ts'
import type { Digests, Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import type { Objection } from './objection.ts'

/** How many members one objection takes. */
const MAX_OBJECTORS = 20

/** Everything known when a member objects. */
export interface ObjectingContext {
  readonly claim: Claim
  readonly rule: Rule
  readonly member: Member
  readonly facts: EndorserFacts
  /** Learner and collaborators, under every account known of them. */
  readonly sharing: ReadonlySet<Id>
  /** What anyone judged of the current evidence. */
  readonly judged: readonly Endorsement[]
  /** The objection that is being settled, if any. */
  readonly open: Objection | undefined
  /** Those that were settled since the rule was met. */
  readonly settled: readonly Objection[]
  readonly now: Instant
}

/**
 * Whether a member may object to a claim, or join the objection that is being settled: inside the window, as someone whom the rule
 * lets judge, and who has no part in the claim, under whatever account. Whoever endorsed it takes that back instead.
 *
 * @returns `not_objectable`, `self_objection`, `endorser_objection`, `not_eligible` or `already_objected` as refusals.
 */
export function mayObject({
  claim,
  rule,
  member,
  facts,
  sharing,
  judged,
  open,
  settled,
  now,
}: ObjectingContext): Result<void, Refusal> {
  if (!isObjectable(claim, now)) return err(closed(claim))
  const isTheirs = (id: Id, person = id) => id === member.id || person === personOf(member)
  if (sharing.has(member.id) || sharing.has(personOf(member))) return err({ code: 'self_objection' })
  if (judged.some((one) => isEndorsing(one) && isTheirs(one.endorserId, one.facts.person)))
    return err({
      code: 'endorser_objection',
      detail: 'Withdraw or revise your endorsement; the rule is then decided again.',
    })
  if (!isEligible(rule.policy.eligibility, facts, now))
    return err({
      code: 'not_eligible',
      detail: `Who may not endorse may not object. ${describeEligibility(rule.policy)}`,
    })
  const objections = open ? [...settled, open] : settled
  if (objections.some(({ objectors }) => objectors.some(({ memberId }) => memberId === member.id)))
    return err({ code: 'already_objected' })
  if (objections.some(({ seats }) => seats.some(({ memberId }) => memberId === member.id)))
    return err({ code: 'already_objected', detail: 'You were drawn to settle an objection to this claim.' })
  return open === undefined || open.objectors.length < MAX_OBJECTORS
    ? ok(undefined)
    : err({ code: 'not_objectable', detail: `An objection is joined by at most ${MAX_OBJECTORS} members.` })
}

const closed = ({ status, objectableUntil }: Claim): Refusal => ({
  code: 'not_objectable',
  detail:
    (status === 'met' || status === 'contested') && objectableUntil !== undefined
      ? `The time to object was over at ${objectableUntil}.`
      : status === 'met'
        ? 'The rule of this achievement has no time in which members may object.'
        : `The claim is ${status}; it can be objected to once its rule is met and before its badge is made.`,
})

/** Whether the learner may appeal; `not_appealable` otherwise. */
export function mayAppeal(claim: Claim, now: Instant): Result<void, Refusal> {
  const until = appealableUntil(claim)
  if (until !== undefined && now < until) return ok(undefined)
  const detail =
    claim.status !== 'refused'
      ? `The claim is ${claim.status}; only a refusal can be appealed against.`
      : until === undefined
        ? 'There was an appeal against this refusal, and there is only one.'
        : `The time to appeal was over at ${until}.`
  return err({ code: 'not_appealable', detail })
}

/** What a new objection or appeal is made of. */
export interface NewObjection {
  readonly id: Id
  readonly kind: Objection['kind']
  readonly memberId: Id
  readonly grounds?: Grounds | undefined
  /** 32 random bytes of this very write, base64url. */
  readonly randomness: string
  readonly now: Instant
}

/**
 * A new objection or appeal. Its seed is a digest over randomness that is made with it and its own id: whoever raises it cannot
 * know it before, and cannot raise another to get a better one, since there is one at a time.
 */
export const newObjection = (
  claim: Claim,
  { id, kind, memberId, grounds, randomness, now }: NewObjection,
  { sha256Base64Url }: Digests,
): Objection => ({
  id,
  claimId: claim.id,
  community: claim.community,
  kind,
  status: 'raised',
  round: claim.round,
  ...(kind === 'appeal' && claim.disputeId !== undefined ? { against: claim.disputeId } : {}),
  objectors: [{ memberId, at: now, ...(grounds === undefined ? {} : { grounds }) }],
  raisedAt: now,
  seed: sha256Base64Url(`${randomness}|${id}`),
  draws: [],
  seats: [],
  version: 1,
})

/** One more member objects. */
export const joinObjection = (
  objection: Objection,
  memberId: Id,
  grounds: Grounds | undefined,
  at: Instant,
): Objection => ({
  ...objection,
  objectors: [...objection.objectors, { memberId, at, ...(grounds === undefined ? {} : { grounds }) }],
  version: objection.version + 1,
})
