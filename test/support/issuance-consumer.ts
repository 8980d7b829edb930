import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { systemNow } from '../../functions/adapters/clock/system-clock.ts'
import { cryptoRandomness } from '../../functions/adapters/randomness/crypto-randomness.ts'
import type { AchievementVersion } from '../../functions/domain/achievement/achievement.ts'
import type { Member } from '../../functions/domain/community/member.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import type { ClaimEvent, ClaimEventType } from '../../functions/domain/endorsement/claim-event.ts'
import { reopenClaim } from '../../functions/domain/endorsement/claim-transitions.ts'
import type { Endorsement } from '../../functions/domain/endorsement/endorsement.ts'
import { reviseEndorsement, withdrawEndorsement } from '../../functions/domain/endorsement/give-endorsement.ts'
import { toClaimEvent } from '../../functions/domain/endorsement/to-claim-event.ts'
import type { Id } from '../../functions/domain/shared/ids.ts'
import { composeIssuance } from '../../functions/lambdas/compose-issuance.ts'
import type { BatchResponse, StreamHandler } from '../../functions/lambdas/stream-handler.ts'
import type { Now } from '../../functions/ports/clock.ts'
import type { ClaimGuard } from '../../functions/ports/endorsement-store.ts'
import type { Log } from '../../functions/ports/log.ts'
import type { Randomness } from '../../functions/ports/randomness.ts'
import type { ReviseEndorsement } from '../../schemas/endorsement.ts'
import { BASE_URL, quietLog, readStream, recordsOf, type SealedKeys } from './issuance-scenario.ts'
import type { BadgeWorkshop } from './issued-badge.ts'

/** What a test's consumer has that differs from the workshop's. */
export interface ConsumerParts {
  readonly client?: DynamoDBDocumentClient
  readonly keys?: SealedKeys
  readonly publicUrl?: string
  readonly now?: Now
  readonly random?: Randomness
  readonly log?: Log
}

/** The stream consumer as it is deployed, over the workshop's table and keys. */
export const consumerOf = ({ table, keys }: BadgeWorkshop, parts: ConsumerParts = {}): StreamHandler =>
  composeIssuance({
    client: table.client,
    tableName: table.tableName,
    keys,
    publicUrl: BASE_URL,
    log: quietLog,
    ...parts,
  })

/** Delivers everything the stream holds of a claim, whether delivered before or not. */
export async function deliverAll(
  workshop: BadgeWorkshop,
  claim: Pick<Claim, 'id'>,
  parts: ConsumerParts = {},
): Promise<BatchResponse> {
  const Records = recordsOf(await readStream(workshop.table), claim.id)
  return consumerOf(workshop, parts)({ Records })
}

/** The kinds of the claim's events so far, in the order of the stream. */
export async function eventTypesOf({ table }: BadgeWorkshop, claimId: Id): Promise<readonly string[]> {
  return recordsOf(await readStream(table), claimId).flatMap(({ dynamodb: { NewImage } }) =>
    NewImage?.['entity']?.S === 'event' ? (NewImage['type']?.S ?? []) : [],
  )
}

const random = cryptoRandomness({ now: systemNow })

const anEvent = (type: ClaimEventType, claim: Claim): ClaimEvent => ({
  id: random.id(),
  type,
  at: systemNow(),
  community: claim.community,
  claimId: claim.id,
  data: {},
})

/** What the API does to the claim when one of its endorsements changes: a met claim is opened again. */
function guardOf(claim: Claim, actorId: Id): ClaimGuard {
  if (claim.status !== 'met') return { kind: 'unchanged', claim }
  const change = reopenClaim(claim, 'endorser', actorId)
  return { kind: 'reopened', change, event: toClaimEvent(change, random.id(), systemNow()) }
}

const unwrap = <Value>(result: { ok: true; value: Value } | { ok: false; error: { code: string } }): Value => {
  if (!result.ok) throw new Error(`the change was refused: ${result.error.code}`)
  return result.value
}

/** An endorser withdraws on the claim as it was read. @returns the refusal's code, or `done`. */
export async function withdrawOn({ stores }: BadgeWorkshop, claim: Claim, endorsement: Endorsement): Promise<string> {
  const next = unwrap(withdrawEndorsement(endorsement, claim, systemNow()))
  const event = anEvent('endorsement.withdrawn', claim)
  const changed = await stores.endorsements.change(
    endorsement,
    next,
    undefined,
    event,
    guardOf(claim, endorsement.endorserId),
  )
  return changed.ok ? 'done' : changed.error.code
}

/** An endorser revises on the claim as it was read. @returns the refusal's code, or `done`. */
export async function reviseOn(
  { stores }: BadgeWorkshop,
  { claim, achievement, endorser }: { claim: Claim; achievement: AchievementVersion; endorser: Member },
  endorsement: Endorsement,
  judgement: ReviseEndorsement,
): Promise<string> {
  const context = {
    claim,
    rule: { policy: achievement.policy, rubric: achievement.content.rubric ?? [] },
    endorser,
    holds: [],
    assurance: 'asserted' as const,
    now: systemNow(),
  }
  const next = unwrap(reviseEndorsement(endorsement, context, judgement))
  const texts = judgement.comment === undefined ? {} : { comment: judgement.comment }
  const event = anEvent('endorsement.revised', claim)
  const changed = await stores.endorsements.change(endorsement, next, texts, event, guardOf(claim, endorser.id))
  return changed.ok ? 'done' : changed.error.code
}
