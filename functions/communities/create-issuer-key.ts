import { publicJwkOf } from '../domain/community/issuer-key-jwk.ts'
import type { KeyUse } from '../domain/community/key-lifetime.ts'
import type { Did, Digests } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import { jwkThumbprint } from '../domain/shared/jwk.ts'
import type { IssuerKey } from '../ports/community-store.ts'
import type { KeyMaker } from '../ports/signer.ts'

export interface CreateIssuerKeyDeps {
  readonly keyMaker: KeyMaker
  readonly digests: Digests
}

/** Makes a key of a community: Ed25519 for Data Integrity proofs, RSA for VC-JWTs. Nothing is stored here. */
export async function createIssuerKey(
  { keyMaker, digests }: CreateIssuerKeyDeps,
  issuer: Did,
  use: KeyUse,
  createdAt: Instant,
): Promise<IssuerKey> {
  switch (use) {
    case 'data-integrity': {
      const key = await keyMaker.createKey(issuer, 'Ed25519')
      const id = jwkThumbprint(publicJwkOf(key), digests)
      return { id, use, verificationMethod: `${issuer}#${key.publicKeyMultibase}`, key, createdAt }
    }
    case 'jwt': {
      const key = await keyMaker.createKey(issuer, 'RSA-2048')
      const id = jwkThumbprint(key.publicKeyJwk, digests)
      return { id, use, verificationMethod: `${issuer}#${id}`, key, createdAt }
    }
  }
}
