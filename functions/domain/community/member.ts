import type { Identifier, OidcSubject, Role } from '../../../schemas/member.ts'
import type { Id, Slug } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

export type { OidcSubject, Role }

/** A person in one community. */
export interface Member {
  readonly id: Id
  readonly community: Slug
  readonly externalId?: string | undefined
  readonly name: string
  readonly role: Role
  readonly circles: readonly string[]
  readonly identifiers: readonly Identifier[]
  /** BCP 47 tags, best first; none means that all are read. */
  readonly languages: readonly string[]
  readonly skills: readonly string[]
  /** Who they are to the community: the member who first had an identifier of theirs. Absent: they themselves. */
  readonly person?: Id | undefined
  readonly oidc?: OidcSubject | undefined
  readonly joinedAt: Instant
  readonly version: number
}

/** Who a member is to the community: the same for all accounts that share an identifier. */
export const personOf = ({ id, person = id }: Pick<Member, 'id' | 'person'>): Id => person
