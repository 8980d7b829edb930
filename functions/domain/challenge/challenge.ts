import type { ChangeChallenge, CreateChallenge } from '../../../schemas/challenge.ts'
import type { Id, Slug } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { FieldError } from '../shared/refusal.ts'

/** What people work on; groups achievements and claims, and says who is a peer. */
export interface Challenge {
  readonly id: Id
  readonly community: Slug
  readonly name: string
  readonly description?: string | undefined
  /** BCP 47 tag of the language people mostly work in. */
  readonly language?: string | undefined
  /** Challenges whose workers are peers here too, sorted; it says nothing of the other direction. */
  readonly neighbours: readonly Id[]
  readonly createdAt: Instant
  readonly changedAt: Instant
  readonly version: number
}

/** A new challenge; nobody has worked on it yet. */
export const createChallenge = (
  id: Id,
  community: Slug,
  { neighbours, ...texts }: CreateChallenge,
  now: Instant,
): Challenge => ({
  id,
  community,
  ...texts,
  neighbours: distinct(neighbours),
  createdAt: now,
  changedAt: now,
  version: 1,
})

/** The challenge with what the request names changed; `null` takes a text away. */
export function changeChallenge(challenge: Challenge, request: ChangeChallenge, now: Instant): Challenge {
  const { description: earlierDescription, language: earlierLanguage, ...kept } = challenge
  const description = request.description === undefined ? earlierDescription : request.description
  const language = request.language === undefined ? earlierLanguage : request.language
  return {
    ...kept,
    name: request.name ?? challenge.name,
    ...(description ? { description } : {}),
    ...(language ? { language } : {}),
    neighbours: request.neighbours ? distinct(request.neighbours) : challenge.neighbours,
    changedAt: now,
    version: challenge.version + 1,
  }
}

const distinct = (ids: readonly Id[] = []): readonly Id[] => [...new Set(ids)].sort()

/**
 * What is wrong with the neighbours a request names.
 *
 * @param known  Challenges of the community among those named.
 * @param own  The challenge itself, once it has an id.
 */
export const findNeighbourErrors = (
  neighbours: readonly Id[] | undefined,
  known: ReadonlySet<Id>,
  own?: Id,
): readonly FieldError[] =>
  (neighbours ?? []).flatMap((id, index) => {
    if (id === own) return [{ pointer: `/neighbours/${index}`, detail: 'a challenge is no neighbour of itself' }]
    return known.has(id) ? [] : [{ pointer: `/neighbours/${index}`, detail: 'is no challenge of this community' }]
  })
