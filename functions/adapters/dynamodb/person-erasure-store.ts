import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { err, ok } from '../../domain/shared/result.ts'
import type { ErasedMember, PersonErasureStore } from '../../ports/person-erasure-store.ts'
import { toDueItem } from './due-items.ts'
import { keys, ranges } from './keys.ts'
import { giveUpIdentifiers } from './person-identifiers.ts'
import { loadItem, loadRange } from './reads.ts'
import { removeRange } from './remove-range.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { leavePool, removePoolEntries } from './reviewer-pool.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { transact } from './transact.ts'
import { ifNewOrSame, ifVersion, put, remove } from './writes.ts'

const ErasedMemberSchema = z
  .object({ community: stored.slug, erasedAt: stored.instant, doneAt: stored.instant.optional() })
  .transform((item): ErasedMember => item)

const DidSchema = z.object({ did: z.string(), community: stored.slug })

const ChallengeIdSchema = z.object({ challengeId: z.string() }).transform(({ challengeId }) => challengeId)

/**
 * Erasure of a member in DynamoDB. What stays under their key is one item that says since when they are gone, so that whoever
 * was stopped half-way, or asks again, knows.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoPersonErasureStore = (deps: StoreDeps): PersonErasureStore => {
  const load = (memberId: string) => loadItem(deps, keys.erasedMember(memberId), ErasedMemberSchema)
  return {
    load,
    async begin(member, erasedAt, due) {
      const { id, community, externalId, oidc } = member
      const theirs = ifNewOrSame('targetId', id)
      const failed = await transact(deps, {
        member: remove(keys.member(id), ifVersion(member.version)),
        listed: remove(keys.communityMember(community, id)),
        externalId: externalId === undefined ? undefined : remove(keys.externalId(community, externalId), theirs),
        pools: removePoolEntries(member),
        oidc: oidc && remove(keys.oidc(community, oidc), theirs),
        identifiers: await giveUpIdentifiers(deps, member),
        erased: put({ ...keys.erasedMember(id), entity: 'erased-member', community, erasedAt }),
        due: put(toDueItem(due, deps.now())),
      })
      if (failed === undefined) return ok(undefined)
      return err({ code: 'stale', detail: 'The member changed meanwhile; send the request again.' })
    },
    async removeRest(memberId) {
      const erased = await load(memberId)
      if (!erased) throw new Error(`member ${memberId} is not being erased`)
      // What leads to them from elsewhere goes before what it is found by.
      const workedOn = await loadRange(deps, ranges.challengeStandings(memberId), ChallengeIdSchema)
      const assessed = await loadRange(deps, ranges.licences(memberId), ChallengeIdSchema)
      for (const challengeId of new Set([...workedOn, ...assessed]))
        await transact(deps, {
          participant: remove(keys.participant(challengeId, memberId)),
          pooled: leavePool(erased.community, `challenge:${challengeId}`, memberId),
          licensed: leavePool(erased.community, `licence:${challengeId}`, memberId),
        })
      for (const { did, community } of await loadRange(deps, ranges.memberDids(memberId), DidSchema))
        await transact(deps, { owner: remove(keys.didOwner(community, did), ifNewOrSame('targetId', memberId)) })
      const { sk } = keys.erasedMember(memberId)
      await removeRange(deps, ranges.own(memberId), (key) => key.sk !== sk)
    },
    async finish(memberId, doneAt) {
      const erased = await load(memberId)
      if (!erased) throw new Error(`member ${memberId} is not being erased`)
      const Item = { ...keys.erasedMember(memberId), entity: 'erased-member', ...erased, doneAt }
      await retryConflicts(() => deps.client.send(new PutCommand({ TableName: deps.tableName, Item })), deps.retry)
    },
  }
}
