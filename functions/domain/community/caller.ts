import type { Scope } from '../../../schemas/community.ts'
import type { Assurance } from '../../../schemas/policy.ts'
import type { Id, Slug } from '../shared/ids.ts'
import type { Member } from './member.ts'

export type { Scope }

/** Who sent a request, as far as its credentials prove it. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'administrator' }
  | {
      readonly kind: 'api-key'
      readonly keyId: Id
      readonly community: Slug
      readonly scopes: readonly Scope[]
      /** The member named by `Peerbadge-Member`, already known to belong to the key's community. */
      readonly actingFor?: Member | undefined
    }
  | { readonly kind: 'member'; readonly community: Slug; readonly member: Member }

/** A caller that belongs to one community. */
export type CommunityCaller = Extract<Caller, { readonly community: Slug }>

/** How sure we are of who acts: a member's own token, or a community's word for them. */
export const assuranceOf = (caller: Caller): Assurance => (caller.kind === 'member' ? 'signed-in' : 'asserted')
