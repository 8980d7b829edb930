import type { Claim } from '../domain/endorsement/claim.ts'
import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { Endorsement, EndorsementTexts } from '../domain/endorsement/endorsement.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { Page, PageRequest } from './written.ts'

/** One version of a judgement with its words. */
interface JudgementVersion {
  readonly endorsement: Endorsement
  readonly texts: EndorsementTexts
}

/** Something kept about a member under their own key. */
export type OwnRecord =
  | { readonly kind: 'judgement'; readonly judgement: JudgementVersion }
  /** Told as it is stored; `fields` holds nothing secret and nothing that names somebody else. */
  | { readonly kind: 'other'; readonly name: string; readonly fields: Readonly<Record<string, unknown>> }

/** One stored thing, and what it tells. */
export interface OwnItem {
  /** Where the list goes on after it. */
  readonly cursor: string
  /** None where it says nothing of its own; with a judgement go those that only took it back. */
  readonly records: readonly OwnRecord[]
}

/** A claim of a member with its history. */
export interface OwnClaim {
  readonly claim: Claim
  readonly events: readonly ClaimEvent[]
}

/** Reads everything that is kept about one member, in pages; strongly consistent but for the list of claims. */
export interface PersonalDataStore {
  /** What lies under the member's own key. Refuses a cursor that is not its own with `invalid_cursor`. */
  listOwn(memberId: Id, page: PageRequest): Promise<Result<Page<OwnItem>, Refusal>>
  /** Their claims as a learner. */
  listClaims(memberId: Id, page: PageRequest): Promise<Result<Page<OwnClaim>, Refusal>>
}
