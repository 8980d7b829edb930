/** An opaque id of this service: 26 characters of Crockford's base 32, sortable by time of creation. */
export type Id = string

/** A community's immutable name in URLs; it is also its key everywhere. */
export type Slug = string

/** A decentralised identifier (W3C DID Core). */
export type Did<Method extends string = string> = `did:${Method}:${string}`

/** A URN holding a random UUID, the default id of a credential subject. */
export type UrnUuid = `urn:uuid:${string}`

/** Lower-case hex or base64url SHA-256 as the name says; supplied to the core, which holds no cryptography. */
export interface Digests {
  readonly sha256Hex: (text: string) => string
  readonly sha256Base64Url: (text: string) => string
}
