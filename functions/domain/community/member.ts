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
  readonly oidc?: OidcSubject | undefined
  readonly joinedAt: Instant
  readonly version: number
}
