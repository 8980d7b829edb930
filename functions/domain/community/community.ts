import type { OidcProvider } from '../../../schemas/community.ts'
import type { ImageInput } from '../../../schemas/image.ts'
import type { Did, Id, Slug } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

export type { OidcProvider }

/** A tenant: an issuer Profile with its own DID and keys. */
export interface Community {
  readonly id: Id
  readonly slug: Slug
  readonly name: string
  readonly description?: string | undefined
  readonly url?: string | undefined
  readonly email?: string | undefined
  readonly image?: ImageInput | undefined
  readonly oidc: readonly OidcProvider[]
  readonly foundingPanel: readonly Id[]
  /** Fixed at creation with `issuer`; badges under another base URL are refused. */
  readonly baseUrl: string
  readonly issuer: Did<'web'>
  readonly createdAt: Instant
  /** Grows by one with every change; the strong validator of `If-Match`. */
  readonly version: number
}
