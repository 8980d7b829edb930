import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { DidChallenge, ProvenDid } from '../../domain/community/proven-did.ts'
import { toEpochSeconds } from '../../domain/shared/instant.ts'
import { err, ok } from '../../domain/shared/result.ts'
import type { DidStore } from '../../ports/did-store.ts'
import { idempotencyRecordKey, toEarlierWrite, writeOnce } from './idempotency.ts'
import { keys, ranges } from './keys.ts'
import { toPointer } from './pointers.ts'
import { loadBatch, loadItem, loadRange, parseItem } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { TTL_ATTRIBUTE } from './table.ts'
import { transact } from './transact.ts'
import { ifNewOrSame, put, remove } from './writes.ts'

const ProvenSchema = z
  .object({ community: stored.slug, memberId: z.string(), did: stored.did, provenAt: stored.instant })
  .transform((item): ProvenDid => item)

const ChallengeSchema = z
  .object({
    challenge: z.string(),
    community: stored.slug,
    memberId: z.string(),
    did: stored.did,
    expiresAt: stored.instant,
  })
  .transform((item): DidChallenge => item)

/**
 * Proven DIDs in DynamoDB. Each is an item of its own in the community, so that one member holds it; a challenge is deleted
 * in the transaction that answers it, so that it answers once.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoDidStore = (deps: StoreDeps): DidStore => ({
  async putChallenge(challenge) {
    const Item = {
      ...keys.didChallenge(challenge.memberId, challenge.challenge),
      entity: 'did-challenge',
      ...challenge,
      [TTL_ATTRIBUTE]: toEpochSeconds(challenge.expiresAt),
    }
    await retryConflicts(() => deps.client.send(new PutCommand({ TableName: deps.tableName, Item })), deps.retry)
  },
  async readForProving(memberId, challenge, idempotency) {
    const wanted = keys.didChallenge(memberId, challenge)
    const recordKey = idempotency && idempotencyRecordKey(idempotency)
    const items = await loadBatch(deps, [wanted, ...(recordKey ? [recordKey] : [])])
    const found = items.find(({ sk }) => sk === wanted.sk)
    const record = items.find(({ pk }) => pk === recordKey?.pk)
    const earlier = record && toEarlierWrite(deps, record)
    return { challenge: found && parseItem(ChallengeSchema, found), ...(earlier ? { earlier } : {}) }
  },
  prove: ({ challenge }, proven, idempotency) => {
    const { community, memberId, did } = proven
    return writeOnce(deps, {
      id: did,
      idempotency,
      items: {
        challenge: remove(keys.didChallenge(memberId, challenge), {
          ConditionExpression: 'did = :did AND expiresAt > :now',
          ExpressionAttributeValues: { ':did': did, ':now': proven.provenAt },
        }),
        owner: put(toPointer(keys.didOwner(community, did), 'did-owner', memberId), ifNewOrSame('targetId', memberId)),
        proven: put({ ...keys.memberDid(memberId, did), entity: 'member-did', ...proven }),
      },
      refuse: ({ owner }) =>
        err(
          owner
            ? { code: 'did_taken', detail: 'Another member of the community has proven this DID.' }
            : { code: 'challenge_unknown', detail: 'The challenge was used or is over; ask for another.' },
        ),
    })
  },
  load: (memberId, did) => loadItem(deps, keys.memberDid(memberId, did), ProvenSchema),
  list: (memberId) => loadRange(deps, ranges.memberDids(memberId), ProvenSchema),
  async remove({ community, memberId, did }) {
    const failed = await transact(deps, {
      proven: remove(keys.memberDid(memberId, did), { ConditionExpression: 'attribute_exists(pk)' }),
      owner: remove(keys.didOwner(community, did), ifNewOrSame('targetId', memberId)),
    })
    return failed ? err({ code: 'did_not_found' }) : ok(undefined)
  },
})
