import type { Evidence } from '../../../schemas/open-badges/parts.ts'
import type { AchievementVersion } from '../achievement/achievement.ts'
import type { Community } from '../community/community.ts'
import { toAchievement } from '../credential/to-achievement.ts'
import { toProfile } from '../credential/to-profile.ts'
import type { FieldError } from '../shared/refusal.ts'
import type { Claim } from './claim.ts'

/** The ids of everything that a badge itself speaks of, apart from its endorsements. */
export type BadgeIds = ReadonlySet<string>

/** The ids that the badge of a claim will hold, beside those under the base URL. */
export function idsOfBadge(
  claim: Claim,
  achievement: AchievementVersion,
  community: Community,
  evidence: readonly Pick<Evidence, 'id'>[],
): BadgeIds {
  const parts = [toAchievement(achievement, community), toProfile(community), evidence]
  return new Set([claim.subjectId, ...parts.flatMap((part) => [...listIds(part)].map(([, id]) => id))])
}

/** What of the badge an endorsement names, each only in its own place. */
export interface NamedByEndorsement {
  /** The badge, as `credentialSubject`. */
  readonly target: string
  /** The evidence version that was judged, as `evidence` and `relatedResource`. */
  readonly evidence: string
}

/**
 * The ids in a finished endorsement under which something of the badge would blend with something of the endorsement: in
 * JSON-LD two things of one id are one thing.
 *
 * @param baseUrl  Nothing else under it may be named: the badge is free to use such ids.
 */
export function findBlendingIds(
  credential: unknown,
  badgeIds: BadgeIds,
  baseUrl: string,
  { target, evidence }: NamedByEndorsement,
): readonly FieldError[] {
  return [...listIds(credential)].flatMap(([pointer, id]) => {
    if (id === target && pointer === '/credentialSubject/id') return []
    if (id === evidence && /^\/(evidence|relatedResource)\/\d+\/id$/.test(pointer)) return []
    if (!badgeIds.has(id) && !isOfService(id, baseUrl)) return []
    return [{ pointer: `/credential${pointer}`, detail: 'END-08: is an id that the badge itself uses' }]
  })
}

/** Whether an address is the base URL or one under it, with a query or fragment or without. */
const isOfService = (id: string, baseUrl: string): boolean =>
  id.startsWith(baseUrl) && ['', '/', '?', '#'].includes(id.charAt(baseUrl.length))

/** Every `id` anywhere in a document, with the JSON Pointer to it. */
function* listIds(value: unknown, path = ''): Generator<readonly [string, string]> {
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) yield* listIds(entry, `${path}/${index}`)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    const pointer = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (key === 'id' && typeof member === 'string') yield [pointer, member]
    else yield* listIds(member, pointer)
  }
}
