import type { Community } from '../domain/community/community.ts'
import { communityDidDocument } from '../domain/credential/community-did-document.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { IssuerKey } from '../ports/community-store.ts'
import type { HeldVersion } from '../ports/credential-store.ts'
import type { ResolveDid } from '../ports/proofs.ts'

/** What this service knows of keys of its own communities that others may have signed with. */
export interface CompromisedKeys {
  /** The DID document of a community of ours as if no key of it were compromised; `undefined` for every other DID. */
  readonly resolveDid: ResolveDid
  /** The earliest instant from which on any of these keys of that DID is not trusted. */
  readonly compromisedAt: (did: string, verificationMethods: readonly string[]) => Promise<Instant | undefined>
  /** Since when the store holds exactly these bytes under that id; `undefined` when it never did. */
  readonly heldSince: (id: string, bytes: string) => Promise<Instant | undefined>
}

/** An issuer of ours with all its keys. */
export interface OwnIssuer {
  readonly community: Community
  readonly keys: readonly IssuerKey[]
}

/**
 * Answers from what is stored.
 *
 * @param loadIssuer  `undefined` for a DID that is not of this service.
 * @param loadHeld  What the store held of the badge at an address of ours, oldest first.
 * @param digestOf  SHA-256 of a text, base64url.
 */
export const compromisedKeys = (
  loadIssuer: (did: string) => Promise<OwnIssuer | undefined>,
  loadHeld: (url: string) => Promise<readonly HeldVersion[]>,
  digestOf: (text: string) => string,
): CompromisedKeys => ({
  async resolveDid(did) {
    const issuer = await loadIssuer(did)
    if (!issuer) return undefined
    return communityDidDocument(
      issuer.community,
      issuer.keys.map((key) => ({ ...key, compromisedAt: undefined })),
    )
  },
  async compromisedAt(did, verificationMethods) {
    const keys = (await loadIssuer(did))?.keys ?? []
    return keys
      .filter(({ verificationMethod }) => verificationMethods.includes(verificationMethod))
      .flatMap(({ compromisedAt }) => compromisedAt ?? [])
      .sort()
      .at(0)
  },
  async heldSince(id, bytes) {
    const digest = digestOf(bytes)
    return (await loadHeld(id)).find((held) => held.digest === digest || held.jwtDigest === digest)?.storedAt
  },
})
