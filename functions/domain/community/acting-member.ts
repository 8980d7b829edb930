import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import type { Caller } from './caller.ts'

const MISMATCH: Refusal = {
  code: 'acting_member_mismatch',
  detail: 'The member the body names is not the one the credentials act for.',
}

const DETAILS = {
  acting_member_missing:
    'Name the member the API key acts for with the header Peerbadge-Member (or, to endorse, with "endorser").',
  learner_required: 'Name the learner the API key acts for with "learner" or with the header Peerbadge-Member.',
} as const

/**
 * Decides who acts: a member themself, or whoever a key acts for by its header or by the body, which must agree.
 *
 * @param named  The member the body names, if any; not yet known to exist.
 * @param missing  How to refuse when nobody is named.
 * @returns the id of the acting member, `acting_member_mismatch`, or `missing`.
 */
export function decideActingMember(
  caller: Caller,
  named: Id | undefined,
  missing: 'acting_member_missing' | 'learner_required',
): Result<Id, Refusal> {
  const proven =
    caller.kind === 'member' ? caller.member.id : caller.kind === 'api-key' ? caller.actingFor?.id : undefined
  if (proven !== undefined && named !== undefined && proven !== named) return err(MISMATCH)
  const acting = proven ?? named
  if (acting !== undefined) return ok(acting)
  return err({ code: missing, detail: DETAILS[missing] })
}
