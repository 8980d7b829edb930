import { z } from 'zod'
import type { Challenge } from '../../domain/challenge/challenge.ts'
import { hasWorkedOn } from '../../domain/challenge/challenge-standing.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, ok } from '../../domain/shared/result.ts'
import type { ChallengeStore } from '../../ports/challenge-store.ts'
import { ChallengeStandingSchema, pointToParticipant, updateStanding } from './challenge-standing-items.ts'
import { putCommunityEvent } from './community-events.ts'
import { writeOnce } from './idempotency.ts'
import { keys, ranges } from './keys.ts'
import { loadPointedPage, toPointer } from './pointers.ts'
import { loadBatch, loadItem, parseItem } from './reads.ts'
import { putPooled } from './reviewer-pool.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { transact } from './transact.ts'
import { IF_NEW, type Item, ifVersion, put } from './writes.ts'

const ChallengeSchema = z
  .object({
    challengeId: z.string(),
    community: stored.slug,
    name: z.string(),
    description: z.string().optional(),
    language: z.string().optional(),
    neighbours: z.array(z.string()),
    createdAt: stored.instant,
    changedAt: stored.instant,
    version: stored.version,
  })
  .transform(({ challengeId, ...rest }): Challenge => ({ id: challengeId, ...rest }))

const STALE: Refusal = { code: 'stale', detail: 'The challenge changed meanwhile; read it again.' }

/**
 * Challenges in DynamoDB. How a member stands with one lies with the member; the challenge only points at them.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoChallengeStore = (deps: StoreDeps): ChallengeStore => ({
  create: (challenge, event, idempotency) =>
    writeOnce(deps, {
      id: challenge.id,
      idempotency,
      items: {
        challenge: put(toItem(challenge), IF_NEW),
        listed: put(
          toPointer(keys.communityChallenge(challenge.community, challenge.id), 'community-challenge', challenge.id),
          IF_NEW,
        ),
        event: putCommunityEvent(event),
      },
      refuse: () => {
        throw new Error(`the id of the new challenge ${challenge.id} is already taken`)
      },
    }),
  load: (id) => loadItem(deps, keys.challenge(id), ChallengeSchema),
  async loadMany(ids) {
    const items = await loadBatch(deps, [...new Set(ids)].map(keys.challenge))
    return items.map((item) => parseItem(ChallengeSchema, item))
  },
  async change(from, to, event) {
    const failed = await transact(deps, {
      challenge: put(toItem(to), ifVersion(from.version)),
      event: putCommunityEvent(event),
    })
    return failed ? err(STALE) : ok(undefined)
  },
  list: (community, page) =>
    loadPointedPage(
      deps,
      {
        name: `challenges/${community}`,
        range: ranges.communityChallenges(community),
        keyOf: keys.challenge,
        parse: (item) => parseItem(ChallengeSchema, item),
        idOf: ({ id }) => id,
      },
      page,
    ),
  async recordParticipation({ memberId, challengeId, recordedAt }, event) {
    const first = updateStanding(memberId, challengeId, ', recordedAt = :recordedAt', { ':recordedAt': recordedAt })
    // A condition that fails means that it is on record already.
    await transact(deps, {
      standing: {
        Update: first.Update && { ...first.Update, ConditionExpression: 'attribute_not_exists(recordedAt)' },
      },
      participant: pointToParticipant(challengeId, memberId),
      pooled: putPooled(event.community, `challenge:${challengeId}`, memberId, recordedAt),
      event: putCommunityEvent(event),
    })
  },
  loadStanding: (memberId, challengeId) =>
    loadItem(deps, keys.challengeStanding(memberId, challengeId), ChallengeStandingSchema),
  async listParticipants(challengeId, page) {
    const standings = await loadPointedPage(
      deps,
      {
        name: `participants/${challengeId}`,
        range: ranges.participants(challengeId),
        keyOf: (memberId) => keys.challengeStanding(memberId, challengeId),
        parse: (item) => parseItem(ChallengeStandingSchema, item),
        idOf: ({ memberId }) => memberId,
      },
      page,
    )
    return standings.ok ? ok({ ...standings.value, items: standings.value.items.filter(hasWorkedOn) }) : standings
  },
})

const toItem = ({ id, ...rest }: Challenge): Item => ({
  ...keys.challenge(id),
  entity: 'challenge',
  challengeId: id,
  ...rest,
})
