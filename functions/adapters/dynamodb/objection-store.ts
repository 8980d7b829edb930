import { z } from 'zod'
import type { Objection } from '../../domain/dispute/objection.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, ok } from '../../domain/shared/result.ts'
import type { ObjectionStore } from '../../ports/objection-store.ts'
import { sha256Digests } from '../digests/sha256.ts'
import { loadCandidates } from './candidates.ts'
import { compress, decompress } from './chunks.ts'
import { changeUniqueness, putClaim, putEvent } from './claim-items.ts'
import { toDueItem } from './due-items.ts'
import { guardItem } from './endorsement-store.ts'
import { writeOnce } from './idempotency.ts'
import { type Key, keys, ranges } from './keys.ts'
import { rememberNeighbours } from './known-neighbours.ts'
import {
  ObjectionItemSchema,
  putNewObjection,
  putObjection,
  SeatItemSchema,
  VoteItemSchema,
  WordsSchema,
} from './objection-items.ts'
import { loadPage } from './pages.ts'
import { PointedIdSchema, toPointer } from './pointers.ts'
import { loadBatch, loadItem, loadRange, parseItem, rangeQuery } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { transact } from './transact.ts'
import { IF_NEW, put } from './writes.ts'

const STALE: Refusal = { code: 'stale', detail: 'The objection or its claim changed meanwhile; read them again.' }
const CLAIM_EXISTS: Refusal = { code: 'claim_exists', detail: 'The learner has opened another claim since.' }

const OutcomeSchema = z
  .object({ bytes: stored.bytes, digest: z.string() })
  .transform(({ bytes, digest }) => ({ text: decompress(bytes), digest }))

/** `E#<evidence version>#<endorser>`, and its parts behind that. */
const JudgeKeySchema = z.object({ sk: z.string() }).transform(({ sk }): Id => sk.split('#')[2] ?? '')

