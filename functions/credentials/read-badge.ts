import { type OpenBadgeCredential, OpenBadgeCredentialSchema } from '../../schemas/open-badges.ts'
import { endorsersResultId } from '../domain/credential/to-achievement.ts'
import type { LostSupport } from '../domain/endorsement/claim.ts'
import type { Instant } from '../domain/shared/instant.ts'
import { toEpochMilliseconds } from '../domain/shared/instant.ts'
import type { StoredCredential } from '../ports/credential-store.ts'

/** How a badge stands now. */
export type Standing =
  | { readonly kind: 'valid' }
  | {
      readonly kind: 'suspended' | 'revoked'
      readonly at?: Instant | undefined
      readonly reason?: string | undefined
      /** Set when the rule of the badge did it by itself. */
      readonly by?: 'rule' | undefined
    }
  | { readonly kind: 'expired'; readonly at: string }

/** A rating the badge states for one criterion. */
interface StatedLevel {
  readonly criterion: string
  readonly level: string
  readonly requiredLevel?: string | undefined
}

/** A badge as its page needs it; all of it comes from the signed bytes and their status. */
export interface Badge {
  readonly credential: OpenBadgeCredential
  readonly standing: Standing
  /** How many endorsements counted and how many the rule needs, as the badge states them. */
  readonly counted?: string | undefined
  readonly required?: string | undefined
  readonly levels: readonly StatedLevel[]
  /** Set while the endorsements that stand do not meet its rule any more. */
  readonly support?: LostSupport | undefined
}

/** Reads a stored badge. Bytes that are no badge are a fault. */
export function readBadge(stored: StoredCredential, now: Instant): Badge {
  const credential = OpenBadgeCredentialSchema.parse(JSON.parse(stored.text))
  const { achievement, result = [] } = credential.credentialSubject
  const descriptions = achievement.resultDescription ?? []
  const endorsersId = endorsersResultId(achievement.id)
  return {
    credential,
    ...(stored.support === undefined ? {} : { support: stored.support }),
    standing: standingOf(stored, credential.validUntil, now),
    counted: result.find(({ resultDescription }) => resultDescription === endorsersId)?.value,
    required: descriptions.find(({ id }) => id === endorsersId)?.requiredValue,
    levels: result.flatMap(({ resultDescription, achievedLevel }) => {
      const description = descriptions.find(({ id }) => id === resultDescription)
      const named = (levelId: string | undefined) =>
        description?.rubricCriterionLevel?.find(({ id }) => id === levelId)?.name
      const level = named(achievedLevel)
      return description && level !== undefined
        ? [{ criterion: description.name, level, requiredLevel: named(description.requiredLevel) }]
        : []
    }),
  }
}

/** How a stored badge stands; its end date is in the signed bytes. A revoked badge is revoked, expired or not. */
export function standingOf(stored: StoredCredential, validUntil: string | undefined, now: Instant): Standing {
  const { status, statusChangedAt, statusReason, statusBy } = stored
  if (status !== 'valid') return { kind: status, at: statusChangedAt, reason: statusReason, by: statusBy }
  return validUntil !== undefined && Date.parse(validUntil) < toEpochMilliseconds(now)
    ? { kind: 'expired', at: validUntil }
    : { kind: 'valid' }
}
