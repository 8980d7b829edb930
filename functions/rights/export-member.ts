import type { ConsentRecord, PersonalRecord } from '../../schemas/rights.ts'
import type { Viewer } from '../domain/endorsement/blindness.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { OwnRecord } from '../ports/personal-data-store.ts'
import type { Page } from '../ports/written.ts'
import { type LoadToldClaimDeps, loadToldClaim } from './load-told-claim.ts'
import { type ReadAsOwnerDeps, readAsOwner } from './read-as-owner.ts'
import { toClaimRecords } from './to-claim-records.ts'
import { toClaimConsents, toOwnConsents } from './to-consents.ts'
import { toPersonalRecords } from './to-personal-records.ts'
import { type WalkDeps, type WalkInput, walkRecords } from './walk-records.ts'
import { withoutPrivateWords } from './without-private-words.ts'

export type ExportMemberDeps = WalkDeps & LoadToldClaimDeps & ReadAsOwnerDeps

export interface ExportMemberInput extends WalkInput {
  /** The member themself, an owner, or the community's software. */
  readonly viewer: Viewer
}

/** One page of everything kept about a member. Refusals as {@link walkRecords}. */
export function exportMember(
  deps: ExportMemberDeps,
  input: ExportMemberInput,
): Promise<Result<Page<PersonalRecord>, Refusal>> {
  const asRead = (record: PersonalRecord) => (isOwn(input) ? record : withoutPrivateWords(record))
  const readable = readableBy(deps, input)
  return walkRecords(deps, input, {
    list: 'export',
    own: async (record) => (await readable(record)).flatMap(toPersonalRecords).map(asRead),
    claim: async (claim) => toClaimRecords(await loadToldClaim(deps, claim, input.viewer)).map(asRead),
  })
}

/** One page of what a member agreed to and when. Refusals as {@link walkRecords}. */
export function listConsents(
  deps: WalkDeps & ReadAsOwnerDeps,
  input: ExportMemberInput,
): Promise<Result<Page<ConsentRecord>, Refusal>> {
  const readable = readableBy(deps, input)
  return walkRecords(deps, input, {
    list: 'consents',
    own: async (record) => (await readable(record)).flatMap(toOwnConsents),
    claim: async (claim) => toClaimConsents(claim),
  })
}

const isOwn = ({ viewer, memberId }: ExportMemberInput): boolean => viewer.kind === 'member' && viewer.id === memberId

const readableBy = (deps: ReadAsOwnerDeps, input: ExportMemberInput) =>
  input.viewer.kind === 'community' || isOwn(input)
    ? async (record: OwnRecord): Promise<readonly OwnRecord[]> => [record]
    : readAsOwner(deps, input.viewer, input.memberId)
