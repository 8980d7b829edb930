import { systemNow } from '../functions/adapters/clock/system-clock.ts'
import type { Claim } from '../functions/domain/endorsement/claim.ts'
import { moveAssignment } from '../functions/domain/reviewing/assignment-transitions.ts'
import type { ReviewAssignment, ReviewRequest } from '../functions/domain/reviewing/review-request.ts'
import { toAssignmentEvent, toRequestEvent } from '../functions/domain/reviewing/to-review-event.ts'
import type { Id } from '../functions/domain/shared/ids.ts'
import { requestDue, tendReviewRequest } from '../functions/reviews/tend-review-request.ts'
import { aClaim } from '../test/support/builders.ts'
import { addPeers, type ReviewQueue, reviewDepsOf } from '../test/support/review-queue.ts'
import { unwrap } from '../test/support/store-examples.ts'
import type { Engine } from './engine.ts'
import type { Row } from './report.ts'
import type { Sizes } from './sizes.ts'
import { median, percentile, pooled, timed } from './statistics.ts'

const WANTED = 3

/**
 * Requests for three peers each, drawn over the real store among many members who answer as fast as half of their places
 * are taken. Six in ten read English, three in ten Hindi, one in ten both; of the claims 65 % are in English.
 */
export async function measureQueue(
  engine: Engine,
  { queueMembers, queueClaims, atOnce }: Sizes,
  tell: (step: string) => void,
) {
  tell(`adding ${queueMembers} members`)
  const table = await engine.openPlainTable('queue')
  const claims = new Map<Id, Claim>()
  const queue: ReviewQueue = reviewDepsOf(table, systemNow)
  const deps = { ...queue, claims: { ...queue.claims, load: async (id: Id) => claims.get(id) } }
  const peers = await addPeers(queue, queueMembers, (n) => ({
    languages: n % 10 < 6 ? ['en'] : n % 10 < 9 ? ['hi'] : ['en', 'hi'],
  }))
  const asked = new Map<Id, number>(peers.map(({ id }) => [id, 0]))
  const waiting: ReviewAssignment[] = []
  const milliseconds: number[] = []
  let short = 0
  tell(`drawing for ${queueClaims} claims`)
  await pooled(
    Array.from({ length: queueClaims }, (_, n) => n),
    atOnce,
    async (n) => {
      const learner = peers[queue.random.integer(peers.length)]
      if (!learner) throw new Error('there are members')
      const language = queue.random.integer(100) < 65 ? 'en' : 'hi'
      const claim = aClaim({ id: queue.random.id(), learnerId: learner.id, collaborators: [], language })
      claims.set(claim.id, claim)
      const request = aRequest(queue, claim, language)
      const event = toRequestEvent('review.asked', request, { id: queue.random.id(), at: request.askedAt })
      milliseconds.push(
        await timed(async () => {
          unwrap(await queue.reviews.ask({ request, event, due: requestDue(request, request.askedAt) }))
          await tendReviewRequest(deps, claim.id, 1)
        }),
      )
      const [stored] = await queue.reviews.loadRequests(claim.id)
      const drawn = stored?.asked ?? []
      short += WANTED - drawn.length
      for (const id of drawn) asked.set(id, (asked.get(id) ?? 0) + 1)
      waiting.push(...(await queue.reviews.loadAssignments(claim.id, drawn)))
      while (waiting.length > 2.5 * queueMembers) await answerOne(queue, waiting)
      if (n % 1000 === 999) tell(`${n + 1} claims`)
    },
  )
  const loads = [...asked.values()].sort((a, b) => a - b)
  const ratio = (loads.at(-1) ?? 0) / median(loads)
  const row = (what: string, value: number, unit: string, note: string): Row => ({ what, value, unit, note })
  const rows = [
    row('asks of the busiest member', loads.at(-1) ?? 0, 'asks', `median ${median(loads)}, least ${loads[0]}`),
    row('busiest member to the median', ratio, 'times', `${queueMembers} members, ${queueClaims} claims; at most 2`),
    row('places of requests not filled at once', short, 'asks', `of ${WANTED * queueClaims}`),
    row('asking and drawing, p50', median(milliseconds), 'ms', `${atOnce} at once`),
    row('asking and drawing, p95', percentile(milliseconds, 0.95), 'ms', `${atOnce} at once`),
  ]
  const growth = [`No member is asked more than ${ratio.toFixed(2)} times as often as the median one.`]
  return { rows, growth }
}

function aRequest({ random }: ReviewQueue, claim: Claim, language: string): ReviewRequest {
  return {
    id: random.id(),
    claimId: claim.id,
    community: claim.community,
    number: 1,
    source: 'learner',
    wanted: WANTED,
    named: [],
    languages: [language],
    asked: [],
    state: 'open',
    widened: [],
    askedAt: systemNow(),
    paid: 0,
    version: 1,
  }
}

/** Somebody of those who are waited for answers, whoever it is. */
async function answerOne({ reviews, random }: ReviewQueue, waiting: ReviewAssignment[]): Promise<void> {
  const [one] = waiting.splice(random.integer(waiting.length), 1)
  if (!one) return
  const at = systemNow()
  const moved = unwrap(moveAssignment(one, 'answered', 'reviewer', at))
  const event = toAssignmentEvent('review.taken', moved.to, { id: random.id(), at })
  unwrap(await reviews.move(moved, event))
}
