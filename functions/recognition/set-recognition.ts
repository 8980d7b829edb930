import { publishAttainment, thanksDraft } from '../domain/attainment/attainment-achievement.ts'
import { quarterOf } from '../domain/recognition/quarter.ts'
import { type Recognition, thanksDue } from '../domain/recognition/recognition.ts'
import type { Digests, Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { RecognitionStore } from '../ports/recognition-store.ts'

export interface SetRecognitionDeps {
  readonly recognitions: Pick<RecognitionStore, 'load' | 'loadThanks' | 'write'>
  readonly communities: Pick<CommunityStore, 'load'>
  readonly random: Pick<Randomness, 'id'>
  readonly digests: Digests
  readonly now: Now
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
}

/**
 * Notes whether a member wants to be thanked. Who opts in is looked at when the quarter ends; of who opts out, what was counted
 * this quarter is deleted. Saying the same again changes nothing.
 */
export async function setRecognition(
  deps: SetRecognitionDeps,
  community: Slug,
  memberId: Id,
  optIn: boolean,
): Promise<Result<Recognition, Refusal>> {
  const { recognitions, communities, now, publicUrl } = deps
  const [earlier, thanks, home] = await Promise.all([
    recognitions.load(memberId),
    recognitions.loadThanks(community),
    communities.load(community),
  ])
  if (earlier?.optedIn === optIn) return ok(earlier)
  if (home?.baseUrl !== publicUrl)
    return err({ code: 'base_url_changed', detail: `The community was created under ${home?.baseUrl}.` })
  const at = now()
  const first = optIn && thanks === undefined ? publishThanks(deps, community) : undefined
  const achievementId = thanks ?? first?.achievement.id
  const to: Recognition = {
    memberId,
    community,
    optedIn: optIn,
    since: at,
    ...(achievementId === undefined ? {} : { achievementId }),
    version: (earlier?.version ?? 0) + 1,
  }
  const written = await recognitions.write(
    to,
    optIn ? { chosen: true, thanks: first, due: thanksDue(memberId, at) } : { chosen: true, forgets: quarterOf(at) },
  )
  return written.ok ? ok(to) : written
}

const publishThanks = ({ random, now, digests }: SetRecognitionDeps, community: Slug) =>
  publishAttainment({ id: random.id(), community, attainment: 'careful-reviewing' }, thanksDraft(), now(), digests)
