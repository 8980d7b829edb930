import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Endorsement, EndorsementTexts } from '../../domain/endorsement/endorsement.ts'
import { isEndorsing } from '../../domain/endorsement/known-facts.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err } from '../../domain/shared/result.ts'
import type { ClaimGuard, EndorsementStore, FinishedEndorsement, SeenItems } from '../../ports/endorsement-store.ts'
import { putClaim, putEvent } from './claim-items.ts'
import { countParts, type EndorsementKeys, fromEndorsementItems, toEndorsementItems } from './endorsement-items.ts'
import { writeOnce } from './idempotency.ts'
import { type KeyRange, keys, ranges } from './keys.ts'
import { type FindKnownClaim, rememberClaims } from './known-claims.ts'
import { readForChange, readForGiving, writesWith } from './read-for-giving.ts'
import { loadBatch, loadRange, parseItem } from './reads.ts'
import { jitteredWait, RETRY_LIMITS } from './retry-conflicts.ts'
import { putPointer, putSigned } from './signed-endorsement-items.ts'
import type { StoreDeps } from './store-deps.ts'
import type { TransactItem } from './transact.ts'
import { check, IF_NEW, ifVersion, put, remove } from './writes.ts'

/** A transaction that is met half-way is done long before so many reads. */
const MAX_READS = 10

const RawItemSchema = z.record(z.string(), z.unknown())

const TextsSchema = z.object({
  endorsementId: z.string(),
  comment: z.string().optional(),
  fix: z.string().optional(),
  reason: z.string().optional(),
  changeReason: z.string().optional(),
})

/**
 * Endorsements in DynamoDB: decision facts in the claim's partition, texts in the endorser's. `give` writes no item that
 * another endorser writes, so peers who endorse at once never wait for each other.
 *
 * @throws StoreOverloaded when the table does not answer in time; TypeError when facts do not fit their item.
 */
export function dynamoEndorsementStore(deps: StoreDeps): EndorsementStore {
  const findClaim = rememberClaims(deps)
  return {
    readForGiving: (claimId, endorserId, idempotency) =>
      readForGiving(deps, findClaim, claimId, endorserId, idempotency),
    readForChange: (claimId, memberId, idempotency) => readForChange(deps, claimId, memberId, idempotency),
    give: async (endorsement, texts, event, idempotency, finished, seen) =>
      writeOnce(deps, {
        id: endorsement.id,
        idempotency,
        items: {
          endorsement: toEndorsementItems(newest(endorsement), endorsement).map((item) => put(item, IF_NEW)),
          texts: putTexts(endorsement, texts),
          event: putEvent(event),
          own: seen && (await ownItems(findClaim, endorsement, isEndorsing(endorsement), seen)),
          ...finishedItems(endorsement, finished),
        },
        refuse: (failed) => {
          if (failed.endorsement === undefined && failed.own) return err(OWN_MOVED)
          if (failed.endorsement === undefined && failed.did) return err(DID_GONE)
          if (failed.endorsement === undefined && failed.taken) return err(CREDENTIAL_USED)
          if (failed.endorsement === undefined) throw new Error(`event ${event.id} is already stored`)
          return err({ code: 'already_endorsed', detail: 'This member has already endorsed this evidence version.' })
        },
      }),
    change: async (from, to, texts, event, guard, idempotency, finished, seen) => {
      const [head, ...parts] = toEndorsementItems(newest(to), to)
      return writeOnce(deps, {
        id: to.id,
        idempotency,
        items: {
          endorsement: put(head, ifVersion(from.version)),
          parts: parts.map((part) => put(part)),
          surplus: removeSurplusParts(from, parts.length),
          history: toEndorsementItems(earlier(from), from).map((item) => put(item, IF_NEW)),
          texts: putTexts(to, texts),
          event: putEvent(event),
          own: seen && (await ownItems(findClaim, to, isEndorsing(to) && !isEndorsing(from), seen)),
          claim: guardItem(guard),
          reopened: guard.kind === 'reopened' ? putEvent(guard.event) : undefined,
          ...finishedItems(to, finished),
        },
        refuse: ({ did, taken, ...moved }) => {
          if (Object.keys(moved).length === 0) return err(did ? DID_GONE : CREDENTIAL_USED)
          return err({ code: 'stale', detail: 'The endorsement or its claim changed meanwhile; read them again.' })
        },
      })
    },
    load: (claimId, evidenceVersion) => loadWhole(deps, ranges.endorsements(claimId, evidenceVersion), 'endorsement'),
    loadEarlier: (claimId, evidenceVersion, endorserId) =>
      loadWhole(deps, ranges.earlierEndorsements(claimId, evidenceVersion, endorserId), 'earlier-endorsement'),
    loadTexts: async (endorsements) => {
      const texts = await loadBatch(deps, endorsements.map(textsKey))
      return new Map(texts.map((item) => toTexts(parseItem(TextsSchema, item))))
    },
  }
}