/**
 * Objections in DynamoDB: each in the partition of its claim, with its votes; words and places on panels with the members they
 * belong to. What is signed of it has a partition of its own.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export function dynamoObjectionStore(deps: StoreDeps): ObjectionStore {
  const neighboursOf = rememberNeighbours(deps)
  return {
    raise: ({ change, event, objection, reason, due }, idempotency) =>
      writeOnce(deps, {
        id: objection.id,
        idempotency,
        items: {
          claim: putClaim(change.from, change.to),
          event: putEvent(event),
          objection: putNewObjection(objection),
          pointer: put(toPointer(keys.objectionPointer(objection.id), 'objection-pointer', objection.claimId), IF_NEW),
          words: objection.objectors.map(({ memberId }) => putReason(objection, memberId, reason)),
          uniqueness: changeUniqueness(change.from, change.uniqueness),
          due: put(toDueItem(due, deps.now())),
        },
        refuse: (failed) => err(failed.claim === undefined && failed.uniqueness ? CLAIM_EXISTS : STALE),
      }),
    join: ({ from, to, event }, claim, memberId, reason, idempotency) =>
      writeOnce(deps, {
        id: to.id,
        idempotency,
        items: {
          objection: putObjection(from, to),
          claim: guardItem({ kind: 'unchanged', claim }),
          words: putReason(to, memberId, reason),
          event: putEvent(event),
        },
        refuse: () => err(STALE),
      }),
    async seat({ from, to, event }) {
      const failed = await transact(deps, {
        objection: putObjection(from, to),
        seats: to.seats.filter(({ draw }) => draw === to.draws.length).map((seat) => putSeat(to, seat.memberId)),
        event: putEvent(event),
      })
      return failed === undefined ? ok(undefined) : err(STALE)
    },
    vote: ({ from, to, event }, { memberId, vote, reason }, idempotency) =>
      writeOnce(deps, {
        id: to.id,
        idempotency,
        items: {
          objection: putObjection(from, to),
          // Who declines has not voted.
          vote:
            vote === 'decline'
              ? undefined
              : put(
                  { ...keys.objectionVote(to.claimId, to.id, memberId), entity: 'objection-vote', memberId, vote },
                  IF_NEW,
                ),
          words: put(
            {
              ...keys.voteReason(memberId, to.id),
              entity: 'vote-reason',
              objectionId: to.id,
              claimId: to.claimId,
              vote,
              reason,
            },
            IF_NEW,
          ),
          event: putEvent(event),
        },
        refuse: () => err(STALE),
      }),
    async settle({ from, to, event, claim, outcomeText }) {
      const failed = await transact(
        deps,
        {
          objection: putObjection(from, to),
          event: putEvent(event),
          claim: claim && putClaim(claim.change.from, claim.change.to),
          moved: claim && putEvent(claim.event),
          uniqueness: claim && changeUniqueness(claim.change.from, claim.change.uniqueness),
          outcome: put(
            {
              ...keys.disputeOutcome(to.id),
              entity: 'dispute-outcome',
              claimId: to.claimId,
              bytes: compress(outcomeText),
              digest: sha256Digests.sha256Base64Url(outcomeText),
            },
            IF_NEW,
          ),
        },
        'uniqueness',
      )
      return failed === undefined ? ok(undefined) : err(STALE)
    },
    load: (claimId, id) => loadItem(deps, keys.objection(claimId, id), ObjectionItemSchema),
    locate: (id) => loadItem(deps, keys.objectionPointer(id), PointedIdSchema),
    loadAll: (claimId) => loadRange(deps, ranges.objections(claimId), ObjectionItemSchema),
    list: (claimId, page) =>
      loadPage(
        deps,
        {
          name: `objections/${claimId}`,
          query: rangeQuery(ranges.objections(claimId)),
          startAfter: (id) => ({ ...keys.objection(claimId, id) }),
          parse: (item) => parseItem(ObjectionItemSchema, item),
          idOf: ({ id }) => id,
        },
        page,
      ),
    loadVotes: async ({ claimId, id }) =>
      new Map(await loadRange(deps, ranges.objectionVotes(claimId, id), VoteItemSchema)),
    loadWords: (objection) => loadWords(deps, objection),
    loadOutcome: (id) => loadItem(deps, keys.disputeOutcome(id), OutcomeSchema),
    listSeats: (memberId, page) =>
      loadPage(
        deps,
        {
          name: `panels/${memberId}`,
          query: rangeQuery(ranges.panelSeats(memberId)),
          startAfter: (id) => ({ ...keys.panelSeat(memberId, id) }),
          parse: (item) => parseItem(SeatItemSchema, item),
          idOf: ({ objectionId }) => objectionId,
        },
        page,
      ),
    loadMemberIds: (community) => loadRange(deps, ranges.communityMembers(community), PointedIdSchema, 'targetId'),
    loadCandidates: (claim, ids, objectors) => loadCandidates(deps, neighboursOf, claim, ids, objectors),
    loadJudges: async (claimId) => [
      ...new Set(await loadRange(deps, ranges.allEndorsements(claimId), JudgeKeySchema, 'sk')),
    ],
  }
}

const putReason = ({ id, claimId }: Objection, memberId: Id, reason: string) =>
  put({ ...keys.objectionReason(memberId, id), entity: 'objection-reason', objectionId: id, claimId, reason }, IF_NEW)

const putSeat = ({ id, claimId, kind, draws }: Objection, memberId: Id) =>
  put({
    ...keys.panelSeat(memberId, id),
    entity: 'panel-seat',
    objectionId: id,
    claimId,
    kind,
    drawnAt: draws.at(-1)?.at,
  })

async function loadWords(deps: StoreDeps, { id, objectors, seats }: Objection) {
  const wanted = [
    ...objectors.map(({ memberId }) => keys.objectionReason(memberId, id)),
    ...seats.map(({ memberId }) => keys.voteReason(memberId, id)),
  ]
  const items = (await loadBatch(deps, wanted)).map((item) => parseItem(WordsSchema, item))
  const reasonAt = ({ pk, sk }: Key) => items.find((item) => item.pk === pk && item.sk === sk)?.reason
  const byMember = (members: readonly { readonly memberId: Id }[], keyOf: (memberId: Id) => Key) =>
    new Map(
      members.flatMap(({ memberId }): readonly (readonly [Id, string])[] => {
        const reason = reasonAt(keyOf(memberId))
        return reason === undefined ? [] : [[memberId, reason]]
      }),
    )
  return {
    reasons: byMember(objectors, (memberId) => keys.objectionReason(memberId, id)),
    votes: byMember(seats, (memberId) => keys.voteReason(memberId, id)),
  }
}
