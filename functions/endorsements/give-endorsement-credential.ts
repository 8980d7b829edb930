import { giveEndorsement as decideGiving } from '../domain/endorsement/give-endorsement.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRepeat } from '../http/answer-repeat.ts'
import type { IdempotencyKey } from '../ports/written.ts'
import { answerDecision, type EndorsementAnswer, loadRule } from './answer-decision.ts'
import type { CredentialSource } from './credential-source.ts'
import { finishEndorsement, type Ratings, toJudgement } from './finish-endorsement.ts'
import { type GiveEndorsementDeps, heldOf } from './give-endorsement.ts'
import { toEndorsementEvent } from './to-endorsement-event.ts'
import type { VerifyFinishedDeps } from './verify-finished-credential.ts'

export type GiveEndorsementCredentialDeps = GiveEndorsementDeps & VerifyFinishedDeps

export interface GiveEndorsementCredentialInput {
  readonly community: Slug
  readonly claimId: Id
  readonly endorserId: Id
  readonly ratings: Ratings
  readonly source: CredentialSource
  readonly idempotency?: IdempotencyKey | undefined
}

/**
 * Records an `endorse` that the endorser signed in their own wallet, with its bytes, once per idempotency key. The rule for
 * endorsements is asked first, then everything about the credential is verified; nothing is stored before.
 *
 * Refused with `idempotency_key_reused`, `claim_not_found`, `member_not_found`, what the pure rule refuses, what is wrong with
 * the credential, `already_endorsed`, or `endorsement_credential_used`.
 */
export function giveEndorsementCredential(
  deps: GiveEndorsementCredentialDeps,
  input: GiveEndorsementCredentialInput,
): Promise<Result<EndorsementAnswer, Refusal>> {
  const { claimId, endorserId, idempotency } = input
  return answerRepeat(
    idempotency,
    async () => (await deps.endorsements.readForGiving(claimId, endorserId, idempotency)).earlier !== undefined,
    () => attemptGiving(deps, input),
  )
}

async function attemptGiving(
  deps: GiveEndorsementCredentialDeps,
  { community, claimId, endorserId, ratings, source, idempotency }: GiveEndorsementCredentialInput,
): Promise<Result<EndorsementAnswer, Refusal>> {
  const read = await deps.endorsements.readForGiving(claimId, endorserId, idempotency)
  const { claim, endorser, earlier } = read
  if (earlier && earlier.digest !== idempotency?.digest) return err({ code: 'idempotency_key_reused' })
  if (claim?.community !== community) return err({ code: 'claim_not_found' })
  const rule = await loadRule(deps, claim)
  if (earlier) return ok(await answerDecision(deps, claim, rule, earlier.id, 1))
  if (endorser?.community !== community) return err({ code: 'member_not_found' })
  const context = { claim, rule, endorser, holds: heldOf(read, rule), assurance: 'own-key', now: deps.now() } as const
  const given = decideGiving(deps.random.id(), context, toJudgement(ratings))
  if (!given.ok) return given
  const made = await finishEndorsement(deps, claim, given.value, source)
  if (!made.ok) return made
  const event = toEndorsementEvent('endorsement.given', claim, given.value, deps.random.id())
  const stored = await deps.endorsements.give(given.value, made.value.texts, event, idempotency, made.value.finished)
  if (!stored.ok) return stored
  const id = stored.value.kind === 'replayed' ? stored.value.id : given.value.id
  return ok(await answerDecision(deps, claim, rule, id, 1))
}
