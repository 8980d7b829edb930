import type { ConsentRecord, PersonalRecord } from '../../schemas/rights.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { Page } from '../ports/written.ts'
import { type LoadToldClaimDeps, loadToldClaim } from './load-told-claim.ts'
import { toClaimRecords } from './to-claim-records.ts'
import { toClaimConsents, toOwnConsents } from './to-consents.ts'
import { toPersonalRecords } from './to-personal-records.ts'
import { type WalkDeps, type WalkInput, walkRecords } from './walk-records.ts'
import { withoutPrivateWords } from './without-private-words.ts'

export type ExportMemberDeps = WalkDeps & LoadToldClaimDeps

export interface ExportMemberInput extends WalkInput {
  /** Whether the member themself reads it. */
  readonly isOwn: boolean
}

/** One page of everything kept about a member. Refusals as {@link walkRecords}. */
export function exportMember(
  deps: ExportMemberDeps,
  input: ExportMemberInput,
): Promise<Result<Page<PersonalRecord>, Refusal>> {
  const asRead = (record: PersonalRecord) => (input.isOwn ? record : withoutPrivateWords(record))
  return walkRecords(deps, input, {
    list: 'export',
    own: (record) => toPersonalRecords(record).map(asRead),
    claim: async (claim) => toClaimRecords(await loadToldClaim(deps, claim)).map(asRead),
  })
}

/** One page of what a member agreed to and when. Refusals as {@link walkRecords}. */
export const listConsents = (deps: WalkDeps, input: WalkInput): Promise<Result<Page<ConsentRecord>, Refusal>> =>
  walkRecords(deps, input, {
    list: 'consents',
    own: toOwnConsents,
    claim: async (claim) => toClaimConsents(claim),
  })