const OWN_MOVED: Refusal = { code: 'stale', detail: 'What the endorsement rests on changed meanwhile; read it again.' }

/** The items of the endorser's own that go with a version of their endorsement. */
async function ownItems(findClaim: FindKnownClaim, endorsement: Endorsement, begins: boolean, seen: SeenItems) {
  const claim = await findClaim(endorsement.claimId)
  return claim && writesWith(claim, { endorsement, begins }, seen)
}

async function loadWhole(
  deps: StoreDeps,
  range: KeyRange,
  entity: EndorsementKeys['entity'],
): Promise<readonly Endorsement[]> {
  for (let attempt = 1; attempt <= MAX_READS; attempt++) {
    const endorsements = fromEndorsementItems(await loadRange(deps, range, RawItemSchema), entity)
    if (endorsements) return endorsements
    await sleep(jitteredWait(attempt, deps.retry ?? RETRY_LIMITS))
  }
  throw new Error(`an endorsement of ${range.pk} lacks its parts`)
}

const CREDENTIAL_USED: Refusal = {
  code: 'endorsement_credential_used',
  detail: 'A credential with this id was taken before; each is taken once, also after a withdrawal.',
}

const DID_GONE: Refusal = { code: 'issuer_did_not_proven', detail: 'The endorser holds this DID no more.' }

/** What the endorser signed themself, where to find it, that it is taken, and that the DID is theirs still. */
const finishedItems = (endorsement: Endorsement, finished: FinishedEndorsement | undefined) => ({
  did:
    finished &&
    check(keys.memberDid(endorsement.endorserId, finished.signed.signer), {
      ConditionExpression: 'attribute_exists(pk)',
    }),
  signed: finished && putSigned(endorsement, finished.signed),
  pointer: finished && putPointer(endorsement, finished.credentialId),
  taken:
    finished &&
    put(
      {
        ...keys.walletCredential(finished.ownId),
        entity: 'wallet-credential',
        endorsementId: endorsement.id,
        claimId: endorsement.claimId,
      },
      IF_NEW,
    ),
})

/** The keys of an endorsement's newest version. */
export const newest = ({ claimId, evidenceVersion, endorserId }: Endorsement): EndorsementKeys => ({
  entity: 'endorsement',
  head: keys.endorsement(claimId, evidenceVersion, endorserId),
  part: (part) => keys.endorsementPart(claimId, evidenceVersion, endorserId, part),
})

/** The keys of a version that another took the place of. */
export const earlier = ({ claimId, evidenceVersion, endorserId, version }: Endorsement): EndorsementKeys => ({
  entity: 'earlier-endorsement',
  head: keys.earlierEndorsement(claimId, evidenceVersion, endorserId, version),
  part: (part) => keys.earlierEndorsementPart(claimId, evidenceVersion, endorserId, version, part),
})

/** Parts of the earlier version that the next one has no use for. */
export const removeSurplusParts = (from: Endorsement, kept: number): readonly TransactItem[] =>
  Array.from({ length: countParts(newest(from), from) }, (_, index) => index + 1)
    .filter((part) => part > kept)
    .map((part) => remove(keys.endorsementPart(from.claimId, from.evidenceVersion, from.endorserId, part)))

/** Holds a claim still, or opens it again. */
export function guardItem(guard: ClaimGuard): TransactItem {
  if (guard.kind === 'reopened') return putClaim(guard.change.from, guard.change.to)
  const { id, status, evidenceVersion, round } = guard.claim
  return check(keys.claim(id), {
    ConditionExpression: '#status = :status AND evidenceVersion = :evidenceVersion AND #round = :round',
    ExpressionAttributeNames: { '#status': 'status', '#round': 'round' },
    ExpressionAttributeValues: { ':status': status, ':evidenceVersion': evidenceVersion, ':round': round },
  })
}

/** Where the words of a version are. */
export const textsKey = ({ endorserId, claimId, evidenceVersion, version }: Endorsement) =>
  keys.endorsementTexts(endorserId, claimId, evidenceVersion, version)

/** Puts the words of a version. Also when there are no words: by these items an endorser's endorsements are found when they are to be erased. */
function putTexts(endorsement: Endorsement, texts: EndorsementTexts | undefined): TransactItem | undefined {
  if (texts === undefined) return undefined
  const { comment, fix, reason, changeReason } = texts
  const { id: endorsementId, claimId } = endorsement
  const words = { comment, fix, reason, changeReason }
  return put({ ...textsKey(endorsement), entity: 'endorsement-texts', endorsementId, claimId, ...words }, IF_NEW)
}

const toTexts = ({ endorsementId, ...texts }: z.infer<typeof TextsSchema>): readonly [Id, EndorsementTexts] => [
  endorsementId,
  texts,
]
