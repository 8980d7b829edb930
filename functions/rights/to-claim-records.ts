import type { PersonalRecord } from '../../schemas/rights.ts'
import type { StatusChange } from '../domain/status/credential-status.ts'
import type { Received, ToldClaim, ToldObjection } from './load-told-claim.ts'
import { toldEvents } from './told-events.ts'

/** A claim of thousands goes on in further records, each well below what fits on a page. */
const PART_BYTES = 250_000

/** A claim of a learner with its history and what was said of it; the parts that do not fit follow as `claim-continued`. */
export function toClaimRecords(told: ToldClaim): readonly PersonalRecord[] {
  const { learnerId: _self, salt: _salt, version: _version, ...claim } = told.claim
  const events = inParts(toldEvents(told))
  const received = inParts(told.received.map(toReceived))
  const isWithheld = told.isSealed(told.claim.evidenceVersion)
  const further = Math.max(events.length, received.length)
  return [
    {
      kind: 'claim',
      ...claim,
      events: events[0] ?? [],
      received: received[0] ?? [],
      ...(isWithheld ? { receivedWithheld: true } : {}),
      ...(told.reviewRequests.length === 0 ? {} : { reviewRequests: told.reviewRequests.map(toReviewRequest) }),
      ...(told.objections.length === 0 ? {} : { objections: told.objections.map(toObjection) }),
      ...(told.statusChanges.length === 0 ? {} : { statusChanges: told.statusChanges.map(toStatusChange) }),
    },
    ...Array.from({ length: Math.max(0, further - 1) }, (_, index) => ({
      kind: 'claim-continued',
      claim: claim.id,
      events: events[index + 1] ?? [],
      received: received[index + 1] ?? [],
    })),
  ]
}

/** Splits a list into parts that are small enough, one of them at least for each that is large by itself. */
function inParts<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const parts: Item[][] = []
  let bytes = 0
  for (const item of items) {
    const size = new TextEncoder().encode(JSON.stringify(item)).length
    const current = parts.at(-1)
    if (current === undefined || bytes + size > PART_BYTES) {
      parts.push([item])
      bytes = size
    } else {
      current.push(item)
      bytes += size
    }
  }
  return parts
}

function toReceived({ endorsement, texts, isNamed }: Received) {
  const { id, endorserId, evidenceVersion, version, state, verdict, ratings, criterion, relationship } = endorsement
  return {
    id,
    ...(isNamed ? { endorser: endorserId } : {}),
    evidenceVersion,
    version,
    state,
    verdict,
    ratings,
    ...(criterion === undefined ? {} : { criterion }),
    // It may tell who they are.
    ...(relationship === undefined || !isNamed ? {} : { relationship }),
    ...texts,
    changedAt: endorsement.changedAt,
  }
}

/** Who was asked is not told, but how far each is, and why they declined. */
const toReviewRequest = ({ request, assignments }: ToldClaim['reviewRequests'][number]) => ({
  id: request.id,
  source: request.source,
  state: request.state,
  wanted: request.wanted,
  askedAt: request.askedAt,
  peers: assignments.map(({ drawn, state, offeredAt, endedAt, declineReason }) => ({
    drawn,
    state,
    offeredAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(declineReason === undefined ? {} : { declineReason }),
  })),
})

/** Who objected or voted is never told; how the panel voted, once it is settled. */
function toObjection({ objection, votes, words }: ToldObjection) {
  const { id, kind, status, raisedAt, objectors, seats, settlement } = objection
  return {
    id,
    kind,
    status,
    raisedAt,
    reasons: objectors.map(({ memberId, at, grounds }) => ({
      at,
      ...(grounds === undefined ? {} : { grounds }),
      ...wordsOf(words.reasons.get(memberId)),
    })),
    ...(settlement === undefined
      ? {}
      : {
          settlement,
          votes: seats.flatMap(({ memberId }) => {
            const vote = votes.get(memberId)
            return vote === undefined ? [] : [{ vote, ...wordsOf(words.votes.get(memberId)) }]
          }),
        }),
  }
}

const wordsOf = (reason: string | undefined) => (reason === undefined ? {} : { reason })

const toStatusChange = ({ status, reason, at, by }: StatusChange) => ({
  status,
  reason,
  at,
  ...(by === undefined ? {} : { by }),
})
