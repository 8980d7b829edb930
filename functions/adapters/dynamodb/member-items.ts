import { z } from 'zod'
import { IdentifierSchema, OidcSubjectSchema, RoleSchema } from '../../../schemas/member.ts'
import type { Member } from '../../domain/community/member.ts'
import type { Id } from '../../domain/shared/ids.ts'
import { keys } from './keys.ts'
import { stored } from './stored-fields.ts'
import type { Item } from './writes.ts'

/** A stored member. */
export const MemberItemSchema = z
  .object({
    memberId: z.string(),
    community: stored.slug,
    externalId: z.string().optional(),
    name: z.string(),
    role: RoleSchema,
    circles: z.array(z.string()),
    identifiers: z.array(IdentifierSchema),
    languages: z.array(z.string()).default([]),
    skills: z.array(z.string()).default([]),
    person: z.string().optional(),
    oidc: OidcSubjectSchema.optional(),
    joinedAt: stored.instant,
    version: stored.version,
  })
  .transform(({ memberId, ...rest }): Member => ({ id: memberId, ...rest }))

/** A member as stored. */
export const toMemberItem = ({ id, ...rest }: Member): Item => ({
  ...keys.member(id),
  entity: 'member',
  memberId: id,
  ...rest,
})

/** One unrevoked badge among a member's holdings. */
export const toHolding = (achievementId: Id, credentialId: Id): string => `${achievementId}#${credentialId}`

/** The achievements a member holds an unrevoked badge for, each once, sorted. */
export const HoldingsSchema = z
  .object({ holdings: z.set(z.string()).optional() })
  .transform(({ holdings = new Set<string>() }): readonly Id[] => [
    ...new Set([...holdings].sort().map((holding) => holding.slice(0, holding.indexOf('#')))),
  ])
