import type { ChangeChallenge, CreateChallenge } from '../../schemas/challenge.ts'
import {
  type Challenge,
  changeChallenge as decideChange,
  createChallenge as decideNew,
  findNeighbourErrors,
} from '../domain/challenge/challenge.ts'
import type { CommunityEvent } from '../domain/community/community-event.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { FieldError, Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { staleUnlessMatched, type VersionCondition } from '../http/if-match.ts'
import type { ChallengeStore } from '../ports/challenge-store.ts'
import type { Now } from '../ports/clock.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey } from '../ports/written.ts'

export interface WriteChallengeDeps {
  readonly challenges: Pick<ChallengeStore, 'create' | 'load' | 'loadMany' | 'change'>
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

/** Who asks for a change in which community. */
export interface ChallengeInput<Request> {
  readonly community: Slug
  readonly request: Request
  /** The member who acts; absent when a key of the community does. */
  readonly actorId: Id | undefined
}

/** Makes a challenge. Its neighbours must be challenges of the same community. */
export async function createChallenge(
  deps: WriteChallengeDeps,
  { community, request, actorId }: ChallengeInput<CreateChallenge>,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<Challenge, Refusal>> {
  const errors = await neighbourErrors(deps, community, request.neighbours)
  if (errors.length > 0) return err({ code: 'invalid_request', errors })
  const challenge = decideNew(deps.random.id(), community, request, deps.now())
  const event = toEvent(deps, 'challenge.created', challenge, actorId)
  const created = await deps.challenges.create(challenge, event, idempotency)
  if (!created.ok) return created
  if (created.value.kind === 'written') return ok(challenge)
  const earlier = await deps.challenges.load(created.value.id)
  if (!earlier) throw new Error(`challenge ${created.value.id} was made and is gone`)
  return ok(earlier)
}

/** Changes what the request names. Endorsements keep the facts they were given with. */
export async function changeChallenge(
  deps: WriteChallengeDeps,
  challengeId: Id,
  { community, request, actorId }: ChallengeInput<ChangeChallenge>,
  ifMatch: VersionCondition,
): Promise<Result<Challenge, Refusal>> {
  const challenge = await deps.challenges.load(challengeId)
  if (challenge?.community !== community) return err({ code: 'challenge_not_found' })
  const stale = staleUnlessMatched(ifMatch, challenge.version)
  if (stale) return err(stale)
  const errors = await neighbourErrors(deps, community, request.neighbours, challengeId)
  if (errors.length > 0) return err({ code: 'invalid_request', errors })
  const changed = decideChange(challenge, request, deps.now())
  const stored = await deps.challenges.change(challenge, changed, toEvent(deps, 'challenge.changed', changed, actorId))
  return stored.ok ? ok(changed) : stored
}

async function neighbourErrors(
  { challenges }: WriteChallengeDeps,
  community: Slug,
  neighbours: readonly Id[] | undefined,
  own?: Id,
): Promise<readonly FieldError[]> {
  if (neighbours === undefined || neighbours.length === 0) return []
  const found = await challenges.loadMany(neighbours)
  const known = new Set(found.filter((one) => one.community === community).map(({ id }) => id))
  return findNeighbourErrors(neighbours, known, own)
}

const toEvent = (
  { random }: WriteChallengeDeps,
  type: CommunityEvent['type'],
  { id, community, changedAt }: Challenge,
  actorId: Id | undefined,
): CommunityEvent => ({
  id: random.id(),
  type,
  at: changedAt,
  community,
  ...(actorId === undefined ? {} : { actorId }),
  data: { challengeId: id },
})
