import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { EndorsementAnswer } from './answer-decision.ts'
import type { CredentialSource } from './credential-source.ts'
import { finishEndorsement, type SaidBeside, toJudgement } from './finish-endorsement.ts'
import { type GiveEndorsementDeps, type GiveEndorsementInput, recordEndorsement } from './give-endorsement.ts'
import type { VerifyFinishedDeps } from './verify-finished-credential.ts'

export type GiveEndorsementCredentialDeps = GiveEndorsementDeps & VerifyFinishedDeps

export interface GiveEndorsementCredentialInput extends Omit<GiveEndorsementInput, 'assurance' | 'judgement'> {
  readonly beside: SaidBeside
  readonly source: CredentialSource
}

/**
 * Records an `endorse` that the endorser signed in their own wallet, with its bytes, once per idempotency key. The rule for
 * endorsements is asked first, then everything about the credential is verified; nothing is stored before.
 *
 * Refused as `recordEndorsement` refuses, with what is wrong with the credential, or with `endorsement_credential_used`.
 */
export const giveEndorsementCredential = (
  deps: GiveEndorsementCredentialDeps,
  { beside, source, ...input }: GiveEndorsementCredentialInput,
): Promise<Result<EndorsementAnswer, Refusal>> =>
  recordEndorsement(deps, { ...input, assurance: 'own-key', judgement: toJudgement(beside) }, (claim, endorsement) =>
    finishEndorsement(deps, claim, endorsement, source),
  )
