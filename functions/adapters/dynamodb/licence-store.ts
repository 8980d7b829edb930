import { z } from 'zod'
import type { AssessorLicence } from '../../domain/challenge/assessor-licence.ts'
import type { PlantedSample } from '../../domain/challenge/plant-sample.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { Instant } from '../../domain/shared/instant.ts'
import { err, ok } from '../../domain/shared/result.ts'
import type { LicenceStore } from '../../ports/calibration-store.ts'
import { putRecord } from './calibration-items.ts'
import { putClaim, putEvent } from './claim-items.ts'
import { openingItems } from './claim-store.ts'
import { toDueItem } from './due-items.ts'
import { keys } from './keys.ts'
import { LicenceItemSchema, putLicence, putLicenceDue } from './licence-items.ts'
import { toMemberItem } from './member-items.ts'
import { loadBatch, parseItem, type RawItem } from './reads.ts'
import { countRequest } from './refresh-store.ts'
import { toRequestItem } from './review-items.ts'
import type { StoreDeps } from './store-deps.ts'
import { type TransactItem, transact } from './transact.ts'
import { IF_NEW, put } from './writes.ts'

const LostBadgesSchema = z
  .object({ lostLicences: z.set(z.string()).optional() })
  .transform(({ lostLicences = new Set<string>() }): readonly Id[] => [...lostLicences].sort())

/** What was read of a licence and of the badges of it that are no longer valid. */
export const toHeldLicence = (licence: RawItem | undefined, standing: RawItem | undefined) => ({
  licence: licence && parseItem(LicenceItemSchema, licence),
  lostBadges: standing ? parseItem(LostBadgesSchema, standing) : [],
})

/**
 * Assessor licences in DynamoDB: each lies with its holder, and with how they stand with the challenge is kept which of
 * their licence badges are revoked or suspended.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoLicenceStore = (deps: StoreDeps): LicenceStore => ({
  async load(memberId, challengeId) {
    const licenceKey = keys.licence(memberId, challengeId)
    const items = await loadBatch(deps, [licenceKey, keys.challengeStanding(memberId, challengeId)])
    const isLicence = ({ sk }: RawItem) => sk === licenceKey.sk
    return toHeldLicence(
      items.find(isLicence),
      items.find((item) => !isLicence(item)),
    )
  },
  async change({ badgeUntil }, to, event, { record, planted, takenBack } = {}) {
    const lastsLonger = to.badgeUntil > badgeUntil
    const failed = await transact(deps, {
      licence: putLicence(to),
      due: putLicenceDue(to, deps.now()),
      event: event && putEvent(event),
      record: record && putRecord(record),
      claim: lastsLonger ? prolongBadge(to) : undefined,
      refresh: lastsLonger ? countRequest(to.claimId, 'asked') : undefined,
      planted: planted && plantedItems(planted, deps.now()),
      takenBack: takenBack && putClaim(takenBack.change.from, takenBack.change.to),
      ended: takenBack && putEvent(takenBack.event),
    })
    if (failed === undefined) return ok(undefined)
    if (failed.licence === undefined && failed.record === undefined && failed.takenBack === undefined)
      throw new Error(`the licence of claim ${to.claimId} has lost its claim, or an id that was made is taken`)
    return err({ code: 'stale', detail: 'The licence changed meanwhile; read it again.' })
  },
})

/** A claim with a request, as a learner's are stored; whose it seems to be is in no list and no pool. */
function plantedItems({ standIn, claim, evidence, request, events }: PlantedSample, now: Instant) {
  const [opened, ...more] = events
  if (!opened) throw new TypeError('a planted sample comes with the event that opens its claim')
  const expiry =
    claim.expiresAt && ({ at: claim.expiresAt, kind: 'claim-expiry', claimId: claim.id, attempt: 0 } as const)
  const items = openingItems({ claim, evidence, event: opened, unique: false, due: expiry }, now)
  const asking = { at: request.askedAt, kind: 'review-request', claimId: claim.id, ref: '1', attempt: 0 } as const
  return [
    put(toMemberItem(standIn), IF_NEW),
    ...Object.values(items).flatMap((item) => item ?? []),
    put(toRequestItem(request), IF_NEW),
    ...more.map(putEvent),
    put(toDueItem(asking, now)),
  ]
}

/** Its version grows, so that whoever is about to sign the badge reads the claim again. */
const prolongBadge = ({ claimId, badgeUntil }: AssessorLicence): TransactItem => ({
  Update: {
    TableName: '',
    Key: keys.claim(claimId),
    UpdateExpression: 'SET validUntil = :until ADD #version :one',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':until': badgeUntil, ':one': 1 },
  },
})
